import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// An assignment of whole arrays, as it is emitted.
@Suite struct ArrayAssignmentPrintingTests {
  private final class Lanes: Module {
    let load = input(.bit)
    let words = (0..<2).map { _ in input(.bits(8)) }
    let held = (0..<2).map { _ in dataRegister(.bits(8)) }
    let shown = (0..<2).map { _ in output(.bits(8)) }
    let seen = Tap.output(.bits(8), "the first word")

    var documentation: Documentation { Documentation("Two words.") }

    var body: Behavior {
      when(load) { held <== words }
      shown <== held
      seen.valid <== load
      seen.payload.data <== words[0]
    }
  }

  @Test("Unrolled, it is the assignments of its elements")
  func unrolled() throws {
    let emitter = SystemVerilogEmitter(arrays: .unrolled, taps: .kept)
    let text = try #require(emitter.emit(try elaborate(Lanes())).last?.text)
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    #expect(
      lines.filter { $0.contains("words_") && $0.contains("=") } == [
        "held_0_q <= words_0_i;", "held_1_q <= words_1_i;", "assign seen_data_o = words_0_i;",
      ])
    #expect(lines.contains("assign shown_1_o = held_1_q;"))
    #expect(lines.contains("output logic [7:0] seen_data_o    // the first word"))
  }
}
