import BenchSupport
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

@Suite("Lines and branches of the library")
struct UnitCoverageTests {
  /// The file of a unit that is made of another.
  private static let files = ["AdderTree": "ReductionTree.swift"]

  private static let all = LibraryUnits.all + TransferUnits.all

  /// By day, lines are counted of one unit.
  private static let counted = Array(
    all.prefix(TestExtent.current.choose(daily: 1, all: all.count)))

  @Test("Every unit of the catalogue is tried")
  func units() {
    let tried = Set(Self.all.map { Self.files[$0.name] ?? "\($0.name).swift" })
    let units = Set(LibraryCatalogue.units.map { "\($0.name).swift" })
    #expect(units.subtracting(tried) == [])
  }

  @Test("The checks of each unit take every branch of its text", arguments: all)
  func branches(_ unit: MutatedUnit) async throws {
    let run = CoverageRun()
    try await run.measure(in: .interpreter) { for check in unit.checks { try await check() } }
    let hits = run.branches(of: Self.files[unit.name] ?? "\(unit.name).swift")
    #expect(hits.filter { $0.value == 0 }.keys.sorted() == [])
  }

  @Test("The checks of each unit reach every line that is emitted for it", arguments: counted)
  func lines(_ unit: MutatedUnit) async throws {
    let run = CoverageRun()
    try await run.measure(in: .verilator) { for check in unit.checks { try await check() } }
    let circuit = try elaborate(unit.module())
    let hits = try run.lines(of: circuit)
    #expect(hits.filter { $0.value == 0 }.keys.sorted() == [])
    // Of text without a block there is nothing to count, and models of memories are no units.
    let modules = Set(circuit.modules.map { "\($0.name).sv" })
    for file in SystemVerilogEmitter().emit(circuit)
    where modules.contains(file.name) && file.text.contains("always") {
      #expect(hits.keys.contains { $0.hasPrefix("\(file.name):") }, "\(file.name)")
    }
  }
}
