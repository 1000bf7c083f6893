import Testing

/// The arrows of ARCHITECTURE.md that a package manifest cannot say.
@Suite("Layers")
struct LayerTests {
  private static let hardware = [
    "HardwareIR", "HardwareDSL", "HardwareLibrary", "SystemVerilog", "SimulationInterface",
    "CircuitInterpreter", "VerilatorSimulation", "CircuitFuzzing", "Synthesis",
  ]

  @Test("The algorithm imports no hardware")
  func algorithm() {
    let forbidden = Self.hardware + ["Hardware", "Accelerator", "CoSimulation"]
    let algorithm = [
      "TensorFiles", "AttentionSpec", "AttentionCompiler", "HeadCompression", "ModelImport",
      "NetworkPipeline", "NetworkQuantization", "NetworkSpec", "ReferenceModel", "SplitAndConquer",
    ]
    for target in algorithm {
      for file in SourceTree.files("swift") where file.isIn("Sources/\(target)") {
        for name in forbidden where file.lines.contains("import \(name)") {
          Issue.record("\(file.path) imports \(name); the algorithm must not know hardware.")
        }
      }
    }
  }

  @Test("The basics import nothing of the project")
  func basics() {
    for file in SourceTree.files("swift") where file.isIn("Sources/Basics") {
      let imports = file.lines.filter { $0.contains("import ") }
      #expect(imports.allSatisfy { $0 == "import Foundation" }, "\(file.path)")
    }
  }

  @Test("The hardware language and the test bench know no attention")
  func language() {
    let words = /\b(?:[Ss]oftmax|[Aa]ttention|[Qq]uer(?:y|ies)|[Ss]parse)\b/
    let folders = Self.hardware.map { "Sources/\($0)" } + ["Sources/Basics", "testbench"]
    for file in SourceTree.files("swift", "hpp", "cpp")
    where folders.contains(where: file.isIn) {
      for (number, line) in file.lines.enumerated() {
        guard let match = line.firstMatch(of: words) else { continue }
        Issue.record("\(file.path):\(number + 1) says \(match.0); keep the language general.")
      }
    }
  }

  @Test("A module of the RTL snapshot lies in the file of its name")
  func modules() {
    let files = SourceTree.files.filter { $0.isIn("rtl") && $0.kind == "sv" }
    #expect(!files.isEmpty)
    for file in files {
      let modules = file.lines.compactMap { $0.firstMatch(of: /^module (\w+)/)?.1 }
      #expect(modules.map { $0 + ".sv" } == [file.name], "\(file.path)")
      #expect(file.lines.allSatisfy { $0.count <= 100 }, "\(file.path); mend the emitter")
    }
  }

  @Test("The files that rtl/README.md lists are there")
  func catalogue() {
    let catalogue = SourceTree.files.first { $0.path == "rtl/README.md" }?.text ?? ""
    let links = catalogue.matches(of: /\(\.\.\/(Sources\/[\w\/]+\.swift)\)/).map { String($0.1) }
    #expect(links.count > 10)
    let paths = Set(SourceTree.files.map(\.path))
    #expect(links.filter { !paths.contains($0) } == [])
  }
}
