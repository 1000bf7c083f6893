import Testing

@testable import Synthesis

@Suite("Timing paths")
struct TimingPathTests {
  private static func report(_ start: String, _ end: String, slack: String) -> String {
    """
    Startpoint: \(start)
                (rising edge-triggered flip-flop clocked by clk_i)
    Endpoint: \(end)
              (rising edge-triggered flip-flop clocked by clk_i)
       Delay    Time   Description
       0.0000    0.0000 ^ \(start)/CLK (DFF)
       2.0000    2.0000 v \(start)/QN (DFF)
       0.0000    2.0000 v _1_/A (INV)
       3.0000    5.0000 ^ _1_/Y (INV)
       0.0000    5.0000 ^ \(end)/D (DFF)
                 5.0000   data arrival time
                   \(slack)   slack (MET)

    """
  }

  @Test("Names are those of the source, delays in ns, bits of one register one path")
  func paths() {
    let text =
      Self.report("u_line/sum_q[3]$_DFFE_PP_", "total_q[0]$_DFFE_PN0P_", slack: "94.0")
      + Self.report("u_line/sum_q[2]$_DFFE_PP_", "total_q[1]$_DFFE_PN0P_", slack: "95.0")
      + Self.report("u_words.sized.u_macro", "count_q$_SDFFCE_PP0P_", slack: "90.5")
    #expect(
      TimingPath.paths(in: text, period: 100, timeUnit: 0.5) == [
        TimingPath(start: "u_words", end: "count_q", delay: 4.75, cells: 2, memoryAccess: 1),
        TimingPath(start: "u_line.sum_q[3]", end: "total_q[0]", delay: 3, cells: 2),
      ])
  }
}
