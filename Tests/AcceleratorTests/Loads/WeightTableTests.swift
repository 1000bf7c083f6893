import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Weight table", .simulated)
struct WeightTableTests {
  @Test(
    "Gives each lane the weight of its code, and none outside the token", .simulatedInAll,
    arguments: [(2, 1, 7), (1, 4, 15), (2, 4, 5)])
  func weights(codes: Int, headsAtOnce: Int, codesMax: Int) async throws {
    let configuration = try loadConfiguration(
      wordsOfBeat: 4, decoder: DecoderShape(codes: codes, heads: headsAtOnce, codesMax: codesMax),
      heads: 6)
    var noise = TestRandom(seed: UInt64(codesMax))
    let bench = try await Bench(
      WeightTable(configuration), pulses: ["weights_valid", "read_valid"])
    let sides = (0..<2).map { _ in decoders(heads: 6, codes: codesMax, noise: &noise) }
    let fields =
      ["is_keys", "head", "group"] + (0..<4).map { "weight_\($0)" } + ["bias", "shift"]
    for (side, decoders) in sides.enumerated() {
      for (head, decoder) in decoders.enumerated() {
        // Groups come in any order.
        let items = decoder.items(isKeys: side == 1, head: head)
        for item in noise.oneIn(2) ? items : items.reversed() {
          let named = zip(fields, item).map { ("weights_" + $0, $1.integer ?? 0) }
          var inputs = Dictionary(uniqueKeysWithValues: named)
          if configuration.weightGroupBits == 0 { inputs["weights_group"] = nil }
          inputs["weights_valid"] = 1
          try bench.step(inputs)
        }
      }
    }
    for cycle in 0..<1000 {
      let read = Read(configuration, heads: 6, noise: &noise)
      try bench.step(read.inputs(configuration))
      for head in 0..<headsAtOnce {
        #expect(bench["steps_\(head)_valid"] == (read.heads[head] ? 1 : 0))
        guard read.heads[head] else { continue }
        let decoder = sides[read.side][read.group * headsAtOnce + head]
        let expected = read.step(decoder)
        let got =
          (0..<codes).map { bench["steps_\(head)_weight_\($0)"] }
          + ["bias", "shift", "first", "last"].map { bench["steps_\(head)_\($0)"] }
        guard got == expected else {
          Issue.record("cycle \(cycle), head \(head): expected \(expected), got \(got)")
          return
        }
      }
    }
  }

  /// Codes that are read.
  private struct Read {
    var side: Int
    var passes: Bool
    var group: Int
    var heads: [Bool]
    /// The number of the code in the first lane, and how many lanes are not behind the token.
    var code: Int
    var used: Int
    var first: Int
    var last: Int
    private let lanes: Int

    init(_ configuration: AcceleratorConfiguration, heads: Int, noise: inout TestRandom) {
      let decoder = configuration.decoder
      lanes = decoder.codes
      side = noise.integer(0...1)
      passes = noise.oneIn(5)
      let group = noise.integer(0...(heads - 1) / decoder.heads)
      self.group = group
      // Words pass one by one.
      let here = passes ? 1 : min(decoder.heads, heads - group * decoder.heads)
      self.heads = (0..<decoder.heads).map { $0 < here }
      code = noise.integer(1 - decoder.codes...(passes ? 0 : decoder.codesMax - 1))
      used = passes ? 1 - code : noise.integer(1...min(decoder.codes, decoder.codesMax - code))
      (first, last) = (noise.integer(0...1), noise.integer(0...1))
    }

    func inputs(_ configuration: AcceleratorConfiguration) -> [String: Int] {
      let decoder = configuration.decoder
      var inputs = [
        "read_valid": 1, "read_is_keys": side, "read_codes_code": code + decoder.codes - 1,
        "read_codes_passes": passes ? 1 : 0, "read_codes_first": first, "read_codes_last": last,
      ]
      if configuration.groupBits(ofHeads: decoder.heads) > 0 { inputs["read_group"] = group }
      for lane in 0..<decoder.codes { inputs["read_codes_lanes_\(lane)"] = lane < used ? 1 : 0 }
      for (head, isHere) in heads.enumerated() { inputs["read_heads_\(head)"] = isHere ? 1 : 0 }
      return inputs
    }

    /// The weights of lanes, bias and shift, and which step it is.
    func step(_ head: HeadDecoder) -> [Int] {
      let weights = (0..<lanes).map { lane -> Int in
        guard lane < used, code + lane >= 0 else { return 0 }
        return passes ? (code + lane == 0 ? 1 : 0) : head.weights[code + lane]
      }
      return weights + (passes ? [0, 0] : [head.bias, head.shift]) + [first, last]
    }
  }
}
