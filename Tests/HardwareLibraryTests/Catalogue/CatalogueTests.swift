import BenchSupport
import Foundation
import HardwareDSL
import TestSupport
import Testing

/// docs/catalogue.md, and the figures in it. `scripts/catalogue` writes both anew.
@Suite("Catalogue")
struct CatalogueTests {
  private static let page = URL(filePath: #filePath)
    .appending(path: "../../../../docs/catalogue.md").standardized

  private static let isKept =
    ProcessInfo.processInfo.environment["VITCOD_KEEP_CATALOGUE"] != nil

  @Test(
    "The figures are those that synthesis gives",
    .enabled(if: isKept || TestExtent.current == .all, "at night, and by scripts/catalogue"),
    .enabled(if: Tool.yosys.isInstalled && Tool.openSTA.isInstalled, "yosys or sta is missing"))
  func figures() async throws {
    var figures = (try? CatalogueFigures.kept()) ?? CatalogueFigures()
    let kept = figures
    for library in CatalogueFigures.libraries {
      figures.costs[library.name] = [:]
      for unit in LibraryCatalogue.units {
        let circuit = try elaborate(unit.module())
        figures.costs[library.name]?[circuit.top.name] =
          try await CatalogueFigures.cost(of: circuit, in: library.path)
      }
    }
    if Self.isKept {
      try figures.keep()
      try CataloguePage(figures: figures).text().write(
        to: Self.page, atomically: true, encoding: .utf8)
    } else {
      #expect(figures == kept, "run scripts/catalogue")
    }
  }

  @Test(
    "The page says what the units, their figures and their proofs say",
    .enabled(if: !isKept, "it is being written"))
  func page() throws {
    let text = try CataloguePage(figures: .kept()).text()
    let kept = try String(contentsOf: Self.page, encoding: .utf8)
    if let difference = difference(text, kept) {
      Issue.record("docs/catalogue.md: \(difference)\nRun scripts/catalogue to write it again.")
    }
  }

  @Test("Every unit has a proof", arguments: Set(LibraryCatalogue.units.map(\.name)).sorted())
  func proved(unit: String) {
    #expect(CataloguePage.proofs(of: unit) != "")
  }
}
