import AttentionSpec
import CoSimulation

/// What `vitcod simulate` found.
struct SimulationReport: TextReport, Codable {
  let setup: RunSetup
  /// The layers that ran, by their numbers in the masks, and their heads.
  let layers: [Int]
  let heads: [Int]
  let tokens: Int
  let headDimension: Int
  /// Nil for hardware that hung or broke an assertion.
  let attention: AttentionReport?
  let failure: String?
  let passed: Bool

  init(_ setup: RunSetup, _ chosen: ChosenLayers, _ outcome: RunOutcome) {
    self.setup = setup
    (layers, heads) = (chosen.numbers, chosen.heads)
    tokens = chosen.inputs.first?.tokens ?? 0
    headDimension = chosen.inputs.first?.headDimension ?? 0
    attention = outcome.attention
    failure = outcome.failure
    passed = outcome.attention != nil && outcome.failure == nil
  }

  var verdict: String { failure.map { "FAIL: \($0)" } ?? "PASS" }

  var text: String {
    guard let attention else { return "The run did not end." }
    let configuration = attention.configuration
    let array = configuration.array
    let operands =
      setup.operandSource.map { "operands of \($0)" }
      ?? "random int8 operands"
      + (attention.codes > 0 ? ", decoded from \(attention.codes.counted("code"))" : "")
    let lines = [
      "\(configuration.name): \(array.macs.counted("MAC")) in "
        + "\(array.elements.counted("element")); \(layers.count.counted("layer")) of "
        + "\(heads.count.counted("head")) of \(tokens.counted("token")) and "
        + "\(headDimension.counted("feature"));",
      "\(operands).", "", attention.table(numbers: layers), "",
    ]
    return (lines + attention.sums).joined(separator: "\n")
  }
}
