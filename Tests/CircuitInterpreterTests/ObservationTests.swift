import CircuitInterpreter
import Foundation
import HardwareDSL
import TestSupport
import Testing

@Suite("What an observer sees")
struct ObservationTests {
  @Test("Waves show bits as lines, numbers where they change and states by their names")
  func waves() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Sequencer()))
    try simulation.reset()
    let waveform = try Waveform(
      of: simulation, ["start_i", "item_i", "phase_q", "steps_q", "total_o", "busy_o"],
      hexadecimal: ["total_o"])
    simulation["item_i"] = -100
    try waveform.step()
    simulation["start_i"] = 1
    try waveform.step(5)
    simulation["item_i"] = 7
    try waveform.step(4)
    expectText(
      waveform.text,
      is: """
        cycle   2       3       4       5       6       7       8       9       10      11
        start_i ________/~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        item_i  |-100                                           |7
        phase_q |idle           |load   |run
        steps_q |0                              |1      |2      |3      |4      |5      |6
        total_o |0xffffb                |0x00000|0xfff9c|0xfff38|0xffed4|0xffedb|0xffee2|0xffee9
        busy_o  ________________/~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """)
  }

  @Test("Without a change there is nothing but the first value")
  func still() throws {
    let simulation = try InterpretedSimulation(of: elaborate(LimitedCounter()))
    let waveform = try Waveform(of: simulation, ["count_o", "enable_i"])
    try waveform.step(4)
    expectText(
      waveform.text,
      is: """
        cycle    0  1  2  3
        count_o  |3
        enable_i ____________
        """)
    #expect(throws: SimulationError.self) { try Waveform(of: simulation, ["nothing"]) }
  }

  @Test("A dump holds every signal in its scope")
  func dump() throws {
    let simulation = try InterpretedSimulation(of: elaborate(CounterPair()))
    let dump = ValueChangeDump(of: simulation)
    try simulation.reset(cycles: 1)
    simulation["enable_i"] = 1
    try simulation.step(2)
    dump.stop()
    try simulation.step(2)
    expectText(
      dump.text,
      is: """
        $version CircuitInterpreter $end
        $timescale 1ns $end
        $scope module counter_pair $end
        $var wire 1 ! clk_i $end
        $var wire 1 " rst_ni $end
        $var wire 1 # enable_i $end
        $var wire 4 $ first_o [3:0] $end
        $var wire 4 % second_o [3:0] $end
        $var wire 1 & unused_ends $end
        $var wire 4 $ moving_count [3:0] $end
        $var wire 1 ' moving_is_at_end $end
        $var wire 4 % halted_count [3:0] $end
        $var wire 1 ( halted_is_at_end $end
        $scope module moving $end
        $var wire 1 ! clk_i $end
        $var wire 1 " rst_ni $end
        $var wire 1 # enable_i $end
        $var wire 1 ) clear_i $end
        $var wire 4 $ count_o [3:0] $end
        $var wire 1 ' is_at_end_o $end
        $var reg 4 $ value_q [3:0] $end
        $upscope $end
        $scope module halted $end
        $var wire 1 ! clk_i $end
        $var wire 1 " rst_ni $end
        $var wire 1 ) enable_i $end
        $var wire 1 ) clear_i $end
        $var wire 4 % count_o [3:0] $end
        $var wire 1 ( is_at_end_o $end
        $var reg 4 % value_q [3:0] $end
        $upscope $end
        $upscope $end
        $enddefinitions $end
        #0
        0!
        0"
        0#
        b0011 $
        b0011 %
        0&
        0'
        0(
        0)
        #5
        1!
        #10
        0!
        1"
        1#
        #15
        1!
        b0100 $
        #20
        0!
        #25
        1!
        b0101 $

        """)
  }

  @Test(
    "A dump with states and wide words is read by vcd2fst",
    .enabled(if: Tool("vcd2fst").isInstalled))
  func conversion() throws {
    for module in [Sequencer(), OddMemory()] as [any Module] {
      let simulation = try InterpretedSimulation(of: elaborate(module))
      let dump = ValueChangeDump(of: simulation)
      try simulation.step(20)
      try withTemporaryFolder { folder in
        try dump.write(to: folder.appendingPathComponent("run.vcd").path)
        let outcome = try Tool("vcd2fst").run(["run.vcd", "run.fst"], in: folder)
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
      }
    }
  }

  @Test("States in a dump have their names in its header")
  func names() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Sequencer()))
    let text = ValueChangeDump(of: simulation).text
    let comment = "$comment phase_q: 0 idle, 1 load, 2 run, 3 drain, 4 done $end\n"
    #expect(text.contains(comment), "\(text)")
  }

  @Test("Coverage knows the arms of a decode, and nothing without being asked")
  func arms() throws {
    let circuit = try elaborate(Sequencer())
    let simulation = try InterpretedSimulation(of: circuit, coverage: .counted)
    try simulation.reset()
    try simulation.step(3)
    let branches = simulation.coverage.modules[0].branches
    #expect(
      branches.map { "\($0.branch.kind) \($0.hits)" } == [
        "case idle 3", "when 0", "skipped 3", "case load 0", "case run 0", "when 0", "skipped 0",
        "case drain 0", "case done 0", "when 0", "skipped 0",
      ])
    #expect(try InterpretedSimulation(of: circuit).coverage.branchesHit == 0)
  }

  /// Three of four values have an arm.
  private final class Digit: Module {
    let value = input(.unsigned(2))
    let isOdd = output(.bit)
    let held = register(.bit, reset: 0)

    var documentation: Documentation { Documentation("Looks at some values.") }

    var body: Behavior {
      decode(value, values: 0..<3) { value in
        if value == 1 { held <== 1 } else { held <== 0 }
      }
      isOdd <== held
    }
  }

  @Test("The way past a decode is a branch, where there is one")
  func pastDecode() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Digit()), coverage: .counted)
    try simulation.reset()
    for value in [0, 1, 2, 2] {
      simulation["value_i"] = value
      try simulation.step()
    }
    func kinds() -> [String] {
      simulation.coverage.modules[0].branches.map { "\($0.branch.kind) \($0.hits)" }
    }
    #expect(kinds() == ["value 0 1", "value 1 1", "value 2 2", "skipped 0"])
    #expect(simulation.coverage.report.contains("never skipped"))
    simulation["value_i"] = 3
    try simulation.step()
    #expect(kinds()[3] == "skipped 1")
  }

  @Test("Coverage counts branches and toggles, and names what was never reached")
  func coverage() throws {
    let simulation = try InterpretedSimulation(of: elaborate(CounterPair()), coverage: .counted)
    try simulation.reset()
    simulation["enable_i"] = 1
    try simulation.step(4)
    expectText(
      shortPlaces(simulation.coverage.report),
      is: """
        branches 3 of 5
        toggles 5 of 8
        limited_counter
          Circuits.swift:15: never when
          Circuits.swift:17: never when
          Circuits.swift:10: value_q never rises: bit 3; \
        never falls: bits 2-3

        """)
    var merged = simulation.coverage
    try simulation.step(10)
    merged.merge(simulation.coverage)
    expectText(
      shortPlaces(merged.report),
      is: """
        branches 4 of 5
        toggles 8 of 8
        limited_counter
          Circuits.swift:15: never when

        """)
  }

  /// `text` with its places as `Circuits.swift:15`.
  private func shortPlaces(_ text: String) -> String {
    withoutColumns(text).replacing(/\/.*\/Circuits\.swift/, with: "Circuits.swift")
  }
}
