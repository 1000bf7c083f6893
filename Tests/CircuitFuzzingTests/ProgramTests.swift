import Testing

@testable import CircuitFuzzing

@Suite("Programs that read emitted text")
struct ProgramTests {
  @Test(
    "What a script around a program says is no complaint of the text",
    arguments: [
      ("", 0), ("module: loaded yosys\nperl: setting locale failed.\n", 0),
      ("mac.sv:3: sorry: constant selects\n", 1), ("greeting\nWarning: wire x is used\n", 1),
      ("MAC.SV:1\n", 1), ("ERROR: no such module\nsee above\n", 1),
    ])
  func complaints(_ text: String, _ count: Int) {
    #expect(Program.complaints(in: text, of: ["mac.sv"]).count == count)
  }
}
