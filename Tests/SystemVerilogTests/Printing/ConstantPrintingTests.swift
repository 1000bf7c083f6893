import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// A port of a host that decodes regions by their names.
private final class RegionDecoder: SampleModule {
  enum Region: UInt8 {
    case query = 1
    case output = 8
  }

  let region = input(.bits(4))
  let level = input(.signed(8))
  let toQuery = output(.bit)
  let toOutput = output(.bit)
  let isLow = output(.bit)

  var body: Behavior {
    section("Regions")
    toQuery <== (region == constant(Region.query, .bits(4)))
    toOutput <== (region == constant(Region.output, .bits(4)))
    section("Levels")
    isLow <== (level < constant("LevelLow", -100, .signed(8)))
  }
}

@Suite struct ConstantPrintingTests {
  @Test(
    "Numbers with names are localparams of the section that uses them",
    arguments: ArrayForm.allCases)
  func text(_ arrays: ArrayForm) throws {
    let files = SystemVerilogEmitter(arrays: arrays).emit(try elaborate(RegionDecoder(), .strict))
    let text = try #require(files.last).text
    expectText(
      String(text[try #require(text.range(of: ");\n")).upperBound...]),
      is: """
          // Regions
          localparam logic [3:0] RegionQuery  = 4'd1;
          localparam logic [3:0] RegionOutput = 4'd8;

          assign to_query_o = region_i == RegionQuery;
          assign to_output_o = region_i == RegionOutput;

          // Levels
          localparam logic signed [7:0] LevelLow = -8'sd100;

          assign is_low_o = level_i < LevelLow;
        endmodule

        """)
  }
}
