import BenchSupport
import TestSupport
import Testing

/// How much of what could go wrong in the units of the library their tests notice.
@Suite("Slips in the library")
struct MutantTests {
  private static let name = "mutants_library"
  private static let seed: UInt64 = 2026
  private static let count = 400

  @Test("At least 95 % of slips in single places are noticed; if not, run scripts/mutants")
  func noticed() async throws {
    try await expectNoticed(
      Self.name, LibraryUnits.all, count: Self.count, daily: 10, seed: Self.seed)
  }

  @Test("So are those between requests and a bus")
  func transfers() async throws {
    try await expectNoticed(
      "mutants_transfers", TransferUnits.all, count: Self.count, daily: 5, seed: Self.seed)
  }
}
