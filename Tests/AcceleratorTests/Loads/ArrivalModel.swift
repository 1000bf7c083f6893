import AttentionSpec
import SimulationInterface
import TestSupport

@testable import Accelerator

/// What a channel has to say of the loads of each tag.
struct ArrivalModel {
  /// Tokens of queries, or of all operands, and of keys.
  var arrived = [[0, 0, 0, 0], [0, 0, 0, 0]]
  var underWay = [0, 0, 0, 0]

  mutating func count(_ write: WordsWritten) {
    if write.endsToken { arrived[write.isKeys ? 1 : 0][write.tag] += 1 }
    if write.endsLoad { underWay[write.tag] -= 1 }
  }

  /// Begins a unit with a tag of which nothing is under way, in a third of the cycles.
  mutating func clear(in simulation: any Simulator, noise: inout TestRandom) throws {
    let tag = noise.integer(0...3)
    let clears = underWay[tag] == 0 && noise.oneIn(3)
    try simulation.poke("counts_clear_valid_i", clears ? 1 : 0)
    try simulation.poke("counts_clear_data_i", PortValue(tag))
    if clears {
      arrived = arrived.map { $0.enumerated().map { $0.offset == tag ? 0 : $0.element } }
    }
  }

  /// What is wrong with the outputs of a channel of so many kinds of operands.
  func mistake(
    in simulation: any Simulator, kinds: Int, _ configuration: AcceleratorConfiguration
  ) -> String? {
    for tag in 0..<4 {
      for kind in 0..<kinds {
        let got = simulation["counts_arrived_\(kind)_count_\(tag)_o"]
        let expected = arrived[kind][tag] % (1 << configuration.tokenCountBits)
        guard got == expected else {
          return "arrived of kind \(kind), tag \(tag): expected \(expected), got \(got)"
        }
      }
      guard simulation["counts_busy_\(tag)_o"] == (underWay[tag] > 0 ? 1 : 0) else {
        return "busy of \(tag) with \(underWay[tag]) loads under way"
      }
    }
    return nil
  }
}
