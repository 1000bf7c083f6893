import BenchSupport
import HardwareLibrary
import Testing

@Suite("Loop nest", .simulated)
struct LoopNestTests {
  /// Every step of a nest, as the fields of its items: indices, who begins, who ends.
  private static func steps(_ last: [Int]) -> [[Int]] {
    var steps: [[Int]] = [[]]
    for limit in last { steps = steps.flatMap { index in (0...limit).map { index + [$0] } } }
    return steps.map { index in
      let begins = last.indices.map { index[$0...].allSatisfy { $0 == 0 } ? 1 : 0 }
      let ends = last.indices.map { Array(index[$0...]) == Array(last[$0...]) ? 1 : 0 }
      return index + begins + ends
    }
  }

  private static func short(_: String, _ items: [[Int]]) -> [[Int]]? {
    items.map { $0.map { $0 % 5 } }
  }

  @Test(
    "It gives every step in order, with who begins and ends",
    arguments: [[1], [6], [3, 1, 4], [2, 33], [1, 128]]
  )
  func steps(bits: [Int]) async throws {
    try await expectSteps(bits: bits)
  }

  @Test("It does so in every simulator", .simulatedInAll)
  func all() async throws { try await expectSteps(bits: [2, 3]) }

  private func expectSteps(bits: [Int]) async throws {
    try await verifyStreams(
      of: LoopNest(bits: bits), items: 20, shape: Self.short
    ) { run in
      let nests = (run.sent["input"] ?? []).map { $0.map { $0.integer ?? 0 } }
      let expected = nests.flatMap(Self.steps).map { $0.map { PortValue($0) } }
      return run.gives("output", expected) ?? run.keeps("output", every: 1)
    }
  }
}
