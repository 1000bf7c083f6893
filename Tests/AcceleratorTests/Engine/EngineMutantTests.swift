import BenchSupport
import Testing

/// How much of what could go wrong in the units that elements share their tests notice.
@Suite("Slips in the sparser engine")
struct EngineMutantTests {
  @Test("At least 95 % of slips in single places are noticed; if not, run scripts/mutants")
  func noticed() async throws {
    try await expectNoticed(
      "mutants_engine", EngineUnits.all, count: 120, daily: 10, seed: 2026)
  }
}
