import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// What no observer depends on is not printed; ports and names that are read stay.
@Suite struct DeadLogicTests {
  private final class Leftovers: SampleModule {
    let a = input(.unsigned(4))
    let b = input(.unsigned(4))
    let enable = input(.bit)
    let y = output(.unsigned(4))
    let seen = register(.unsigned(4), reset: 0)
    let lost = register(.unsigned(4), reset: 0)
    let lostToo = dataRegister(.unsigned(4))
    let claimed = register(.unsigned(4), reset: 0)
    var body: Behavior {
      let sum = wire("sum", a &+ b)
      let named = wire("named", a)
      lostToo <== lost
      when(enable) {
        seen <== named
        lost <== sum
      }
      when(b == 3) { lost <== lostToo }
      claimed <== seen
      claim("ClaimedIsSmall", claimed < 9)
      y <== seen
    }
  }

  @Test("Wires and registers that nothing observes go, with what only they read")
  func leftovers() throws {
    let text = SystemVerilogEmitter().emit(try elaborate(Leftovers()))[0].text
    expectText(
      String(text[try #require(text.range(of: "module ")).lowerBound...]),
      is: """
        module leftovers (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic [3:0] a_i,
          input  logic [3:0] b_i,
          input  logic       enable_i,

          output logic [3:0] y_o
        );
          logic [3:0] named;
          logic [3:0] seen_q;
          logic [3:0] claimed_q;

          assign named = a_i;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              seen_q <= 4'd0;
            end else if (enable_i) begin
              seen_q <= named;
            end
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              claimed_q <= 4'd0;
            end else begin
              claimed_q <= seen_q;
            end
          end

          assign y_o = seen_q;

          // Bits that nothing reads
          logic unused_b;

          assign unused_b = &b_i;

        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : ClaimedIsSmall
                assert (claimed_q < 4'd9);
              end
            end
          end
        `else
          logic unused_claims;
          assign unused_claims = &claimed_q;
        `endif
        endmodule

        """)
    let whole = SystemVerilogEmitter(optimization: .none).emit(try elaborate(Leftovers()))[0].text
    for name in ["sum", "lost_q", "lost_too_q"] {
      #expect(whole.contains(" \(name);"), "\(name)")
      #expect(!text.contains(name), "\(name)")
    }
  }

  @Test("A clock that nothing needs any more is an input that nothing reads")
  func clock() throws {
    final class Idle: SampleModule {
      let a = input(.bit)
      let y = output(.bit)
      let history = register(.bit, reset: 0)
      var body: Behavior {
        history <== a
        y <== !a
      }
    }
    let text = SystemVerilogEmitter().emit(try elaborate(Idle()))[0].text
    #expect(text.contains("  input  logic clk_i,\n  input  logic rst_ni,\n"))
    #expect(text.contains("  assign unused_clk = clk_i;\n  assign unused_rst_ni = rst_ni;\n"))
    #expect(!text.contains("history"))
  }

  @Test("The output of an instance that only dead logic reads is marked as unused")
  func instance() throws {
    final class Parent: SampleModule {
      let a = input(.unsigned(4))
      let y = output(.unsigned(5))
      let adder = LaneAdder()
      let history = register(.bit, reset: 0)
      var body: Behavior {
        adder.left <== a
        adder.right <== a
        adder.bias <== 0
        y <== adder.sum
        history <== adder.carry
      }
    }
    let files = SystemVerilogEmitter().emit(try elaborate(Parent()))
    let text = files.last?.text ?? ""
    #expect(text.contains("    .carry_o(adder_carry)\n"), "\(text)")
    #expect(text.contains("  assign unused_adder_carry = adder_carry;\n"))
  }

  @Test("A memory is kept, and so is what feeds it")
  func memory() throws {
    final class Recorder: SampleModule {
      let word = input(.bits(4))
      let count = register(.unsigned(2), reset: 0)
      let store = Memory(.bits(4), depth: 4)
      let y = output(.bit)
      var body: Behavior {
        count <== count &+ 1
        store.write(word, at: count, enable: 1)
        store.read(at: count, enable: 1)
        y <== word[0]
      }
    }
    let text = SystemVerilogEmitter().emit(try elaborate(Recorder())).last?.text ?? ""
    #expect(text.contains("count_q <= count_q + 2'd1;"))
    #expect(text.contains("  assign unused_store_read_data = &store_read_data;\n"))
  }

  @Test("A branch that a parameter excludes is not printed")
  func excludedBranch() throws {
    final class Limited: SampleModule {
      let limit: Int
      let a = input(.unsigned(4))
      let y = output(.unsigned(4))
      init(limit: Int) { self.limit = limit }
      var moduleName: String { "limited_\(limit)" }
      var body: Behavior {
        when(a > .number(limit)) { y <== .number(limit) }.otherwise { y <== a }
      }
    }
    func assignments(_ limit: Int) throws -> [Substring] {
      SystemVerilogEmitter().emit(try elaborate(Limited(limit: limit)))[0].text
        .split(separator: "\n").filter { $0.contains("y_o = ") }
    }
    #expect(try assignments(9) == ["      y_o = 4'd9;", "      y_o = a_i;"])
    #expect(try assignments(15) == ["  assign y_o = a_i;"])
  }

  @Test("Of equal modules with two names both stay: a name is its designer's")
  func equalModules() throws {
    final class First: SampleModule {
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== !a }
    }
    final class Second: SampleModule {
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== !a }
    }
    final class Pair: SampleModule {
      let first = First()
      let second = Second()
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior {
        first.a <== a
        second.a <== first.y
        y <== second.y
      }
    }
    let names = SystemVerilogEmitter().emit(try elaborate(Pair())).map(\.name)
    #expect(names == ["first.sv", "second.sv", "pair.sv"])
  }
}
