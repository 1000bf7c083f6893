import Hardware
import Testing

final class Timer: Module {
  static let map = RegisterMap(
    "timer", "Counts cycles down, and interrupts at the end.", addressBits: 6,
    [
      MappedRegister(
        "control", at: 0x00, "What it does.",
        [
          RegisterField("start", .pulse, bit: 0, "Begins to count."),
          RegisterField(
            "mode", .readWrite, bit: 1, "What follows the end.",
            values: [
              RegisterValue("once", 0, "Nothing."), RegisterValue("again", 1, "It begins again."),
            ]),
          RegisterField("cycles", .readWrite, bits: 8...31, reset: 99, "So many, less 1."),
        ]),
      MappedRegister(
        "status", at: 0x04, "What it is at.",
        [RegisterField("left", .readOnly, bits: 0...23, "Cycles that are left.")]),
      MappedRegister(
        "interrupt", at: 0x08, "What has happened.",
        [
          RegisterField("ended", .writeOneToClear, bit: 0, "The end was reached."),
          RegisterField("enable", .readWrite, bit: 31, "The end interrupts."),
        ]),
      MappedRegister(
        "busy", at: 0x10, "How long it has counted since the start.",
        [RegisterField("cycles", .counter(.wraps), bits: 0...63, "All of them.")]),
    ])

  let bus = AXI4Lite(.input(prefix: "s_axil_"), addressBits: 6)
  let irq = output("irq", .bit)
  let registers = AXI4LiteRegisters(map)
  let isRunning = register(.bit, reset: 0)
  let left = register(.unsigned(24), reset: 0, "cycles, less 1")

  var clockPorts: [ClockDomain: ClockPorts] {
    [.default: .clock("aclk", reset: .activeLow("aresetn"))]
  }

  var documentation: Documentation {
    Documentation(
      "Counts cycles down, and interrupts at the end.",
      latency: [.cycles(1, from: bus.aw, bus.w, to: bus.b), .cycles(1, from: bus.ar, to: bus.r)],
      reset: [.value(0, of: bus.b.valid, bus.r.valid, irq)], combinationalPaths: .none)
  }

  var body: Behavior {
    registers.bus <== bus
    let start = registers["control.start"]
    let ends = wire("ends", isRunning && left == 0)
    left <== left &- 1
    when(start || ends) { left <== registers["control.cycles"].asUnsigned }
    when(start) { isRunning <== 1 }
      .elseWhen(ends) { isRunning <== registers["control.mode"] }

    registers["status.left"] <== mux(isRunning, left.asBits, 0)
    registers.sets["interrupt.ended"] <== ends
    registers.amounts["busy.cycles"] <== isRunning
    registers.clears["busy.cycles"] <== start
    irq <== (registers["interrupt.ended"] && registers["interrupt.enable"])

    attribute(
      "X_INTERFACE_PARAMETER", "ASSOCIATED_BUSIF s_axil, ASSOCIATED_RESET aresetn",
      onClockOf: .default)
    attribute("mark_debug", "true", on: isRunning, left)
  }
}

/// The same test for every simulator: registers are called by their names.
private func interruptsAtTheEnd(_ simulation: some Simulator) throws {
  try simulation.reset()
  try simulation.pace("bus_b", .random(pausing: 0.5, seed: 1))
  let registers = try SimulatedRegisters(Timer.map, in: simulation)
  #expect(try registers.read("control.cycles") == 99)
  try registers.write("control.cycles", 39)
  try registers.write("control.mode", "again")
  try registers.write("interrupt.enable", 1)
  try registers.write("control.start", 1)
  for _ in 0..<3 {
    try simulation.run(limit: 41, until: .port("irq", equals: 1))
    try registers.write("interrupt.ended", 1)
    #expect(simulation["irq"] == 0)
  }
  try registers.write("control.mode", "once")
  try simulation.step(100)
  #expect(try registers.read("status.left") == 0)
  #expect(try registers.read("busy.cycles") == 160)

  // Beyond the last register an access is refused.
  #expect(throws: RegisterAccessError.self) { try registers.read(at: 0x18) }
}

@Test func interruptsAtTheEndInVerilator() async throws {
  try interruptsAtTheEnd(try await Simulation(of: elaborate(Timer())))
}

@Test func interruptsAtTheEndInProcess() throws {
  try interruptsAtTheEnd(try InterpretedSimulation(of: elaborate(Timer())))
}
