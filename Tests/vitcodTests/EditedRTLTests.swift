import Foundation
import Testing

@Suite("vitcod simulate --rtl")
struct EditedRTLTests {
  /// The generated RTL of the tiny configuration in `rtl`.
  private func generated() async throws -> Scratch {
    let folder = try tinyFolder()
    let run = try await VitcodRun(
      ["generate", "--config", "tiny.yaml", "--taps", "-o", "rtl"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    return folder
  }

  private func edit(
    _ file: String, in folder: Scratch, _ change: (String) -> String
  ) throws {
    let text = try folder.text("rtl/\(file)")
    let edited = change(text)
    #expect(edited != text)
    try folder.write(edited, to: "rtl/\(file)")
  }

  private func simulate(in folder: Scratch) async throws -> VitcodRun {
    try await VitcodRun(
      ["simulate", "--config", "tiny.yaml", "--rtl", "rtl", "--layers", "1"], in: folder)
  }

  private static let rule = "with --rtl the ports must be those of the configuration."

  @Test(
    "Ports that are not those of the configuration are named",
    arguments: [
      ("irq_o", "interrupt_o", "has no port irq_o"),
      (
        "output logic irq_o", "output logic [1:0] irq_o",
        "has the port irq_o as an output of 2 bits, not an output of 1"
      ),
      (
        "output logic irq_o", "output logic idle_o,\n  output logic irq_o",
        "has the port idle_o, which is new"
      ),
    ])
  func ports(_ text: String, _ other: String, _ says: String) async throws {
    let folder = try await generated()
    try edit("vitcod_tiny.sv", in: folder) { source in
      // The pin of the engine has the same name, and stays.
      let spaced = source.replacing(/output logic +irq_o/, with: "output logic irq_o")
        .replacing(".irq_o", with: ".pin")
      return spaced.replacing(text, with: other).replacing(".pin", with: ".irq_o")
    }
    let run = try await simulate(in: folder)
    #expect(run.code == 65)
    #expect(run.output == "")
    #expect(
      run.errors.hasSuffix("Error: rtl/vitcod_tiny.sv \(says); \(Self.rule)\n"), "\(run.errors)")
  }

  @Test("Warnings are shown, with and without a build, and do not stop the run")
  func warnings() async throws {
    let folder = try await generated()
    try edit("vitcod_tiny.sv", in: folder) { source in
      source.replacing(
        "endmodule", with: "  logic left_over;\n  assign left_over = irq_o;\nendmodule")
    }
    for _ in 0..<2 {
      let run = try await simulate(in: folder)
      #expect(run.code == 0)
      #expect(run.lines.last == "PASS")
      #expect(run.errors.contains("%Warning-UNUSED"), "\(run.errors)")
      #expect(run.errors.contains("left_over"), "\(run.errors)")
    }
  }

  @Test(
    "A macro hides no directive, and the name of an included file none either",
    arguments: [
      ("`define D(x) `define x\n`D(SYNTHESIS)\n", "SYNTHESIS"),
      ("`define S SYNTHESIS\n`define `S\n", "SYNTHESIS"),
      ("`define W(x) `x SYNTHESIS\n`W(define)\n", "SYNTHESIS"),
      ("`define J(a, b) `define a``b\n`J(SYNTH, ESIS)\n", "SYNTHESIS"),
      ("`include \"first.inc\"\n", "first.inc' calls $assertoff"),
    ])
  func macros(_ text: String, _ says: String) async throws {
    let folder = try await generated()
    try folder.write("package first; initial $assertoff; endpackage\n", to: "rtl/first.inc")
    let first = try folder.text("rtl/files.f").split(separator: "\n")[0]
    try edit(String(first), in: folder) { text + $0 }
    let run = try await simulate(in: folder)
    #expect(run.code == 65, "\(run.output)")
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test(
    "What switches claims of other files off, or brings in other text, is named with its line",
    arguments: [
      ("`define SYNTHESIS\n", "defines SYNTHESIS"), ("\n`undefineall\n", "undefines all macros"),
      ("`verilator_config\n", "begins settings of Verilator"),
      ("`include \"/etc/hosts\"\n", "includes '/etc/hosts'"),
      ("\nmodule a; initial $readmemh(\"a.hex\", a); endmodule\n", "reads 'a.hex'"),
    ])
  func directives(_ text: String, _ says: String) async throws {
    let folder = try await generated()
    try edit("sram_1r1w.sv", in: folder) { text + $0 }
    let run = try await simulate(in: folder)
    #expect(run.code == 65)
    #expect(run.output == "")
    let line = text.hasPrefix("\n") ? 2 : 1
    #expect(
      run.errors.contains(
        "Error: rtl: Design vitcod_tiny: line \(line) of source file 'sram_1r1w.sv' \(says)"),
      "\(run.errors)")
  }

  @Test("What the files include lies beside them")
  func includes() async throws {
    let folder = try await generated()
    try edit("sram_1r1w.sv", in: folder) { "`include \"widths.svh\"\n" + $0 }
    try folder.write("`include \"more.vh\"\n", to: "rtl/widths.svh")
    try folder.write("`define SYNTHESIS\n", to: "rtl/more.vh")
    let run = try await simulate(in: folder)
    #expect(run.code == 65)
    #expect(run.errors.contains("line 1 of source file 'more.vh' defines SYNTHESIS"))
  }

  @Test("A name in files.f that is an option of Verilator is no file")
  func options() async throws {
    let folder = try await generated()
    try edit("files.f", in: folder) { "-DSYNTHESIS.sv\n" + $0 }
    try folder.write("", to: "rtl/-DSYNTHESIS.sv")
    let run = try await simulate(in: folder)
    #expect(run.code == 65)
    #expect(run.errors.contains("source file '-DSYNTHESIS.sv' is spoiled by command lines"))
  }

  @Test("A syntax error is shown as Verilator reports it")
  func syntax() async throws {
    let folder = try await generated()
    try edit("vitcod_tiny.sv", in: folder) { $0.replacing("endmodule", with: "endmodul") }
    let run = try await simulate(in: folder)
    #expect(run.code == 65)
    #expect(run.output == "")
    #expect(
      run.errors.contains("Error: Verilator refuses the files of rtl; correct them:\n%Error: "),
      "\(run.errors)")
    #expect(run.errors.contains("vitcod_tiny.sv:"))
  }

  @Test("A file that files.f lists twice is named")
  func twice() async throws {
    let folder = try await generated()
    try edit("files.f", in: folder) { $0 + "vitcod_tiny.sv\n" }
    let run = try await simulate(in: folder)
    #expect(run.code == 65)
    #expect(run.errors == "Error: rtl/files.f lists vitcod_tiny.sv twice; remove one of them.\n")
  }
}
