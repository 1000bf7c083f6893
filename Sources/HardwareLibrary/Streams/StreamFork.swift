import HardwareDSL

/// Gives each item to several streams, to each as soon as it is ready.
public final class StreamFork<Payload: SignalBundle>: Module {
  public let input: ReadyValid<Payload>
  public let outputs: [ReadyValid<Payload>]

  /// The outputs that have taken the item that waits.
  let taken: [Signal]

  private let limits: [Requirement]
  private let count: Int

  init(
    count: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(count, in: UnitSizes.streams, "a StreamFork of \(count) streams", at: place)
    self.limits = limits + [size.requirement]
    let count = size.number
    self.count = count
    input = .input(payload)
    outputs = (0..<count).map { _ in .output(payload) }
    taken = (0..<count).map { _ in register(.bit, reset: 0) }
  }

  /// A fork for items of any payload.
  ///
  /// - Parameter count: the number of outputs, 2 to 1,024.
  public convenience init(
    count: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      count: count, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String { "stream_fork_n\(count)_\(input.payload.moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "Gives each item to \(count) streams, to each as soon as it is ready; it is accepted with "
        + "the last of them.",
      latency: [.cycles(0, from: input, to: outputs)],
      throughput: [.one("item", from: input, to: outputs)],
      reset: [.sentence("no output has an item")],
      combinationalPaths: Documentation.Paths(
        [
          .path(from: input.valid, to: outputs.map(\.valid)),
          .path(from: outputs.map(\.ready), to: input.ready),
        ]
          + Documentation.Path.fields(of: [input.payload], to: outputs.map(\.payload))))
  }

  public var body: Behavior {
    let isDone = zip(taken, outputs).map { $0 || $1.ready }
    input.ready <== allOf(isDone)
    for (index, output) in outputs.enumerated() {
      output.valid <== (input.valid && !taken[index])
      output.payload <== input.payload
      when(input.valid) { taken[index] <== (isDone[index] && !input.ready) }
      claim("TakenOfItem_\(index)", input.valid || !taken[index])
    }
    claim("NotAllTaken", !allOf(taken), "an item that all have taken is gone")
  }
}
