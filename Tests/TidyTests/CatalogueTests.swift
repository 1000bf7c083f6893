import Testing

/// docs/catalogue.md shows every unit of the library.
@Suite("Catalogue of the library")
struct CatalogueTests {
  @Test("Every public unit of the library has a row")
  func rows() {
    let page = SourceTree.files.first { $0.path == "docs/catalogue.md" }?.text ?? ""
    let declaration =
      /(?:public final|final public) class (\w+)(?:<[^>]*>)?: (?:Module|(?:Stream|Range)Stage)\b/
    let units = SourceTree.files("swift").filter { $0.isIn("Sources/HardwareLibrary") }.flatMap {
      $0.text.matches(of: declaration)
    }.map { String($0.1) }
    #expect(units.count > 10)
    for unit in units where !page.contains("| `\(unit)` |") {
      Issue.record("\(unit) has no row in docs/catalogue.md; add it to LibraryCatalogue.")
    }
  }
}
