import HardwareDSL

/// Takes beats apart: gives their items one after the other.
public final class StreamDownsizer<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Beat<Payload>>
  public let output: ReadyValid<Framed<Payload>>

  let index: Signal

  private let limits: [Requirement]
  private let lanes: Int

  init(
    lanes: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      lanes, in: UnitSizes.lanes, "a StreamDownsizer of \(lanes) lanes", at: place)
    self.limits = limits + [size.requirement]
    let lanes = size.number
    self.lanes = lanes
    input = .input { Beat($0, lanes: lanes, payload) }
    output = .output { Framed($0, payload) }
    index = register(.unsigned(bitsToHold(lanes - 1)), reset: 0, "the item that is next")
  }

  /// A converter for items of any payload.
  ///
  /// - Parameter lanes: The items of a beat, 1 to 4,096.
  public convenience init(
    lanes: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      lanes: lanes, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String {
    "stream_downsizer_n\(lanes)_\(output.payload.item.moduleWords)"
  }

  public var documentation: Documentation {
    Documentation(
      "Gives the items of a beat of \(lanes) one after the other; the beat is accepted with its "
        + "last item.",
      latency: [.cycles(0, from: input, to: output)],
      throughput: [.sentence("one item every cycle, and no cycle between beats")],
      reset: [.sentence("the first item is next")],
      combinationalPaths: Documentation.Paths(
        [
          .path(from: input.valid, to: output.valid),
          .path(from: input.payload.count, to: input.ready, output.payload.isLast),
          .path(from: input.payload.isLast, to: output.payload.isLast),
          .path(from: output.ready, to: input.ready),
        ]
          + Documentation.Path.fields(of: input.payload.items, to: [output.payload.item])))
  }

  public var body: Behavior {
    let beat = input.payload
    let ends = wire("ends", index + Signal(1, .unsigned(1)) == beat.count)
    output.valid <== input.valid
    output.payload.item <== select(beat.items, at: index)
    output.payload.isLast <== (beat.isLast && ends)
    input.ready <== (output.ready && ends)
    when(output.fires) { index <== mux(ends, 0, index &+ 1) }
    assume("HasItems", !input.valid || beat.count != 0, "a beat has 1 item or more")
    if beat.count.type.range?.contains(lanes + 1) == true {
      assume(
        "CountInRange", !input.valid || beat.count <= .number(lanes),
        "a beat has at most \(lanes) items")
    }
    claim("BeginsWithFirst", input.valid || index == 0, "between beats the first item is next")
    claim("IndexBelowCount", !input.valid || index < beat.count)
  }
}
