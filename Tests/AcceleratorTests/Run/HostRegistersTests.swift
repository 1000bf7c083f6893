import AttentionCompiler
import AttentionSpec
import BenchSupport
import Foundation
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Registers for the host", .simulatedInAll)
struct HostRegistersTests {
  static let configuration = RandomProgram.configuration(decoderHeads: 1, headDimension: 24)

  /// Registers with a design around them that is quiet.
  private func device(
    _ configuration: AcceleratorConfiguration = configuration
  ) async throws -> (any Simulator, SimulatedRegisters) {
    let unit = try TestedSimulation(elaborate(HostRegisters(configuration), .strict))
    let simulation = try await unit(fill: .random(seed: 5))
    for port in simulation.interface.ports
    where port.direction == .input && port.name.hasSuffix("_i") && port.name != "clk_i"
      && port.name != "rst_ni"
    { try simulation.poke(port.name, 0) }
    try simulation.reset()
    return (simulation, try SimulatedRegisters(AcceleratorRegisters.map, in: simulation))
  }

  private func pulse(_ simulation: any Simulator, _ values: [String: Int]) throws {
    for (name, value) in values { try simulation.poke(name + "_i", PortValue(value)) }
    try simulation.step()
    for name in values.keys { try simulation.poke(name + "_i", 0) }
  }

