import HardwareDSL

/// Puts the items of packets side by side, several in a beat.
public final class StreamUpsizer<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Framed<Payload>>
  public let output: ReadyValid<Beat<Payload>>

  let items: [Payload]
  let count: Signal
  let isFull = register(.bit, reset: 0)
  let isLast = dataRegister(.bit)

  private let limits: [Requirement]
  private let lanes: Int

  init(
    lanes: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(lanes, in: UnitSizes.lanes, "a StreamUpsizer of \(lanes) lanes", at: place)
    self.limits = limits + [size.requirement]
    let lanes = size.number
    self.lanes = lanes
    input = .input { Framed($0, payload) }
    output = .output { Beat($0, lanes: lanes, payload) }
    items = (0..<lanes).map { _ in payload(.dataRegister()) }
    count = register(.unsigned(bitsToHold(lanes)), reset: 0)
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

  public var moduleName: String { "stream_upsizer_n\(lanes)_\(items[0].moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "Puts \(lanes) items of a packet in a beat; the last beat of a packet may have fewer.",
      latency: [.cycles(1, from: input, to: output, note: "for the item that ends a beat")],
      throughput: [.one("item", from: input, to: output)],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    let given = input.payload
    // A beat goes out in the cycle in which the first item of the next one comes.
    let place = wire("place", mux(isFull, 0, count))
    input.ready <== (!isFull || output.ready)
    when(output.fires) {
      isFull <== 0
      count <== 0
    }
    when(input.fires) {
      isFull <== (given.isLast || place == .number(lanes - 1))
      isLast <== given.isLast
      count <== place &+ 1
    }
    for (index, item) in items.enumerated() {
      when(input.fires && place == .number(index)) { item <== given.item }
    }
    output.valid <== isFull
    output.payload <== Beat(items: items, count: count, isLast: isLast)
    claim("RoomWhileNotFull", isFull || count < .number(lanes))
    claim("ItemsWhileFull", !isFull || count != 0)
    if count.type.range?.contains(lanes + 1) == true {
      claim("CountInRange", count <= .number(lanes))
    }
    if lanes > 1 { cover("Partial", isFull && count < .number(lanes)) }
  }
}
