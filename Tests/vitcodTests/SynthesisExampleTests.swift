import Foundation
import Hardware
import TestSupport
import Testing

@Suite("Synthesis in the guide")
struct SynthesisExampleTests {
  @Test(
    "A module and text by hand go into cells by one call each",
    .enabled(
      if: Tool.yosys.isInstalled && Tool.openSTA.isInstalled
        && FileManager.default.fileExists(atPath: CellLibrary.standardPath),
      "yosys, opensta or qflow-tech-osu018 is not installed"))
  func area() async throws {
    let report = try await synthesize(elaborate(Accumulator()))
    #expect(report.logicArea < 8000, "um2")
    let path = try #require(report.modules[0].paths.first)
    #expect(path.end.hasPrefix("sum_q[") && path.delay < 3, "ns")

    let byHand = try await synthesize(
      text: """
        module by_hand (
          input logic clk_i, input logic rst_ni, input logic enable_i,
          input logic signed [7:0] value_i, output logic signed [15:0] total_o
        );
          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) total_o <= '0;
            else if (enable_i) total_o <= total_o + {{8{value_i[7]}}, value_i};
          end
        endmodule
        """, top: "by_hand")
    #expect(report.logicArea < 1.03 * byHand.logicArea)
  }

  @Test("The guide shows it")
  func guide() throws {
    let test = try String(
      contentsOf: repository.appending(path: "Tests/vitcodTests/SynthesisExampleTests.swift"),
      encoding: .utf8)
    let start = try #require(test.range(of: "    let report")).lowerBound
    let end = try #require(test.range(of: "  }\n\n  @Test(\"The guide")).lowerBound
    let example = test[start..<end].split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.dropFirst(4) }.joined(separator: "\n")
    let guide = try String(
      contentsOf: repository.appending(path: "docs/language.md"), encoding: .utf8)
    #expect(guide.contains("```swift\n\(example)```"))
  }
}
