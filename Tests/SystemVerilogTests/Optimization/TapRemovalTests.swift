import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// A child with two taps, of which a claim of the parent reads one, and a register for each.
private final class Observed: SampleModule {
  let value = input(.unsigned(4))
  let result = output(.unsigned(4))
  let sums = Tap<Item>.output { Item($0(.unsigned(4))) }
  let marks = Tap<Item>.output { Item($0(.bits(4))) }
  let held = register(.unsigned(4), reset: 0)
  let before = dataRegister(.unsigned(4))
  let late = dataRegister(.bits(4))

  var body: Behavior {
    section("The sum")
    held <== held &+ value
    result <== held
    section("For the test bench")
    before <== held
    late <== value.asBits
    sums.valid <== (before != held)
    sums.payload.data <== before
    marks.valid <== held[0]
    marks.payload.data <== late
  }
}

/// A child that does nothing but observe.
private final class Probe: SampleModule {
  let value = input(.unsigned(4))
  let seen = Tap<Item>.output { Item($0(.unsigned(4))) }
  let held = register(.unsigned(4), reset: 0)

  var body: Behavior {
    held <== value
    seen.valid <== (held != value)
    seen.payload.data <== held
  }
}

private final class Watched: SampleModule {
  let value = input(.unsigned(4))
  let result = output(.unsigned(4))
  let sums = Tap<Item>.output { Item($0(.unsigned(4))) }
  let marks = Tap<Item>.output { Item($0(.bits(4))) }
  let seen = Tap<Item>.output { Item($0(.unsigned(4))) }
  let observed = Observed()
  let probe = Probe()

  var body: Behavior {
    observed.value <== value
    result <== observed.result
    section("Taps")
    let next = wire("next", value &+ 1)
    probe.value <== next
    sums.valid <== observed.sums.valid
    sums.payload.data <== observed.sums.payload.data
    marks.valid <== observed.marks.valid
    marks.payload.data <== observed.marks.payload.data
    seen.valid <== probe.seen.valid
    seen.payload.data <== probe.seen.payload.data
    claim("MarkedWhenOdd", !observed.marks.valid || observed.result[0])
  }
}

/// A module whose claims read its own taps.
private final class SelfWatching: SampleModule {
  let value = input(.unsigned(4))
  let result = output(.unsigned(4))
  let marks = (0..<2).map { _ in Tap<Item>.output { Item($0(.bits(4))) } }

  var body: Behavior {
    result <== value
    for (index, mark) in marks.enumerated() {
      mark.valid <== value[index]
      mark.payload.data <== value.asBits
      claim("MarkedWhenSet\(index)", !mark.valid || value != 0)
    }
  }
}

/// Outputs of an instance, and of a memory, that only taps read, and a child that observes one.
private final class Leftover: SampleModule {
  let value = input(.unsigned(4))
  let result = output(.unsigned(4))
  let counts = Tap<Item>.output { Item($0(.unsigned(4))) }
  let words = Tap<Item>.output { Item($0(.unsigned(4))) }
  let seen = Tap<Item>.output { Item($0(.unsigned(4))) }
  let sum = TwoSums()
  let probed = TwoSums()
  let memory = Memory(.unsigned(4), depth: 16)
  let probe = Probe()

  var body: Behavior {
    sum.value <== value
    probed.value <== result
    result <== sum.even
    memory.write(value, at: value)
    memory.read(at: value)
    probe.value <== probed.odd
    counts.valid <== sum.odd[0]
    counts.payload.data <== sum.odd
    words.valid <== value[0]
    words.payload.data <== memory.readData
    seen.valid <== probed.even[0]
    seen.payload.data <== probe.seen.payload.data
  }
}

private final class TwoSums: SampleModule {
  let value = input(.unsigned(4))
  let even = output(.unsigned(4))
  let odd = output(.unsigned(4))

  var body: Behavior {
    even <== value &+ 2
    odd <== value &+ 1
  }
}

