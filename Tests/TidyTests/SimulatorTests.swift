import Testing

/// Where the benches of the units run.
@Suite("Simulators of the tests")
struct SimulatorTests {
  private static let folders = ["AcceleratorTests", "HardwareLibraryTests", "hardware-benchTests"]

  private static var files: [TreeFile] {
    SourceTree.files("swift").filter { file in
      Self.folders.contains { file.isIn("Tests/\($0)") }
        && file.text.contains(/\bBench\(|\bexpectContract\(/)
    }
  }

  @Test("Every suite of benches says where they run, so that a run of all tests takes all")
  func stated() {
    #expect(Self.files.count > 20)
    for file in Self.files {
      let suites = file.lines.filter { $0.hasPrefix("@Suite") }
      #expect(suites.allSatisfy { $0.contains(".simulated") }, "\(file.path)")
    }
  }

  @Test("A bench of every unit runs in Verilator every day")
  func verilated() {
    // Contracts are of all units; those of examples are no units.
    let units = SourceTree.files("swift").filter { file in
      (file.isIn("Sources/Accelerator") || file.isIn("Sources/HardwareLibrary"))
        && file.text.contains(/class \w+: Module\b/)
    }
    let names = Set(units.map { $0.name.replacing(".swift", with: "Tests.swift") })
    let benches = Self.files.filter { names.contains($0.name) }
    #expect(benches.count > 15)
    for file in benches { #expect(file.text.contains(".simulatedInAll"), "\(file.path)") }
  }
}
