import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

/// What a head makes of the codes of a token: weights, bias and shift.
struct HeadDecoder {
  var weights: [Int]
  var bias: Int
  var shift: Int

  func callAsFunction(_ codes: [Int]) -> Int {
    let sum = zip(weights, codes).reduce(bias) { $0 + $1.0 * $1.1 }
    let rounded = shift == 0 ? sum : (sum + (1 << (shift - 1))) >> shift
    return min(127, max(-128, rounded))
  }
}

@Suite("DecoderLine", .simulated)
struct DecoderLineTests {
  @Test("Decodes the same in every simulator", .simulatedInAll)
  func inAll() async throws { try await decodes(features: 3, codesOfBeat: 2, codes: 5) }

  @Test(
    "Decodes tokens one after the other, at any pace, and keeps each until the next",
    arguments: [(1, 1, 1), (4, 2, 2), (3, 2, 5), (8, 1, 3), (2, 4, 7)])
  func decodes(features: Int, codesOfBeat: Int, codes: Int) async throws {
    var noise = TestRandom(seed: UInt64(features * 100 + codesOfBeat * 10 + codes))
    let bench = try await Bench(
      DecoderLine(features: features, codesOfBeat: codesOfBeat), pulses: ["step_valid"])
    let beats = (codes + codesOfBeat - 1) / codesOfBeat
    var due: [(cycle: Int, features: [Int])] = []
    var tokens = 0
    var shown: [Int]?
    func step(_ inputs: [String: Int] = [:]) throws {
      try bench.step(inputs)
      if let next = due.first, next.cycle == bench.cycle {
        shown = due.removeFirst().features
        tokens += 1
      }
      let got = (0..<features).map { bench["decoded_\($0)"] }
      #expect(shown == nil || got == shown, "token \(tokens)")
    }
    for token in 0..<120 {
      let head = HeadDecoder(
        weights: (0..<codes).map { _ in noise.integer(-128...127) },
        bias: noise.integer(-2_000_000...2_000_000) >> noise.integer(0...20),
        shift: token % 5 == 0 ? 0 : noise.integer(0...16))
      let values = (0..<features).map { _ in (0..<codes).map { _ in noise.integer(-128...127) } }
      for beat in 0..<beats {
        while noise.chance(perMille: 300) { try step() }
        var inputs = [
          "step_valid": 1, "step_bias": head.bias, "step_shift": head.shift,
          "step_first": beat == 0 ? 1 : 0, "step_last": beat == beats - 1 ? 1 : 0,
        ]
        for lane in 0..<codesOfBeat {
          let code = beat * codesOfBeat + lane
          inputs["step_weight_\(lane)"] = code < codes ? head.weights[code] : 0
          for feature in 0..<features {
            inputs["codes_\(feature)_\(lane)"] =
              code < codes ? values[feature][code] : noise.integer(-128...127)
          }
        }
        if beat == beats - 1 {
          due.append((bench.cycle + DecoderLine.latency, values.map { head($0) }))
        }
        try step(inputs)
      }
    }
    for _ in 0..<5 { try step() }
    #expect(tokens == 120)
  }
}
