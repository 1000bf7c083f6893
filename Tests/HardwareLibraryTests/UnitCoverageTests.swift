import BenchSupport
import Testing

@Suite("Branches of the library", .simulated)
struct UnitCoverageTests {
  /// The file of a unit that is made of another.
  private static let files = ["AdderTree": "ReductionTree.swift"]

  @Test("Every unit of the catalogue is tried")
  func units() {
    let tried = Set(LibraryUnits.all.map { Self.files[$0.name] ?? "\($0.name).swift" })
    let units = Set(LibraryCatalogue.units.map { "\($0.name).swift" })
    #expect(units.subtracting(tried) == [])
  }

  @Test("The checks of each unit take every branch of its text", arguments: LibraryUnits.all)
  func branches(_ unit: MutatedUnit) async throws {
    let run = CoverageRun()
    try await run.measure { for check in unit.checks { try await check() } }
    let hits = run.hits(in: Self.files[unit.name] ?? "\(unit.name).swift")
    #expect(hits.filter { $0.value == 0 }.keys.sorted() == [])
  }
}
