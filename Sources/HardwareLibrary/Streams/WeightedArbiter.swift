import HardwareDSL

/// Weighted round-robin arbiter: joins several streams in one, and an input whose turn it is gives
/// as many items as its weight says, as long as it has some.
public final class WeightedArbiter<Payload: SignalBundle>: Module {
  public let inputs: [ReadyValid<Payload>]
  public let output: ReadyValid<Payload>

  /// The inputs from the one whose turn it is onwards.
  let preferred: [Signal]
  let given: Signal

  private let limits: [Requirement]
  private let weights: [Int]

  init(
    weights: [Int], at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let name = "a WeightedArbiter of \(weights.count) streams"
    let count = UnitSize(weights.count, in: UnitSizes.streams, name, at: place)
    let sizes = weights.map { weight in
      UnitSize(weight, in: UnitSizes.weights, "a WeightedArbiter with weight \(weight)", at: place)
    }
    self.limits = limits + [count.requirement] + sizes.map(\.requirement)
    let known = sizes.map(\.number)
    self.weights = (0..<count.number).map { $0 < known.count ? known[$0] : 1 }
    inputs = self.weights.map { _ in .input(payload) }
    output = .output(payload)
    preferred = self.weights.map { _ in register(.bit, reset: 0) }
    given = register(
      .unsigned(bitsToHold((known.max() ?? 1) - 1)), reset: 0, "items that it gave in its turn")
  }

  /// An arbiter for items of any payload.
  ///
  /// - Parameter weights: Of the inputs, 2 to 1,024 of them, each 1 to 4,096.
  public convenience init(
    weights: [Int], file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      weights: weights, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String {
    "weighted_arbiter_" + weights.map(String.init).joined(separator: "_")
      + "_\(output.payload.moduleWords)"
  }

  public var documentation: Documentation {
    let numbers = weights.map(String.init).joined(separator: ", ")
    return Documentation(
      "Weighted round-robin arbiter of \(weights.count) streams with weights \(numbers). An input "
        + "that waits is passed over by at most as many items as the weights of the others say. An "
        + "item that waits at the output is not replaced.",
      latency: [.cycles(0, from: inputs, to: output)],
      throughput: [.one("item", from: inputs, to: output)],
      reset: [.sentence("input 0 goes first")], combinationalPaths: .choice(of: inputs, output))
  }

  public var body: Behavior {
    let waits = zip(preferred, inputs).map { $0 && $1.valid }
    let preferredWaits = wire("preferredWaits", anyOf(waits))
    let eligible = inputs.enumerated().map { index, input in
      wire("eligible_\(index)", input.valid && (preferred[index] || !preferredWaits))
    }
    let first = FirstChoice("eligibleBelow", of: eligible)
    output.valid <== first.isAny
    output.payload <== first.item(of: inputs.map(\.payload))
    for (index, input) in inputs.enumerated() {
      input.ready <== (output.ready && first.isFirst(index))
    }
    turns(eligible, first)
    claimOneAtATime(inputs, output)
    claimTurns(preferred)
  }

  @HardwareBuilder private func turns(_ eligible: [Signal], _ first: FirstChoice) -> Behavior {
    // The turn is that of the first input that is preferred.
    let hasTurn = preferred.indices.map { index in
      index == 0 ? preferred[0] : preferred[index] && !preferred[index - 1]
    }
    let goesOn = anyOf(hasTurn.enumerated().map { $1 && first.isFirst($0) })
    let count = wire("count", mux(goesOn, given, 0))
    let ends = weights.enumerated().map { first.isFirst($0) && count == .number($1 - 1) }
    let isOver = possiblyConstant("isOver", anyOf(ends))
    when(output.valid) {
      for index in preferred.indices {
        let stays = eligible[index] && !(output.ready && isOver)
        preferred[index] <== (index == 0 ? stays : first.below[index] || stays)
      }
      given <== mux(output.ready, mux(isOver, 0, count &+ 1), count)
    }
    for (index, weight) in weights.enumerated() where given.type.range?.contains(weight) == true {
      claim("InTurn_\(index)", !hasTurn[index] || given < .number(weight))
    }
  }
}
