import HardwareIR
import Testing

/// What is found in text that is written by hand, and what is passed over.
@Suite("Text written by hand")
struct HandWrittenTextTests {
  private func problems(_ text: String, beside names: Set<String> = []) -> [String] {
    HandWrittenText.problems(in: text, beside: names).map { "\($0.line) \($0.text)" }
  }

  @Test("What acts on claims of other files is found, with its line")
  func claims() {
    let defines = "SYNTHESIS, which decides about the claims of every file; leave that to the tools"
    #expect(problems("`define SYNTHESIS") == ["1 defines \(defines)"])
    #expect(problems("module a;\n  `define\tSYNTHESIS 1\n") == ["2 defines \(defines)"])
    #expect(problems("`define X `define SYNTHESIS\n`X") == ["1 defines \(defines)"])
    #expect(problems("`define X \\\n  `undef SYNTHESIS\n`X") == ["2 undefines \(defines)"])
    #expect(
      problems("/* a\n*/ `undefineall")
        == ["2 undefines all macros, SYNTHESIS among them; undefine those of this file"])
    #expect(
      problems("`verilator_config\nlint_off")
        == ["1 begins settings of Verilator, which hold for every file; remove them"])
    for task in ["$assertoff", "$assertkill", "$asserton", "$assertcontrol", "$assertfailoff"] {
      #expect(
        problems("initial \(task)(0);")
          == ["1 calls \(task), which switches claims of every file; remove the call"])
    }
    for code in ["$c", "$c32", "$cpure", "`systemc_header"] {
      #expect(
        problems("\n\(code)(\"x\")")
          == [
            "2 holds C++ (\(code)), which may do anything in Verilator, and nothing elsewhere; "
              + "write SystemVerilog"
          ])
    }
  }

  @Test(
    "Comments, strings, other words and directives that stay in their file are passed over",
    arguments: [
      "// `define SYNTHESIS", "/* `define SYNTHESIS */", "\"`define SYNTHESIS\"",
      "\"\\\"`define SYNTHESIS\"", "\\`define SYNTHESIS ", "`define SYNTHESIS_X",
      "`ifdef SYNTHESIS",
      "`ifndef SYNTHESIS\n`else\n`endif", "`define MSG(x) `\"x`\"", "`define WIDTH 8",
      "`undef WIDTH", "`default_nettype none", "`timescale 1ps/1ps", "`resetall",
      "`begin_keywords \"1364-2001\"\n`end_keywords", "`celldefine", "`unconnected_drive pull1",
      "// verilator lint_off WIDTH", "/* verilator coverage_off */", "// synopsys translate_off",
      "$countones(x) $clog2(8) $cast(a, b) $ceil(1.0)", "`include \"a.svh\"", "`include <a.svh>",
      "$readmemh(File, words);", "$fopen(\"log.txt\", \"w\")", "$fopen(\"log.txt\")",
      "$readmemh(\"/rom/sine.hex\", words);",
    ])
  func harmless(_ text: String) {
    #expect(problems(text) == [])
  }

  @Test("What comes from elsewhere is found")
  func outside() {
    let rest = "which lies elsewhere; give the file as a source, and include it by its name alone"
    #expect(problems("`include \"/etc/a.svh\"") == ["1 includes '/etc/a.svh', \(rest)"])
    #expect(problems("\n`include \"../a.svh\"") == ["2 includes '../a.svh', \(rest)"])
    #expect(problems("`include <lib/a.svh>") == ["1 includes 'lib/a.svh', \(rest)"])
    #expect(
      problems("`include `FILE")
        == ["1 includes a file that a macro names; write its name, so that it is known"])
  }

  @Test("What is included is known, whatever its name says")
  func included() {
    let texts = ["`include \"a.inc\"\n`include <b.sv>", "\"`include\" \"c\" // `include \"d\""]
    #expect(HandWrittenText.included(by: texts) == ["a.inc"])
  }

  @Test("A file that is read is among the sources")
  func data() {
    let rest = "which is not among the sources; give the file as one, and read it by its name alone"
    for task in ["$readmemh", "$readmemb"] {
      #expect(problems("\(task) ( \"a.hex\", words);") == ["1 reads 'a.hex', \(rest)"])
      #expect(problems("\(task)(\"a.hex\", words);", beside: ["a.hex"]) == [])
      #expect(problems("\(task)(\"./a.hex\", words);", beside: ["a.hex"]) == [])
      #expect(problems("\(task)(\"d/a.hex\", words);") == ["1 reads 'd/a.hex', \(rest)"])
    }
    #expect(problems("fd = $fopen(\"a.txt\", \"rb\");") == ["1 reads 'a.txt', \(rest)"])
  }

  @Test("Tokens have their lines, and strings end with theirs")
  func tokens() {
    let text = "a \"b\\\"c\" /* \n\n */ `d $e_1 // \"\n\\f+g (\"h\n)i"
    #expect(
      VerilogScanner.tokens(of: text).map { "\($0.line) \($0.text)" }
        == ["1 a", "1 b\\\"c", "3 `d", "3 $e_1", "4 \\f+g", "4 (", "4 h", "5 )", "5 i"])
    for end in ["/", "/*", "\"", "\\", "`", "$", "\"\\"] {
      #expect(VerilogScanner.tokens(of: "a " + end).first?.text == "a")
    }
  }

  @Test("Names of files that tools take, and those that spoil a list or a command line")
  func names() {
    for name in ["a.sv", "A-b_2.v", "_x.svh", "2.hex", "data", "a.b.mem", "a.SV", "x.vlt"] {
      #expect(SourceFileName.problem(with: name) == nil, "\(name)")
    }
    for name in [
      "", "a/b.sv", "/a.sv", "a b.sv", "a\tb.sv", "a\nb.sv", "a\"b.sv", "a'b.sv", "a#b.sv", "-a.sv",
      "+a.sv", "+incdir+x.sv", "-DSYNTHESIS.sv", "a*.sv", "a?.sv", "$a.sv", "a\\b.sv", "a;b.sv",
      "a,b.sv", "a:b.sv", "(a).sv", "@a.sv", "~a.sv", ".a.sv", "..", ".", "\u{e4}.sv", "files.f",
      "FILES.F", "other.f", "a\u{0}.sv",
    ] {
      #expect(SourceFileName.problem(with: name) != nil, "\(name)")
    }
    #expect(SourceFileName.role(of: "a.SV") == .compiled)
    #expect(SourceFileName.role(of: "a.svh") == .besides)
    #expect(SourceFileName.role(of: "sv") == .besides)
  }
}
