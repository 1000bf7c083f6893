import BenchSupport
import TestSupport
import Testing

/// How much of what could go wrong in the units of programs, outputs and runs their tests notice.
@Suite("Slips in the units of programs")
struct ProgramMutantTests {
  @Test("At least 95 % of slips in single places are noticed; if not, run scripts/mutants")
  func noticed() async throws {
    try await expectNoticed(
      "mutants_program", ProgramUnits.all, count: 150, daily: 20, seed: 2026)
  }
}
