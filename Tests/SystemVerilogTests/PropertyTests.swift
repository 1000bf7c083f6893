import Foundation
import HardwareDSL
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

  /// What docs/language.md shows: Yosys proves the claims of a module by induction from reset.
  private func prove(_ module: any Module, _ change: (String) -> String = { $0 }) throws -> Int32 {
    let file = try #require(try EmittedTextTests.files(module).last)
    return try withTemporaryFolder { folder in
      try change(file.text).write(
        to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      let script =
        "read_verilog -sv -formal \(file.name); prep -flatten -top level; memory_map; async2sync; "
        + "chformal -cover -remove; "
        + "sat -tempinduct -prove-asserts -set-assumes -seq 1 -set-at 1 rst_ni 0 -verify level"
      return try Tool.yosys.run(["-q", "-p", script], in: folder).status
    }
  }

  @Test(
    "Yosys proves a claim under an assumption, and finds one that is false",
    .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
  func proof() throws {
    #expect(try prove(Level(last: 9, claimed: 9)) == 0)
    #expect(try prove(Level(last: 9, claimed: 8)) != 0)
    let withoutAssumption = { (text: String) in text.replacing("assume (", with: "cover (") }
    #expect(try prove(Level(last: 9, claimed: 9), withoutAssumption) != 0)
  }
}
