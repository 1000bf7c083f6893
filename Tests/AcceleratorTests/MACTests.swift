import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("MAC", .simulated)
struct MACTests {
  static let sumBits = 20
  static let extremes = [-256, -255, -128, -127, -1, 0, 1, 127, 128, 254, 255]

  static func bench(seed: UInt64 = 1) async throws -> Bench {
    try await Bench(
      MAC(sumBits: sumBits), pulses: ["operands_valid", "control_accumulate"], seed: seed)
  }

  @Test("The product of every pair of extremes", .simulatedInAll)
  func products() async throws {
    let bench = try await Self.bench()
    for left in Self.extremes {
      for right in Self.extremes where (-128...127).contains(right) {
        try bench.step(["operands_valid": 1, "operands_left": left, "operands_right": right])
        try bench.step(["control_accumulate": 1, "control_restart": 1])
        let expected = MultiplyAccumulate.step(
          sum: 0, factor: left, operand: Int8(right), accumulatorBits: Self.sumBits)
        #expect(bench["total"] == expected, "\(left) * \(right)")
        #expect(bench["product"] == left * right)
      }
    }
  }

  @Test("All products of two signed bytes")
  func exhaustive() async throws {
    let bench = try await Self.bench()
    try bench.hold([
      "operands_valid": 1, "control_accumulate": 1, "control_restart": 1,
    ])
    var wrong: [String] = []
    for left in Int8.min...Int8.max {
      try bench.hold(["operands_left": Int(left)])
      for right in Int8.min...Int8.max {
        try bench.hold(["operands_right": Int(right)])
        try bench.simulation.step(2)
        let expected = MultiplyAccumulate.step(
          sum: 0, factor: Int(left), operand: right, accumulatorBits: Self.sumBits)
        if bench["total"] != expected { wrong.append("\(left) * \(right)") }
      }
    }
    #expect(wrong == [])
  }

  @Test("Any order of settings, idle cycles included", arguments: [1, 2, 3] as [UInt64])
  func settings(seed: UInt64) async throws {
    let bench = try await Self.bench(seed: seed)
    var noise = TestRandom(seed: seed)
    var model = Model()
    try bench.step(["operands_valid": 1, "operands_left": 0, "operands_right": 0])
    try bench.step(["control_accumulate": 1, "control_restart": 1])
    for cycle in 0..<4000 {
      var inputs: [String: Int] = [:]
      let accumulates = noise.chance(perMille: 700)
      let restarts = noise.chance(perMille: 300)
      // Without accumulate, restart does nothing.
      inputs["control_restart"] = restarts ? 1 : 0
      if accumulates { inputs["control_accumulate"] = 1 }
      let (left, right) = (noise.integer(-256...255), noise.byte())
      let takes = noise.chance(perMille: 700)
      if takes {
        inputs.merge(["operands_valid": 1, "operands_left": left, "operands_right": Int(right)]) {
          $1
        }
      }
      try bench.set(inputs)
      let expected = [model.pair.left * Int(model.pair.right), model.total]
      guard [bench["product"], bench["total"]] == expected else {
        let got = [bench["product"], bench["total"]]
        Issue.record("seed \(seed), cycle \(cycle): expected \(expected), got \(got)")
        return
      }
      if accumulates { model.total = model.sum(restarts: restarts) }
      if takes { model.pair = (left, right) }
      try bench.simulation.step()
    }
  }

  @Test("Of several sums one takes up a product, and one is seen", arguments: [2, 3])
  func several(sums: Int) async throws {
    let bench = try await Bench(
      MAC(sumBits: Self.sumBits, sums: sums), pulses: ["operands_valid", "control_accumulate"])
    var noise = TestRandom(seed: UInt64(sums))
    var pair = (left: 3, right: Int8(-5))
    var totals: [Int?] = Array(repeating: nil, count: sums)
    try bench.step(["operands_valid": 1, "operands_left": 3, "operands_right": -5])
    for cycle in 0..<3000 {
      let (sum, shown) = (noise.integer(0...sums - 1), noise.integer(0...sums - 1))
      let restarts = totals[sum] == nil || noise.chance(perMille: 200)
      var inputs = [
        "control_sum": sum, "control_shown": shown, "control_restart": restarts ? 1 : 0,
      ]
      let accumulates = noise.chance(perMille: 700)
      if accumulates { inputs["control_accumulate"] = 1 }
      let next = (left: noise.integer(-256...255), right: noise.byte())
      inputs.merge([
        "operands_valid": 1, "operands_left": next.left, "operands_right": Int(next.right),
      ]) { $1 }
      try bench.set(inputs)
      if let expected = totals[shown], bench["total"] != expected {
        Issue.record("cycle \(cycle): expected \(expected), got \(bench["total"])")
        return
      }
      if accumulates {
        totals[sum] = MultiplyAccumulate.step(
          sum: restarts ? 0 : totals[sum] ?? 0, factor: pair.left, operand: pair.right,
          accumulatorBits: Self.sumBits)
      }
      pair = next
      try bench.simulation.step()
    }
  }

  /// The multiplexer and the two registers; the arithmetic is the reference model's.
  struct Model {
    var pair = (left: 0, right: Int8(0))
    var total = 0

    func sum(restarts: Bool) -> Int {
      MultiplyAccumulate.step(
        sum: restarts ? 0 : total, factor: pair.left, operand: pair.right,
        accumulatorBits: MACTests.sumBits)
    }
  }
}
