import Testing

/// Every unit of the library and of the accelerator has a contract that is measured.
@Suite("Contracts")
struct ContractTests {
  private static let folders = ["HardwareLibrary", "Accelerator"]

  private static func classes(in file: TreeFile) -> [String] {
    file.text.matches(of: /class (\w+)(?:<[^>]*>)?: (?:Module|BlackBox|(?:Stream|Range)Stage)\b/)
      .map { String($0.1) }
  }

  @Test("Every unit states latency, throughput, reset and combinational paths", arguments: folders)
  func stated(folder: String) {
    let units = SourceTree.files("swift").filter {
      $0.isIn("Sources/\(folder)") && !Self.classes(in: $0).isEmpty
    }
    #expect(units.count >= 5)
    for unit in units {
      let parts = ["latency: [", "throughput: [", "reset: [", "combinationalPaths: "]
      #expect(parts.filter { !unit.text.contains($0) } == [], "\(unit.path)")
      #expect(Self.classes(in: unit).count == 1, "\(unit.path) holds two units; part them")
    }
  }

  @Test("Every contract is measured", arguments: folders)
  func measured(folder: String) {
    let tests = SourceTree.files("swift").filter {
      $0.isIn("Tests/\(folder)Tests") && $0.path.hasSuffix("ContractTests.swift")
    }
    #expect(!tests.isEmpty)
    for unit in SourceTree.files("swift") where unit.isIn("Sources/\(folder)") {
      // What is written by hand cannot be run alone; a test has it in a module.
      if unit.text.contains(": BlackBox {") { continue }
      let missing = Self.classes(in: unit).filter { name in
        !tests.contains { $0.text.contains("of: \(name)(") || $0.text.contains("of: \(name)<") }
      }
      #expect(missing == [], "\(unit.path) has a contract that no expectContract measures")
    }
  }
}
