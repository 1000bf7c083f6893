import HardwareDSL

/// Arbiter with a fixed order: joins several streams in one, and the first that waits goes first.
public final class PriorityArbiter<Payload: SignalBundle>: Module {
  public let inputs: [ReadyValid<Payload>]
  public let output: ReadyValid<Payload>

  /// The input whose item waits at the output, if one but the first does, which nobody passes over.
  let waits: [Signal]

  private let limits: [Requirement]
  private let count: Int

  init(
    count: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      count, in: UnitSizes.streams, "a PriorityArbiter of \(count) streams", at: place)
    self.limits = limits + [size.requirement]
    let count = size.number
    self.count = count
    inputs = (0..<count).map { _ in .input(payload) }
    output = .output(payload)
    waits = (1..<count).map { _ in register(.bit, reset: 0) }
  }

  /// An arbiter for items of any payload.
  ///
  /// - Parameter count: the number of inputs, 2 to 1,024.
  public convenience init(
    count: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      count: count, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String { "priority_arbiter_n\(count)_\(output.payload.moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "Arbiter of \(count) streams, of which the first that waits goes before all others. An item "
        + "that waits at the output is not replaced, so that one item at most passes over input 0; "
        + "the others may wait for ever.",
      latency: [.cycles(0, from: inputs, to: output)],
      throughput: [.one("item", from: inputs, to: output)],
      reset: [.sentence("no item waits")],
      combinationalPaths: .choice(of: inputs, output))
  }

  public var body: Behavior {
    let isFree = wire("isFree", !anyOf(waits))
    let eligible = (0..<count).map { index in
      let isNext = index == 0 ? isFree : waits[index - 1] || isFree
      return wire("eligible_\(index)", inputs[index].valid && isNext)
    }
    let first = FirstChoice("eligibleBelow", of: eligible)
    output.valid <== first.isAny
    output.payload <== first.item(of: inputs.map(\.payload))
    for (index, input) in inputs.enumerated() {
      input.ready <== (output.ready && first.isFirst(index))
      if index > 0 { waits[index - 1] <== (first.isFirst(index) && !output.ready) }
    }
    claimOneAtATime(inputs, output)
    if count > 2 { claim("OneWaits", sum(of: waits.map(\.asUnsigned)) <= 1) }
    claim("WaitsWithItem", allOf(zip(waits, inputs.dropFirst()).map { !$0 || $1.valid }))
  }
}
