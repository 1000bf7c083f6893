import Foundation
import Hardware
import TestSupport
import Testing

@Suite("The register block of docs/language.md")
struct CocotbTests {
  /// Builds the emitted text with Icarus and runs the test module in it.
  private static let runner = """
    import os, sys
    from cocotb_tools.runner import get_results, get_runner

    top = "axi_lite_registers"
    runner = get_runner("icarus")
    runner.build(
        sources=open("files.f").read().split(), hdl_toplevel=top, build_dir="build",
        build_args=["-g2012"], timescale=("1ns", "1ps"))
    results = runner.test(
        hdl_toplevel=top, test_module="test_" + top, build_dir="build", seed=1,
        test_dir=os.getcwd(), results_xml=os.path.abspath("results.xml"))
    tests, failures = get_results(results)
    print(tests, "tests,", failures, "failures")
    sys.exit(0 if tests == 1 and failures == 0 else 1)
    """

  private func run(_ circuit: Circuit) throws -> (status: Int32, output: String) {
    try withTemporaryFolder { folder in
      try SystemVerilogEmitter().write(circuit, to: folder.path)
      let source = repository.appending(
        path: "Tests/vitcodTests/Cocotb/test_axi_lite_registers.py")
      try FileManager.default.copyItem(
        at: source, to: folder.appendingPathComponent(source.lastPathComponent))
      try Self.runner.write(
        to: folder.appendingPathComponent("run.py"), atomically: true, encoding: .utf8)
      return try Tool.python.run(["run.py"], in: folder)
    }
  }

  @Test(
    "cocotb's AXI client reads in Icarus what it has written",
    .enabled(
      if: Tool.icarus.isInstalled && Tool.pythonHas("cocotbext.axi"),
      "scripts/test has not set up cocotbext-axi, or iverilog is not installed"))
  func client() throws {
    let circuit = try elaborate(AXILiteRegisters(), .strict)
    let result = try run(circuit)
    #expect(result.status == 0, "\(result.output)")

    // Nor does it pass whatever it is given.
    var broken = circuit
    let index = broken.modules.count - 1
    broken.modules[index].registers[0].reset = BitPattern(1, width: 32)
    #expect(try run(broken).status == 1)
  }

  @Test("All readers take its text without a word", arguments: ArrayForm.allCases)
  func silent(arrays: ArrayForm) throws {
    let files = SystemVerilogEmitter(arrays: arrays).emit(
      try elaborate(AXILiteRegisters(), .strict))
    try expectSilence(of: files.map { ($0.name, $0.text) }, top: "axi_lite_registers")
  }

  @Test("What the guide shows of it is what runs")
  func guide() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    }
    let source = try text("Tests/vitcodTests/Cocotb/test_axi_lite_registers.py")
    #expect(try text("docs/language.md").contains("```python\n\(source)```"))
  }

  @Test("Its ports are those of the standard")
  func ports() throws {
    let channels = [
      "aw": ["valid", "ready", "addr", "prot"], "w": ["valid", "ready", "data", "strb"],
      "b": ["valid", "ready", "resp"], "ar": ["valid", "ready", "addr", "prot"],
      "r": ["valid", "ready", "data", "resp"],
    ]
    let names = channels.flatMap { channel, fields in fields.map { "s_axil_\(channel)\($0)" } }
    let ports = try elaborate(AXILiteRegisters(), .strict).top.ports.map(\.name)
    #expect(ports.prefix(2) == ["aclk", "aresetn"])
    #expect(
      Set(ports.dropFirst(2)) == Set(names + ["status", "control_0", "control_1", "control_2"]))
  }
}
