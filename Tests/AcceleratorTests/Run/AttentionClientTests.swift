import AttentionSpec
import BenchSupport
import Foundation
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

@testable import Accelerator

/// Somebody else's AXI clients, and a host that knows the pages of registers and program alone, in
/// Icarus.
@Suite(
  "cocotb's AXI clients and the accelerator",
  .enabled(if: CocotbRun.isPossible, "\(CocotbRun.absence)"))
struct AttentionClientTests {
  private static let configuration = AcceleratorConfiguration(
    name: "attention_3x4", array: ArrayShape(lines: 6, macsPerLine: 2, elements: 3),
    capacity: Capacity(
      tokens: 12, headDimension: 8, heads: 2),
    memory: MemoryShape(
      banks: 4, queries: 24, keys: 32, values: 24, slots: 64, slotsAhead: 8, scores: 32, rows: 8,
      finishedRows: 4, outputs: 4, codeBeats: 16, valueBeats: 16, indexBeats: 4),
    decoder: DecoderShape(codes: 2, heads: 1, codesMax: 6),
    port: PortShape(dataBits: 128, addressBits: 32, burstBytes: 128, writes: 4))

  private func run(_ circuit: Circuit, heads: Int, seed: Int) throws -> (Int32, String) {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let pages = try ["registers", "program"].map { name in
      let page = folder.appending(path: "../../../docs/\(name).md")
      return ("\(name).md", try String(contentsOf: page, encoding: .utf8))
    }
    let files = SystemVerilogEmitter().emit(circuit).map { ($0.name, $0.text) }
    let result = try CocotbRun(
      top: circuit.top.name, files: files + pages,
      test: folder.appending(path: "../Cocotb/test_attention.py"),
      settings: ["HEADS": "\(heads)", "SEED": "\(seed)"]
    ).run()
    return (result.status, result.output)
  }

  @Test("Heads of two kinds are exact, and a program of another version is refused")
  func heads() throws {
    let circuit = try elaborate(AcceleratorTop(Self.configuration), .strict)
    let heads = TestExtent.current.choose(daily: 2, all: 30)
    let (status, output) = try run(circuit, heads: heads, seed: 1)
    #expect(status == 0, "\(output)")
    // Nor does a claim in the text fail.
    #expect(!output.contains("ERROR:"), "\(output)")
  }

  @Test(
    "It does not pass whatever it is given",
    arguments: [("exceeds", 1), ("exceeds", 0), ("arrives", 0)].prefix(
      TestExtent.current.choose(daily: 1, all: 3)))
  func notices(signal: String, value: Int) throws {
    let circuit = try elaborate(AcceleratorTop(Self.configuration), .strict)
    let broken = circuit.sticking(signal, at: value)
    let isChanged = broken != circuit
    #expect(isChanged)
    let (status, output) = try run(broken, heads: 2, seed: 1)
    #expect(status == 1 && output.contains("AssertionError"), "\(output)")
  }
}
