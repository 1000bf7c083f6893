import BenchSupport
import TestSupport
import Testing

/// How much of what could go wrong in the units of the array its tests notice.
@Suite("Slips in the accelerator")
struct MutantTests {
  private static let name = "mutants_accelerator"
  private static let seed: UInt64 = 2026
  private static let count = 120

  @Test("At least 95 % of slips in single places are noticed; if not, run scripts/mutants")
  func noticed() async throws {
    try await expectNoticed(
      Self.name, AcceleratorUnits.all, count: Self.count, daily: 10, seed: Self.seed)
  }
}
