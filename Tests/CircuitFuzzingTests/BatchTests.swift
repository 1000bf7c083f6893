import Testing

@testable import CircuitFuzzing

@Suite("Batches of circuits")
struct BatchTests {
  /// Verilator 5.006 takes a reset of `[0:0]`, and the same inverted twice, for two of one name.
  @Test("A port of one bit has no range")
  func bits() throws {
    let cases = try (0..<8).map { try FuzzCase(seed: $0, cycles: 2) }
    let top = BatchTop(Batch(cases))
    #expect(top.ports.contains { $0.widthBits == 1 })
    #expect(top.file.text.contains(" [31:0] "))
    #expect(!top.file.text.contains("[0:0]"))
  }
}
