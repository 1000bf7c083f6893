import HardwareDSL

/// Round-robin arbiter: joins several streams in one.
public final class StreamArbiter<Payload: SignalBundle>: Module {
  public let inputs: [ReadyValid<Payload>]
  public let output: ReadyValid<Payload>

  /// The inputs from the one that is to go first onwards.
  let preferred: [Signal]

  private let limits: [Requirement]
  private let count: Int

  init(
    count: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      count, in: UnitSizes.streams, "a StreamArbiter of \(count) streams", at: place)
    self.limits = limits + [size.requirement]
    let count = size.number
    self.count = count
    inputs = (0..<count).map { _ in .input(payload) }
    output = .output(payload)
    preferred = (0..<count).map { _ in register(.bit, reset: 0) }
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

  public var moduleName: String { "stream_arbiter_n\(count)_\(output.payload.moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "Round-robin arbiter of \(count) streams. An input that waits is passed over by at most "
        + "\(count - 1) items of the others. An item that waits at the output is not replaced.",
      latency: [.cycles(0, from: inputs, to: output)],
      throughput: [.one("item", from: inputs, to: output)],
      reset: [.sentence("input 0 goes first")],
      combinationalPaths: .choice(of: inputs, output))
  }

  public var body: Behavior {
    let waits = zip(preferred, inputs).map { $0 && $1.valid }
    let preferredWaits = wire("preferredWaits", anyOf(waits))
    let eligible = (0..<count).map { index in
      wire("eligible_\(index)", inputs[index].valid && (preferred[index] || !preferredWaits))
    }
    let first = FirstChoice("eligibleBelow", of: eligible)
    output.valid <== first.isAny
    output.payload <== first.item(of: inputs.map(\.payload))
    for (index, input) in inputs.enumerated() {
      input.ready <== (output.ready && first.isFirst(index))
    }
    when(output.valid) {
      for index in 0..<count {
        // An item that goes leaves the preference to the inputs behind its own.
        let stays = eligible[index] && !output.ready
        preferred[index] <== (index == 0 ? stays : first.below[index] || stays)
      }
    }
    claimOneAtATime(inputs, output)
    claimTurns(preferred)
  }
}
