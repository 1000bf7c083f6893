import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// Attributes on all that may have one, and names of an integrator; resets of either level meet.
final class Marked: SampleModule {
  let words = ReadyValid<Item>.input(prefix: "s_axis_t") { Item($0(.bits(8))) }
  let taken = ReadyValid<Item>.output(prefix: "m_axis_t") { Item($0(.bits(8))) }
  let steps = output(.unsigned(4))
  let queue = StreamFIFO(width: 8, depth: 4)
  let phase = StateRegister(reset: Phase.idle)
  let spare = dataRegister(.bits(2))
  let marks = (0..<2).map { _ in dataRegister(.bits(2)) }
  let unlike = (0..<2).map { _ in dataRegister(.bits(2)) }

  var clockPorts: [ClockDomain: ClockPorts] {
    [.default: .clock("aclk", reset: .activeHigh("areset"))]
  }

  var body: Behavior {
    queue.input <== words
    taken <== queue.output
    steps <== 0
    phase.decode { phase in
      switch phase {
      case .idle: when(words.fires) { self.phase <== .run }
      case .run: steps <== 1
      case .done: ()
      }
    }
    let isTaken = wire("isTaken", taken.fires)
    spare <== words.payload.data[0...1]
    for (mark, other) in zip(marks, unlike) {
      mark <== spare
      other <== spare
    }
    claim("NeverDone", phase != .done)
    attributes(isTaken)
  }

  @HardwareBuilder private func attributes(_ isTaken: Signal) -> Behavior {
    attribute("X_INTERFACE_PARAMETER", "ASSOCIATED_BUSIF s_axis:m_axis", onClockOf: .default)
    attribute("X_INTERFACE_PARAMETER", "POLARITY ACTIVE_HIGH", onResetOf: .default)
    for (name, signal) in [("TVALID", words.valid), ("TREADY", words.ready)] {
      attribute("X_INTERFACE_INFO", "xilinx.com:interface:axis:1.0 s_axis \(name)", on: signal)
    }
    attribute("mark_debug", "true", on: taken)
    attribute("fsm_encoding", "one_hot", on: phase)
    attribute("keep", on: spare, isTaken)
    attribute("max_fanout", 16, on: spare)
    attribute("keep", on: marks)
    attribute("keep", on: unlike[1])
    attribute("keep_hierarchy", "yes", on: queue)
  }
}

@Suite("Attributes as text")
struct AttributePrintingTests {
  private static func text(_ arrays: ArrayForm) throws -> String {
    SystemVerilogEmitter(arrays: arrays).emit(try elaborate(Marked())).last?.text ?? ""
  }

  @Test(
    "They stand before what they are about, which is kept; a reset of the other level is a wire")
  func marked() throws {
    let text = try Self.text(.unrolled)
    let expected = [
      """
      module marked (
        (* X_INTERFACE_PARAMETER = "ASSOCIATED_BUSIF s_axis:m_axis" *)
        input  logic       aclk,
        (* X_INTERFACE_PARAMETER = "POLARITY ACTIVE_HIGH" *)
        input  logic       areset,

        (* X_INTERFACE_INFO = "xilinx.com:interface:axis:1.0 s_axis TVALID" *)
        input  logic       s_axis_tvalid,
        (* X_INTERFACE_INFO = "xilinx.com:interface:axis:1.0 s_axis TREADY" *)
        output logic       s_axis_tready,
        input  logic [7:0] s_axis_tdata,

        (* mark_debug = "true" *)
        output logic       m_axis_tvalid,
      """,
      """
        (* keep *)
        logic       is_taken;
        logic [2:0] unused_queue_level;
        logic       rst_n;
      """,
      """
        phase_e     phase_d;
        (* fsm_encoding = "one_hot" *)
        phase_e     phase_q;
        (* keep, max_fanout = 16 *)
        logic [1:0] spare_q;
      """,
      """
        (* keep_hierarchy = "yes" *)
        stream_fifo_w8_d4 u_queue (
          .clk_i         (aclk),
          .rst_ni        (rst_n),
      """,
      """
        assign rst_n = !areset;
      """,
      """
        always_ff @(posedge aclk or posedge areset) begin
          if (areset) begin
            phase_q <= StIdle;
          end else begin
            phase_q <= phase_d;
          end
        end
      """,
      """
        always @(posedge aclk) begin
          if (!areset) begin
      """,
    ]
    for part in expected { #expect(text.contains(part), "\(part)\n\nin\n\n\(text)") }
  }

  @Test("Arrays whose elements have one attribute stay arrays, and others do not")
  func rolled() throws {
    let text = try Self.text(.rolled)
    #expect(text.contains("  (* keep *)\n  logic [3:0] marks_q;"), "\(text)")
    #expect(text.contains("  (* keep *)\n  logic [1:0] unlike_1_q;"))
  }

  @Test("Claims as properties wait for the reset that acts high")
  func properties() throws {
    let emitter = SystemVerilogEmitter(profile: .systemVerilog2017)
    let text = emitter.emit(try elaborate(Marked())).last?.text ?? ""
    #expect(text.contains("@(posedge aclk) disable iff (areset)"), "\(text)")
  }

  @Test("All readers take it without a word", arguments: ArrayForm.allCases)
  func silent(arrays: ArrayForm) throws {
    let files = SystemVerilogEmitter(arrays: arrays).emit(try elaborate(Marked()))
    try expectSilence(of: files.map { ($0.name, $0.text) }, top: "marked")
  }
}