/// Text with and without the outputs that are only observed.
@Suite struct TapRemovalTests {
  private func text(_ emitter: SystemVerilogEmitter) throws -> [String: String] {
    let files = emitter.emit(try elaborate(Watched()))
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
  }

  @Test("Without taps, what only they need is gone; what a claim reads stays")
  func omitted() throws {
    let texts = try text(SystemVerilogEmitter())
    #expect(texts.keys.sorted() == ["observed.sv", "watched.sv"])
    expectText(
      texts["observed.sv"] ?? "",
      is: """
        // A sample.
        //
        // From SystemVerilogTests/TapRemovalTests.swift.
        module observed (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic [3:0] value_i,

          output logic [3:0] result_o,

          output logic       marks_valid_o
        );
          // The sum
          logic [3:0] held_q;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              held_q <= 4'd0;
            end else begin
              held_q <= held_q + value_i;
            end
          end

          assign result_o = held_q;

          // For the test bench
          assign marks_valid_o = held_q[0];
        endmodule

        """)
    expectText(
      texts["watched.sv"] ?? "",
      is: """
        // A sample.
        //
        // From SystemVerilogTests/TapRemovalTests.swift.
        module watched (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic [3:0] value_i,

          output logic [3:0] result_o
        );
          logic [3:0] observed_result;
          logic       observed_marks_valid;

          observed u_observed (
            .clk_i        (clk_i),
            .rst_ni       (rst_ni),
            .value_i      (value_i),
            .result_o     (observed_result),
            .marks_valid_o(observed_marks_valid)
          );

          assign result_o = observed_result;

        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : MarkedWhenOdd
                assert (!observed_marks_valid || observed_result[0]);
              end
            end
          end
        `else
          logic unused_claims;
          assign unused_claims = observed_marks_valid;
        `endif
        endmodule

        """)
  }

  @Test("Text with taps has them all, and so has what is simulated")
  func kept() throws {
    let texts = try text(SystemVerilogEmitter(taps: .kept))
    #expect(texts.keys.sorted() == ["observed.sv", "probe.sv", "watched.sv"])
    for port in ["sums_valid_o", "sums_data_o", "marks_data_o", "seen_valid_o", "seen_data_o"] {
      #expect(texts["watched.sv"]?.contains(" \(port)") == true)
    }
  }

  @Test("A circuit without taps is what it was")
  func noTaps() throws {
    let circuit = try elaborate(Sequencer())
    #expect(circuit.withoutTaps() == circuit)
    let without = try elaborate(Watched()).withoutTaps()
    #expect(without.withoutTaps() == without)
    #expect(without.taps.isEmpty && without.check().isEmpty)
  }

  @Test("Every sample is sound without its taps, whatever else is left out")
  func sound() throws {
    for module in Samples.all + [Watched(), Leftover()] {
      let circuit = try elaborate(module).withoutTaps()
      #expect(circuit.check().filter { !$0.rule.isJudgement }.isEmpty, "\(circuit.top.name)")
    }
  }

  @Test("What an instance or a memory gives to taps alone leaves no port without a wire")
  func leftovers() throws {
    let circuit = try elaborate(Leftover())
    for arrays in ArrayForm.allCases {
      let files = SystemVerilogEmitter(arrays: arrays).emit(circuit).map { ($0.name, $0.text) }
      try expectSilence(of: files, top: circuit.top.name)
    }
  }

  @Test("A tap that a claim of its own module reads becomes a wire", arguments: ArrayForm.allCases)
  func ownTaps(_ arrays: ArrayForm) throws {
    let emitter = SystemVerilogEmitter(arrays: arrays)
    let text = emitter.emit(try elaborate(SelfWatching()))[0].text
    let lines = text.split(separator: "\n").filter { $0.contains("marks") }
    #expect(!lines.contains { $0.contains("output ") || $0.contains("data") }, "\(text)")
    #expect(lines.contains { $0.hasPrefix("  logic ") && $0.contains("valid_o;") }, "\(text)")
    #expect(lines.contains { $0.contains("assign ") }, "\(text)")
  }
}
