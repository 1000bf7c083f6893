import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

/// Pipelines that compute, under four drives.
@Suite("Pipelines", .simulated)
struct StreamArithmeticTests {
  /// What is wrong if the output is not the function of every item.
  private func computes(
    _ stage: @autoclosure () -> some StreamStage, items: Int = 300,
    shape: (String, [[Int]]) -> [[Int]]? = { _, _ in nil }, _ function: ([Int]) -> [Int]
  ) async throws {
    try await verifyStreams(of: stage(), items: items, shape: shape) { run in
      let sent = (run.sent["input"] ?? []).map { $0.map { $0.integer ?? 0 } }
      let expected = sent.map { function($0).map { PortValue($0) } }
      return run.gives("output", expected) ?? run.keeps("output", every: 1)
    }
  }

  @Test(
    "A tree adds up", .simulated,
    arguments: [(1, 8, 1), (2, 8, 1), (3, 1, 1), (7, 12, 2), (16, 8, 3), (64, 24, 6)])
  func sum(count: Int, bits: Int, levels: Int) async throws {
    try await computes(
      ReductionTree<Addition>(count: count, .signed(bits), levelsPerStage: levels)
    ) { [$0.reduce(0, +)] }
    try await computes(AdderTree(count: count, .unsigned(bits), levelsPerStage: levels)) {
      [$0.reduce(0, +)]
    }
  }

  @Test(
    "A tree finds the greatest",
    arguments: [(1, 8, 1), (2, 8, 1), (3, 1, 1), (7, 12, 2), (16, 8, 3)])
  func maximum(count: Int, bits: Int, levels: Int) async throws {
    try await computes(
      ReductionTree<Maximum>(count: count, .signed(bits), levelsPerStage: levels)
    ) { [$0.max() ?? 0] }
    try await computes(MaximumTree(count: count, .unsigned(bits), levelsPerStage: levels)) {
      [$0.max() ?? 0]
    }
  }

  /// Extreme numbers in a third of the cases.
  private static func extreme(_ items: [[Int]], bits: Int, multiplierBits: Int) -> [[Int]] {
    let last = (1 << (bits - 1)) - 1
    return items.enumerated().map { number, fields in
      var fields = fields
      if number % 3 == 0 { fields[0] = number % 2 == 0 ? last : -last - 1 }
      if number % 5 == 0 { fields[fields.count - 1] = (1 << multiplierBits) - 1 }
      // So small that results are not saturated.
      if number % 2 == 1 { fields[fields.count - 1] &= 15 }
      if number % 7 == 0 { fields[0] = -(number % 2) }
      return fields
    }
  }

  @Test(
    "A requantizer multiplies, rounds halves up and saturates",
    arguments: [(1, 24, 17, 20, 8), (4, 16, 8, 0, 8), (2, 1, 1, 1, 8), (3, 8, 8, 15, 4)])
  func requantizer(lanes: Int, bits: Int, multiplierBits: Int, shift: Int, resultBits: Int)
    async throws
  {
    let last = (1 << (resultBits - 1)) - 1
    func extreme(_: String, _ items: [[Int]]) -> [[Int]]? {
      Self.extreme(items, bits: bits, multiplierBits: multiplierBits)
    }
    try await computes(
      Requantizer(
        lanes: lanes, bits: bits, multiplierBits: multiplierBits, shift: shift,
        resultBits: resultBits),
      shape: extreme
    ) { fields in
      fields.dropLast().map { term in
        let product = term * (fields.last ?? 0)
        let rounded = shift == 0 ? product : (product + 1 << (shift - 1)) >> shift
        return max(-last - 1, min(last, rounded))
      }
    }
  }

  @Test(
    "A pipeline divides, with a remainder", arguments: [(1, 1), (8, 4), (4, 8), (17, 16)])
  func divider(dividendBits: Int, divisorBits: Int) async throws {
    func lawful(_: String, _ items: [[Int]]) -> [[Int]]? {
      items.map { [$0[0], max(1, $0[1] >> ($0[0] % divisorBits))] }
    }
    try await computes(
      PipelinedDivider(dividendBits: dividendBits, divisorBits: divisorBits),
      shape: lawful
    ) { [$0[0] / $0[1], $0[0] % $0[1]] }
  }

  private static func divisible(_: String, _ items: [[Int]]) -> [[Int]]? {
    items.map { [$0[0], max(1, $0[1])] }
  }

  @Test("The pipelines do so in every simulator", .simulatedInAll)
  func all() async throws {
    try await computes(AdderTree(count: 5, .signed(9), levelsPerStage: 2)) { [$0.reduce(0, +)] }
    try await computes(MaximumTree(count: 5, .signed(9), levelsPerStage: 2)) { [$0.max() ?? 0] }
    try await computes(
      Requantizer(lanes: 2, bits: 12, multiplierBits: 6, shift: 7, resultBits: 8)
    ) { fields in
      fields.dropLast().map { max(-128, min(127, ($0 * fields[2] + 64) >> 7)) }
    }
    try await computes(
      PipelinedDivider(dividendBits: 6, divisorBits: 3),
      shape: Self.divisible
    ) { [$0[0] / $0[1], $0[0] % $0[1]] }
  }
}
