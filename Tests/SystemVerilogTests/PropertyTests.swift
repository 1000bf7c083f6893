import Foundation
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// A level that the environment moves by one at a time.
final class Level: SampleModule {
  /// The value that it never exceeds, and the one that is claimed.
  let last: Int
  let claimed: Int
  let up = input(.bit)
  let down = input(.bit)
  let level = output(.unsigned(4))
  let value = register(.unsigned(4), reset: 0)
  init(last: Int, claimed: Int) {
    self.last = last
    self.claimed = claimed
  }
  var moduleName: String { "level" }
  var body: Behavior {
    // Right only if both do not come at once.
    when(up && (value != .number(last) || down)) { value <== value &+ 1 }
      .elseWhen(down && value != 0) { value <== value &- 1 }
    level <== value
    claim("InRange", value <= .number(claimed))
    assume("OneAtATime", !(up && down))
    cover("Full", value == .number(last))
  }
}

@Suite("Claims, assumptions and cover points as text and in proofs")
struct PropertyTests {
  @Test("Each is an immediate statement in a block with its label")
  func text() throws {
    let text = try EmittedTextTests.files(Level(last: 9, claimed: 9)).last?.text ?? ""
    let start = try #require(text.range(of: "`ifndef"))
    expectText(
      String(text[start.lowerBound...]),
      is: """
        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : InRange
                assert (value_q <= 4'd9);
              end
              begin : OneAtATime
                assume (!(up_i && down_i));
              end
              begin : Full
                cover (value_q == 4'd9);
              end
            end
          end
        `endif
        endmodule

        """)
  }

  /// The shell's command of docs/language.md that proves the claims of a module `level`.
  private func recipe() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(contentsOf: root.appending(path: "docs/language.md"), encoding: .utf8)
    let start = try #require(guide.range(of: "yosys -p \"read_verilog"))
    let end = try #require(guide[start.lowerBound...].range(of: "\n```"))
    return String(guide[start.lowerBound..<end.lowerBound])
  }

  /// The status of the recipe in the folder of a module's text, in which older text lies as well,
  /// and the trace that it leaves.
  private func prove(
    _ module: any Module, _ arrays: ArrayForm = .unrolled,
    _ change: (String) -> String = { $0 }
  ) throws -> (status: Int32, trace: String?) {
    let circuit = try elaborate(module)
    let recipe = try recipe().replacing("level", with: circuit.top.name)
    return try withTemporaryFolder { folder in
      let emitter = SystemVerilogEmitter(arrays: arrays)
      try emitter.write(circuit, to: folder.path)
      for file in emitter.emit(circuit) {
        try change(file.text).write(
          to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      }
      try "module level (input logic no_such_i);\nendmodule\n".write(
        to: folder.appendingPathComponent("old.sv"), atomically: true, encoding: .utf8)
      let status = try Tool("bash").run(["-c", recipe], in: folder).status
      let trace = folder.appendingPathComponent("\(circuit.top.name).vcd")
      return (status, try? String(contentsOf: trace, encoding: .utf8))
    }
  }

  @Test(
    "The recipe of the guide proves a claim under an assumption, and traces one that is false",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
  func proof() throws {
    #expect(try prove(Level(last: 9, claimed: 9)).status == 0)
    let (status, trace) = try prove(Level(last: 9, claimed: 8))
    #expect(status != 0)
    #expect(trace?.contains("\\value_q $end") == true)
    let withoutAssumption = { (text: String) in text.replacing("assume (", with: "cover (") }
    #expect(try prove(Level(last: 9, claimed: 9), .unrolled, withoutAssumption).status != 0)
  }

  /// Levels inside, in a file of their own, whose assumption is kept or not.
  private final class LevelsAround: SampleModule {
    let ups = (0..<2).map { _ in input(.bit) }
    let downs = (0..<2).map { _ in input(.bit) }
    let levels = (0..<2).map { _ in output(.unsigned(4)) }
    let inner = (0..<2).map { _ in Level(last: 9, claimed: 9) }
    let keeps: Bool
    init(keeps: Bool) { self.keeps = keeps }
    var body: Behavior {
      for index in 0..<2 {
        inner[index].up <== ups[index]
        inner[index].down <== downs[index]
        levels[index] <== inner[index].level
        if keeps { assume("OneAtATime\(index)", !(ups[index] && downs[index])) }
        claim("OneStep\(index)", isStable(levels[index]) || past(ups[index] || downs[index]))
      }
    }
  }

  @Test(
    "The recipe of the guide reads the list of files, and proves what a module inside assumes",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"), arguments: ArrayForm.allCases)
  func proofOfParent(arrays: ArrayForm) throws {
    #expect(try prove(LevelsAround(keeps: true), arrays).status == 0)
    let (status, trace) = try prove(LevelsAround(keeps: false), arrays)
    #expect(status != 0 && trace?.contains("value_q $end") == true)
  }
}
