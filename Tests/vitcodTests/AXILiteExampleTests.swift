import Hardware
import Testing

/// The channels of AXI4-Lite, as its manager has them.
struct AXILite: SignalBundle {
  let aw: ReadyValid<Address>
  let w: ReadyValid<Write>
  let b: ReadyValid<Answer>
  let ar: ReadyValid<Address>
  let r: ReadyValid<Read>

  init(_ field: FieldMaker, addressBits: Int) {
    aw = ReadyValid(field.prefixed("aw")) { Address($0, addressBits) }
    w = ReadyValid(field.prefixed("w")) { Write($0) }
    b = ReadyValid(field.flipped.prefixed("b")) { Answer($0) }
    ar = ReadyValid(field.prefixed("ar")) { Address($0, addressBits) }
    r = ReadyValid(field.flipped.prefixed("r")) { Read($0) }
  }

  struct Address: SignalBundle {
    let addr: Signal
    let prot: Signal

    init(_ field: FieldMaker, _ bits: Int) {
      addr = field(.unsigned(bits))
      prot = field(.bits(3))
    }
  }

  struct Write: SignalBundle {
    let data: Signal
    let strb: Signal

    init(_ field: FieldMaker) {
      data = field(.bits(32))
      strb = field(.bits(4), "the bytes that are written")
    }
  }

  struct Answer: SignalBundle {
    let resp: Signal

    init(_ field: FieldMaker) { resp = field(.bits(2), "0 for OKAY, 2 for SLVERR") }
  }

  struct Read: SignalBundle {
    let data: Signal
    let resp: Signal

    init(_ field: FieldMaker) {
      data = field(.bits(32))
      resp = field(.bits(2), "0 for OKAY, 2 for SLVERR")
    }
  }
}

final class AXILiteRegisters: Module {
  let bus = AXILite(.input(prefix: "s_axil_"), addressBits: 5)
  let status = input("status", .bits(32), "word 3, which is only read")
  let controls = (0..<3).map { output("control_\($0)", .bits(32)) }

  let words = (0..<3).map { _ in register(.bits(32), reset: 0) }
  let hasWritten = register(.bit, reset: 0, "an answer to a write waits")
  let hasRead = register(.bit, reset: 0, "an answer to a read waits")
  let written = AXILite.Answer(.dataRegister())
  let read = AXILite.Read(.dataRegister())

  var clockPorts: [ClockDomain: ClockPorts] {
    [.default: .clock("aclk", reset: .activeLow("aresetn"))]
  }

  var documentation: Documentation {
    Documentation(
      "Four words behind AXI4-Lite.",
      latency: [.cycles(1, from: bus.aw, bus.w, to: bus.b), .cycles(1, from: bus.ar, to: bus.r)],
      reset: [.value(0, of: bus.b.valid, bus.r.valid)],
      combinationalPaths: [
        .path(from: bus.aw.valid, bus.w.valid, bus.b.ready, to: bus.aw.ready, bus.w.ready),
        .path(from: bus.ar.valid, bus.r.ready, to: bus.ar.ready),
      ])
  }

  var body: Behavior {
    writes
    reads
    for (control, word) in zip(controls, words) { control <== word }
    unused("protection", bus.aw.payload.prot, bus.ar.payload.prot)
    attribute(
      "X_INTERFACE_PARAMETER", "ASSOCIATED_BUSIF s_axil, ASSOCIATED_RESET aresetn",
      onClockOf: .default)
    attribute("mark_debug", "true", on: hasWritten, hasRead)
  }

  @HardwareBuilder private var writes: Behavior {
    section("Writes: an address and its word are taken together")
    let request = bus.aw.payload.addr
    let isTaken = wire(
      "isWriteTaken", bus.aw.valid && bus.w.valid && (!hasWritten || bus.b.ready))
    let held = wire("held", select(words, at: request[2...]))
    let bytes = zip(bus.w.payload.data.lanes(of: 8), held.lanes(of: 8)).enumerated()
    let merged = wire(
      "merged",
      concatenate(
        bytes.map { byte, lanes in mux(bus.w.payload.strb[byte], lanes.0, lanes.1) }.reversed()))
    bus.aw.ready <== isTaken
    bus.w.ready <== isTaken
    when(bus.b.ready) { hasWritten <== 0 }
    when(isTaken) {
      hasWritten <== 1
      written.resp <== mux(request >= 12, Signal(2, .bits(2)), 0)
      words[request[2...]] <== merged
    }
    bus.b.valid <== hasWritten
    bus.b.payload <== written
  }

  @HardwareBuilder private var reads: Behavior {
    section("Reads")
    let request = bus.ar.payload.addr
    let isTaken = wire("isReadTaken", bus.ar.valid && (!hasRead || bus.r.ready))
    bus.ar.ready <== isTaken
    when(bus.r.ready) { hasRead <== 0 }
    when(isTaken) {
      hasRead <== 1
      read.resp <== mux(request >= 16, Signal(2, .bits(2)), 0)
      read.data <== select(words + [status], at: request[2...])
    }
    bus.r.valid <== hasRead
    bus.r.payload <== read
  }
}

/// The same test for every simulator: streams are called after their properties.
private func readsWhatWasWritten(_ simulation: some Simulator) throws {
  try simulation.reset()
  simulation["status"] = 77
  try simulation.pace("bus_b", .random(pausing: 0.5, seed: 1))
  try simulation.pace("bus_r", .random(pausing: 0.5, seed: 2))
  try simulation.send("bus_aw", [[0, 0], [8, 0], [8, 0], [12, 0]])
  try simulation.send("bus_w", [[0x1234_5678, 0xf], [0xffff, 0xf], [0xabcd, 0x1], [1, 0xf]])
  let answers = try simulation.receive("bus_b", 4, limit: 100)
  #expect(answers.map(\.integer) == [0, 0, 0, 2])
  #expect(simulation["control_2"] == 0xffcd)

  try simulation.send("bus_ar", [[0, 0], [4, 0], [8, 0], [12, 0], [16, 0]])
  let items = try simulation.receive("bus_r", 5, limit: 100)
  #expect(items.map { $0.fields[0] } == [0x1234_5678, 0, 0xffcd, 77, 0])
  #expect(items.map { $0.fields[1] } == [0, 0, 0, 0, 2])
}

@Test func readsWhatWasWrittenInVerilator() async throws {
  try readsWhatWasWritten(try await Simulation(of: elaborate(AXILiteRegisters())))
}

@Test func readsWhatWasWrittenInProcess() throws {
  try readsWhatWasWritten(try InterpretedSimulation(of: elaborate(AXILiteRegisters())))
}
