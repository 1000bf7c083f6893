import BenchSupport
import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// Somebody else's AXI4-Lite client, which knows the page of the registers alone, in Icarus.
@Suite(
  "cocotb's AXI client and registers", .enabled(if: CocotbRun.isPossible, "\(CocotbRun.absence)"))
struct RegisterClientTests {
  private func run(_ circuit: Circuit, transactions: Int, seed: Int) throws -> (Int32, String) {
    let files = SystemVerilogEmitter().emit(circuit).map { ($0.name, $0.text) }
    let test = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Cocotb/test_device_registers.py")
    let result = try CocotbRun(
      top: circuit.top.name, files: files + [("page.md", DeviceMap.map.markdown())], test: test,
      settings: ["TRANSACTIONS": "\(transactions)", "SEED": "\(seed)"]
    ).run()
    return (result.status, result.output)
  }

  @Test("Of two thousand random accesses, and ten thousand at night, every answer is right")
  func client() throws {
    let circuit = try elaborate(AXI4LiteRegisters(DeviceMap.map), .strict)
    let count = TestExtent.current.choose(daily: 2_000, all: 10_000)
    let (status, output) = try run(circuit, transactions: count, seed: 1)
    #expect(status == 0, "\(output)")
  }

  @Test(
    "It does not pass whatever it is given",
    arguments: [
      "ones_interrupt_done", "writes_window_high", "hits_interrupt", "state_control_start_q",
    ])
  func notices(signal: String) throws {
    let circuit = try elaborate(AXI4LiteRegisters(DeviceMap.map), .strict)
    let broken = circuit.sticking(signal, at: 0)
    let isChanged = broken != circuit
    #expect(isChanged)
    let (status, output) = try run(broken, transactions: 500, seed: 1)
    #expect(status == 1 && output.contains("AssertionError"), "\(output)")
  }
}
