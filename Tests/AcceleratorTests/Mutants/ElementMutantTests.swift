import BenchSupport
import TestSupport
import Testing

/// How much of what could go wrong in an element of the sparser engine its tests notice.
@Suite("Slips in the processing element")
struct ElementMutantTests {
  private static let name = "mutants_element"
  private static let seed: UInt64 = 11
  private static let count = 110

  @Test("At least 95 % of slips in single places are noticed; if not, run scripts/mutants")
  func noticed() async throws {
    try await expectNoticed(
      Self.name, ElementUnits.all(), count: Self.count, daily: 10, seed: Self.seed)
  }
}
