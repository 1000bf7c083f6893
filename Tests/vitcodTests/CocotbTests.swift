import Foundation
import Hardware
import TestSupport
import Testing

@Suite("The timer of docs/language.md")
struct CocotbTests {
  private func run(_ circuit: Circuit) throws -> (status: Int32, output: String) {
    let test = repository.appending(path: "Tests/vitcodTests/Cocotb/test_timer.py")
    let files = SystemVerilogEmitter().emit(circuit).map { ($0.name, $0.text) }
    return try CocotbRun(top: circuit.top.name, files: files, test: test).run()
  }

  @Test(
    "cocotb's AXI client is interrupted in Icarus as it should be",
    .enabled(if: CocotbRun.isPossible, "\(CocotbRun.absence)"))
  func client() throws {
    let circuit = try elaborate(Timer(), .strict)
    let result = try run(circuit)
    #expect(result.status == 0, "\(result.output)")

    // Nor does it pass whatever it is given.
    var broken = circuit
    let index = broken.modules.count - 1
    broken.modules[index].registers[0].reset = BitPattern(1, width: 1)
    #expect(try run(broken).status == 1)
  }

  @Test("All readers take its text without a word", arguments: ArrayForm.allCases)
  func silent(arrays: ArrayForm) throws {
    let files = SystemVerilogEmitter(arrays: arrays).emit(
      try elaborate(Timer(), .strict))
    try expectSilence(of: files.map { ($0.name, $0.text) }, top: "timer")
  }

  @Test("What the guide shows of it is what runs")
  func guide() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    }
    let source = try text("Tests/vitcodTests/Cocotb/test_timer.py")
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
    let ports = try elaborate(Timer(), .strict).top.ports.map(\.name)
    #expect(ports.prefix(2) == ["aclk", "aresetn"])
    #expect(
      Set(ports.dropFirst(2)) == Set(names + ["irq"]))
  }
}
