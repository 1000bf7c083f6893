import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// Arrays of which a block chooses some elements, and something else the others.
@Suite struct ChosenOutputTests {
  private final class Lanes: SampleModule {
    let index = input(.unsigned(2))
    let words = (0..<3).map { _ in input(.bits(4)) }
    let sums = (0..<3).map { _ in output(.bits(4)) }
    let shown = output(.bits(12))
    let inner = (0..<3).map { _ in wire(.bits(4)) }

    var body: Behavior {
      sums[0] <== words[0]
      sums[1] <== 0
      decode(index, values: 0..<3) { number in sums[1] <== words[number] }
      sums[2] <== 1
      inner[0] <== words[1]
      inner[1] <== 0
      decode(index, values: 1..<3) { number in inner[1] <== words[number] }
      inner[2] <== words[2]
      shown <== concatenate(inner)
    }
  }

  @Test("No block assigns bits of a vector")
  func text() throws {
    let text = try #require(
      SystemVerilogEmitter(arrays: .rolled).emit(try elaborate(Lanes())).last?.text)
    #expect(text.contains("output logic [11:0] sums_o"))
    #expect(text.contains("assign sums_o[7:4] = sums_1_value;"))
    #expect(text.contains("sums_1_value = 4'd0;"))
    #expect(text.contains("inner_1 = 4'd0;"))
  }

  @Test("All readers take it without a word", arguments: ArrayForm.allCases)
  func silent(arrays: ArrayForm) throws {
    let files = SystemVerilogEmitter(arrays: arrays).emit(try elaborate(Lanes()))
    try expectSilence(of: files.map { ($0.name, $0.text) }, top: "lanes")
  }
}
