import BenchSupport
import TestSupport
import Testing

/// How much of what could go wrong in the units that load operands their tests notice.
@Suite("Slips in the units of loads")
struct LoadMutantTests {
  @Test("At least 95 % of slips in single places are noticed; if not, run scripts/mutants")
  func noticed() async throws {
    try await expectNoticed(
      "mutants_loads", LoadUnits.all, count: 150, daily: 15, seed: 2026)
  }
}
