import BenchSupport
import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import Synthesis
import TestSupport
import Testing

/// benchmarks/hand/axi4_read_master.sv.
private final class HandWrittenBox: BlackBox {
  let requestValid = input("requests_valid_i", .bit)
  let requestReady = output("requests_ready_o", .bit)
  let address = input("requests_address_i", .unsigned(32))
  let bytes = input("requests_bytes_i", .unsigned(24))
  let first = (0..<3).map { input("windows_\($0)_first_i", .unsigned(32)) }
  let last = (0..<3).map { input("windows_\($0)_last_i", .unsigned(32)) }
  let isOpen = (0..<3).map { input("windows_\($0)_is_open_i", .bit) }
  let beatValid = output("beats_valid_o", .bit)
  let beatReady = input("beats_ready_i", .bit)
  let data = output("beats_item_data_o", .bits(64))
  let isLast = output("beats_is_last_o", .bit)
  let resultValid = output("results_valid_o", .bit)
  let resultReady = input("results_ready_i", .bit)
  let error = output("results_error_o", .bits(2))
  let failed = output("results_address_o", .unsigned(32))
  let bus = AXI4ReadChannels(
    .output(prefix: "m_axi_"), AXI4Shape(addressBits: 32, dataBits: 64))

  static let file = URL(filePath: #filePath)
    .appending(path: "../../../../benchmarks/hand/axi4_read_master.sv").standardized

  var moduleName: String { "axi4_read_master" }
  var sources: [BlackBoxSource] { [.file(Self.file)] }
  var clocking: ClockPorts? { .clock("clk_i", reset: .activeLow("rst_ni")) }

  var documentation: Documentation {
    Documentation(
      "A read master, written by hand.",
      combinationalPaths: [
        .path(from: bus.r.valid, to: beatValid), .path(from: bus.r.payload.data, to: data),
        .path(from: beatReady, resultReady, to: bus.r.ready),
        .path(from: bus.ar.ready, to: requestReady),
      ])
  }
}

/// The same as a module, whose streams a bench knows.
private final class HandWrittenMaster: Module {
  let requests = ReadyValid.input { MemoryRequest($0, addressBits: 32, bytesBits: 24) }
  let windows = (0..<3).map { _ in AddressWindow(.input(), addressBits: 32) }
  let beats = ReadyValid<Framed<Item>>.output { field in Framed(field) { Item($0(.bits(64))) } }
  let results = ReadyValid.output { TransferResult($0, addressBits: 32) }
  let bus = AXI4ReadChannels(
    .output(prefix: "m_axi_"), AXI4Shape(addressBits: 32, dataBits: 64))
  let box = HandWrittenBox()

  var documentation: Documentation { Documentation("A read master, written by hand.") }

  var body: Behavior {
    box.requestValid <== requests.valid
    requests.ready <== box.requestReady
    box.address <== requests.payload.address
    box.bytes <== requests.payload.bytes
    box.first <== windows.map(\.first)
    box.last <== windows.map(\.last)
    box.isOpen <== windows.map(\.isOpen)
    beats.valid <== box.beatValid
    box.beatReady <== beats.ready
    beats.payload.item.data <== box.data
    beats.payload.isLast <== box.isLast
    results.valid <== box.resultValid
    box.resultReady <== results.ready
    results.payload.error <== TransferError.decoded(from: box.error, otherwise: .none)
    results.payload.address <== box.failed
    bus <== box.bus
  }
}

@Suite("A read master by hand", .simulated(in: .verilator))
struct HandWrittenMasterTests {
  private static func master() -> AXI4ReadMaster<LinearRequests> {
    AXI4ReadMaster(LinearRequests(addressBits: 32, bytesBits: 24, windows: 3), dataBits: 64)
  }

  @Test(
    "It does what the library's does",
    .enabled(if: TestExtent.current == .all, "at night"))
  func reads() async throws {
    guard TestSimulator.current == .verilator else { return }
    let plan = TransferPlan(dataBits: 64, beatsMax: 256)
    let requests = TransferPlan.requests(200, bytesMax: 4096, seed: 3)
    for pausing in [0, 0.4] {
      var run = try await MasterRun(
        of: HandWrittenMaster(), .reads, plan, requests, pausing: pausing)
      try run.finish()
      #expect(run.mistakeInResults == nil)
      #expect(try run.mistakeInBeats(.lanes) == nil)
      #expect(run.mistakeInBursts == nil)
    }
  }

  @Test(
    "The library's takes 2 % more cells than it, at most",
    .enabled(if: Tool.yosys.isInstalled && Tool.openSTA.isInstalled, "yosys or sta is missing"))
  func cells() async throws {
    let settings = SynthesisSettings(hierarchy: .flattened)
    let emitted = try await synthesize(elaborate(Self.master()), settings)
    let hand = try await synthesize(
      text: String(contentsOf: HandWrittenBox.file, encoding: .utf8), top: "axi4_read_master",
      settings)
    #expect(Double(emitted.cells) <= 1.02 * Double(hand.cells), "\(emitted.cells), \(hand.cells)")
    #expect(
      emitted.logicArea <= 1.02 * hand.logicArea, "\(emitted.logicArea), \(hand.logicArea) um2")
  }
}