  @Test("They say what the accelerator is")
  func identity() async throws {
    let (_, registers) = try await device()
    let expected: [(String, UInt64)] = [
      ("identity.magic", 0x5456), ("identity.version", 1), ("identity.program_version", 1),
      ("array.elements", 2), ("array.lines", 4), ("array.macs", 4), ("capacity.tokens", 40),
      ("capacity.heads", 5), ("capacity.chunks", 3), ("port.beat_bytes", 16),
      ("port.word_bytes", 8), ("port.address_bits", 40), ("port.codes", 8), ("places.keys", 256),
      ("places.values", 192), ("places.queries", 128), ("places.banks", 4),
    ]
    for (name, value) in expected { #expect(try registers.read(name) == value, "\(name)") }
  }

  @Test("They say all that a plan is made for")
  func planning() async throws {
    let (_, registers) = try await device()
    func read(_ name: String) throws -> Int { Int(try registers.read(name)) }
    let configuration = Self.configuration
    var told = configuration
    told.array = ArrayShape(
      lines: try read("array.lines"), macsPerLine: try read("array.macs"),
      elements: try read("array.elements"))
    told.capacity.tokens = try read("capacity.tokens")
    told.capacity.heads = try read("capacity.heads")
    told.capacity.headDimension = try read("capacity.chunks") * told.featuresPerCycle
    told.memory = MemoryShape(
      banks: try read("places.banks"), queries: try read("places.queries"),
      keys: try read("places.keys"), values: try read("places.values"),
      slots: try read("index.slots"), slotsAhead: try read("index.slots_ahead"),
      scores: try read("rings.scores"), rows: try read("rings.rows"),
      finishedRows: try read("finished.rows"), outputs: try read("finished.outputs"),
      codeBeats: try read("beats.codes"), valueBeats: try read("beats.values"),
      indexBeats: try read("bursts.index"))
    told.decoder = DecoderShape(
      codes: try read("decoder.codes"), heads: try read("decoder.heads"),
      codesMax: try read("port.codes"))
    told.port = PortShape(
      dataBits: 8 * (try read("port.beat_bytes")), addressBits: try read("port.address_bits"),
      burstBytes: try read("bursts.bytes"), writes: try read("bursts.writes"))
    #expect(told.memory == configuration.memory && told.port == configuration.port)
    #expect(told.decoder == configuration.decoder && told.array == configuration.array)
    #expect(told.chunksMax == configuration.chunksMax)
    #expect(PlanningShape(told) == PlanningShape(configuration))
    #expect("\(TimingParameters(told))" == "\(TimingParameters(configuration))")
  }

  @Test("Bases and windows go to the parts; after a reset no window is open")
  func places() async throws {
    let (simulation, registers) = try await device()
    try registers.write("control.start", 1)
    try simulation.step(3)
    #expect(try simulation.peek("settings_writes_first_o") == PortValue((1 << 40) - 1))
    #expect(try simulation.peek("settings_reads_is_open_o") == 0)
    try registers.write("program.address", 0x12_3456_781f)
    try registers.write("program_size.bytes", 0x1230)
    try registers.write("data.address", 0x98_7654_3210)
    try registers.write("outputs.address", 0x55_5555_555f)
    for (name, first, last) in [("read", 0x1000, 0x2fff), ("write", 0x4000, 0x4fff)] {
      try registers.write("\(name)_first.address", UInt64(first))
      try registers.write("\(name)_last.address", UInt64(last))
    }
    for (name, value) in [
      ("program", 0x12_3456_7810), ("instructions", 0x123), ("data", 0x98_7654_3210),
      ("outputs", 0x55_5555_5558), ("reads_first", 0x1000), ("reads_last", 0x2fff),
      ("writes_first", 0x4000), ("writes_last", 0x4fff), ("reads_is_open", 1),
      ("writes_is_open", 1),
    ] { #expect(try simulation.peek("settings_\(name)_o") == PortValue(value), "\(name)") }
    // An end beyond the addresses of the port is their end; a begin there closes the window.
    try registers.write("read_last.address", 1 << 63)
    #expect(try simulation.peek("settings_reads_last_o") == PortValue((1 << 40) - 1))
    try registers.write("read_last.address", .max)
    try registers.write("write_first.address", 1 << 40)
    #expect(try simulation.peek("settings_reads_last_o") == PortValue((1 << 40) - 1))
    #expect(try simulation.peek("settings_reads_is_open_o") == 1)
    #expect(try simulation.peek("settings_writes_is_open_o") == 0)
  }

  @Test("A run ends in done and an interrupt, until both are cleared, and counts its cycles")
  func runs() async throws {
    let (simulation, registers) = try await device()
    try simulation.poke("rows_i", 3)
    for run in 0..<2 {
      try registers.write("interrupt.done", UInt64(run))
      try registers.write("control.start", 1)
      #expect(try registers.read("status.busy") == 1)
      try simulation.step(20)
      #expect(try registers.read("status.done") == 0)
      for name in ["is_ended", "is_quiet"] { try simulation.poke(name + "_i", 1) }
      try simulation.poke("rows_taken_i", 3)
      try simulation.step(5)
      for name in ["is_ended", "is_quiet"] { try simulation.poke(name + "_i", 0) }
      #expect(try simulation.peek("irq_o") == PortValue(run))
      #expect(try registers.read("status") == 0x100)
      let cycles = try registers.read("cycles.count")
      #expect((22...60).contains(cycles))
      try simulation.step(9)
      #expect(try registers.read("cycles.count") == cycles)
      try registers.write("status.done", 1)
      #expect(try registers.read("status") == 0)
      try simulation.step()
      #expect(try simulation.peek("irq_o") == 0)
    }
  }

  @Test("A fault ends in error, its code and place, and an interrupt; no run begins behind it")
  func fails() async throws {
    let (simulation, registers) = try await device()
    try registers.write("interrupt.error", 1)
    try registers.write("control.start", 1)
    try pulse(simulation, ["events_read_asked": 1])
    try pulse(
      simulation, ["results_4_valid": 1, "results_4_error": 3, "results_4_address": 0x9f_1234_5678])
    try simulation.step(4)
    #expect(try simulation.peek("irq_o") == 1)
    #expect(try registers.read("status") == 0x203)
    #expect(try registers.read("fault.code") == UInt64(RunFault.decodeError.rawValue))
    #expect(try registers.read("fault.source") == UInt64(FaultSource.values.rawValue))
    #expect(try registers.read("fault_address.address") == 0x9f_1234_5678)
    // What was asked for comes to its end.
    try pulse(simulation, ["events_beat_read": 1, "events_read_ends": 1])
    try simulation.step(2)
    #expect(try registers.read("status") == 0x202)
    try registers.write("status.error", 1)
    try registers.write("control.start", 1)
    try simulation.step(3)
    #expect(try registers.read("status") == 2)
    #expect(try simulation.peek("irq_o") == 0)
    try simulation.reset()
    #expect(try registers.read("status") == 0)
    #expect(try registers.read("fault") == 0)
    try registers.write("control.start", 1)
    #expect(try registers.read("status.busy") == 1)
  }

  @Test("Each master's error is shown with its source and address", arguments: 0..<6)
  func sources(number: Int) async throws {
    for error in 1...3 {
      let (simulation, registers) = try await device()
      try registers.write("control.start", 1)
      let address = 0xa5_0000_1234 + number << 20 + error
      try pulse(
        simulation,
        [
          "results_\(number)_valid": 1, "results_\(number)_error": error,
          "results_\(number)_address": address,
        ])
      try simulation.step(3)
      #expect(try registers.read("status.error") == 1)
      let code = [RunFault.window, .slaveError, .decodeError][error - 1]
      #expect(try registers.read("fault.code") == UInt64(code.rawValue))
      #expect(try registers.read("fault.source") == UInt64(number))
      #expect(try registers.read("fault_address.address") == UInt64(address))
    }
  }

  @Test("An access to no register, and a write of what is only read, are answered by an error")
  func holes() async throws {
    let (_, registers) = try await device()
    #expect(throws: RegisterAccessError.self) { try registers.read(at: 0xf0) }
    #expect(throws: RegisterAccessError.self) { try registers.write(at: 0x04, 1) }
  }

  @Test("A refused instruction is shown by its number, and a time-out by its code")
  func refusals() async throws {
    let (simulation, registers) = try await device()
    try registers.write("control.start", 1)
    try pulse(simulation, ["program_valid": 1, "program_code": 6, "program_instruction": 4711])
    try simulation.step(3)
    #expect(try registers.read("fault.code") == 6)
    #expect(try registers.read("fault_instruction.number") == 4711)
    try simulation.reset()
    try registers.write("timeout.cycles", 50)
    try registers.write("control.start", 1)
    for _ in 0..<5 {
      try simulation.step(30)
      try pulse(simulation, ["events_beat_read": 1])
      try simulation.step(30)
      try pulse(simulation, ["activity_is_issuing": 1])
    }
    #expect(try registers.read("status.failed") == 0)
    try simulation.step(60)
    #expect(try registers.read("fault.code") == UInt64(RunFault.timeout.rawValue))
  }

  @Test(
    "A base beyond the addresses of the port fails the run",
    arguments: ["program", "data", "outputs"])
  func beyond(name: String) async throws {
    let (simulation, registers) = try await device()
    try registers.write("\(name).address", 1 << 40)
    try registers.write("control.start", 1)
    try simulation.step(4)
    #expect(try registers.read("status") == 0x202)
    #expect(try registers.read("fault.code") == UInt64(ProgramRule.window.rawValue))
    #expect(try registers.read("fault.source") == UInt64(FaultSource.run.rawValue))
  }

  private static let counted = [
    "cycles", "bytes_read", "bytes_written", "macs", "issued", "stalled_slots", "stalled_scores",
    "stalled_outputs",
  ]

  @Test("Counters add what happens in a run, and begin anew with the next")
  func counters() async throws {
    let (simulation, registers) = try await device()
    try simulation.poke("progress_score_slots_i", 123)
    try simulation.poke("progress_output_slots_i", 45)
    try simulation.poke("progress_rows_i", 6)
    for register in Self.counted {
      #expect(try registers.read("\(register).count") == 0, "\(register)")
    }
    for run in 1...2 {
      try registers.write("control.start", 1)
      try simulation.step()
      for _ in 0..<(10 * run) {
        try pulse(
          simulation,
          [
            "events_beat_read": 1, "activity_is_issuing": 1, "activity_entries": 2,
            "activity_scores_wait": 1,
          ])
      }
      for _ in 0..<3 { try pulse(simulation, ["events_beat_written": 1]) }
      for _ in 0..<5 {
        try pulse(simulation, ["activity_scores_wait": 1, "activity_outputs_wait": 1])
      }
      for _ in 0..<7 { try pulse(simulation, ["activity_outputs_wait": 1]) }
      for name in ["is_ended", "is_quiet"] { try simulation.poke(name + "_i", 1) }
      try simulation.step(4)
      for name in ["is_ended", "is_quiet"] { try simulation.poke(name + "_i", 0) }
      let expected: [(String, UInt64)] = [
        ("bytes_read", UInt64(160 * run)), ("bytes_written", 24), ("issued", UInt64(10 * run)),
        ("macs", UInt64(2 * 8 * 10 * run)), ("stalled_scores", 5), ("stalled_outputs", 7),
        ("score_slots", 123), ("output_slots", 45), ("rows", 6),
      ]
      for (name, value) in expected {
        #expect(try registers.read("\(name).count") == value, "\(name), run \(run)")
      }
      let cycles = try registers.read("cycles.count")
      let still = try registers.read("stalled_slots.count")
      #expect(cycles == still + 12 + UInt64(10 * run))
    }
  }
}

/// docs/registers.md and docs/vitcod.h, which are made of the map.
@Suite("Texts of the registers")
struct RegisterTextTests {
  private static let docs = URL(filePath: #filePath)
    .appending(path: "../../../../docs").standardized

  private static let isRecording =
    ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"

  private func expect(_ text: String, _ name: String, keeping: String = "") throws {
    let file = Self.docs.appending(path: name)
    let kept = try String(contentsOf: file, encoding: .utf8)
    if Self.isRecording {
      let rest = keeping.isEmpty ? "" : kept.range(of: keeping).map { kept[$0.lowerBound...] } ?? ""
      try (text + rest).write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(kept.hasPrefix(text), "run with RECORD_SNAPSHOTS=1 to write docs/\(name) again")
    if keeping.isEmpty { #expect(kept == text) } else { #expect(kept.contains(keeping)) }
  }

  @Test("The page says what the map says, and what a host does")
  func page() throws {
    try expect(AcceleratorRegisters.map.markdown(), "registers.md", keeping: "\n# A run\n")
  }

  @Test("The header is that of the map")
  func header() throws { try expect(AcceleratorRegisters.map.cHeader(), "vitcod.h") }
}
