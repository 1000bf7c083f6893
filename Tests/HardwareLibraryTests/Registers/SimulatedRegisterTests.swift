import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("Registers read and written by name", .simulatedInAll)
struct SimulatedRegisterTests {
  private func device() async throws -> (any Simulator, SimulatedRegisters) {
    let unit = try TestedSimulation(elaborate(AXI4LiteRegisters(DeviceMap.map), .strict))
    let simulation = try await unit()
    try simulation.reset()
    try simulation.pace("bus_b", .random(pausing: 0.3, seed: 1))
    try simulation.pace("bus_r", .random(pausing: 0.3, seed: 2))
    return (simulation, try SimulatedRegisters(DeviceMap.map, in: simulation))
  }

  @Test("A write of a field leaves the others as they are")
  func fields() async throws {
    let (simulation, registers) = try await device()
    #expect(try registers.read("identity.magic") == 0xbeef)
    try registers.write("control.limit", 0x1_2345)
    try registers.write("control.mode", "once")
    #expect(try registers.read("control.limit") == 0x1_2345)
    #expect(try registers.read("control.mode") == 0)
    #expect(try registers.read("control.enable") == 1)
    #expect(try registers.read("interrupt.request") == 0x81)
    try registers.write("interrupt.faults", 4)
    #expect(try registers.read("interrupt.faults") == 1)
    try registers.write("interrupt.request", 0x12)
    #expect(try registers.read("interrupt.request") == 0x93)
    #expect(try registers.read("window.base") == 0x9876_5432_10f)
    try registers.write("window.base", 0xfed_cba9_8765)
    #expect(try registers.read("window.base") == 0xfed_cba9_8765)
    #expect(try registers.read("window") == 0xfed_cba9_8765 << 4)
    #expect(try registers.read("fault.tag") == 0xa5)
    try registers.write("window", 0x30)
    #expect(try simulation.peek("values_window_base_o") == 3)
  }

  @Test("A counter of 64 bits is read at once, also where its low word overflows in between")
  func counter() async throws {
    let (simulation, registers) = try await device()
    try simulation.poke("amounts_cycles_count_i", 1)
    var last = try registers.read("cycles.count")
    for _ in 0..<20 {
      let before = try simulation.peek("values_cycles_count_o").integer
      let value = try registers.read("cycles.count")
      #expect(value > last)
      #expect(try value >= UInt64(#require(before)))
      last = value
    }
    #expect(last > 0x1234_ffff_ffff_ffff)
    try simulation.poke("clears_cycles_count_i", 1)
    try simulation.step()
    #expect(try registers.read("cycles") == 0)
  }

  @Test("A field that lies in the high word alone is read as it is now")
  func highWord() async throws {
    let map = RegisterMap(
      "high", "Fields above bit 31.", addressBits: 3,
      [
        MappedRegister(
          "all", at: 0, "Two words.",
          [
            RegisterField("state", .readOnly, bits: 40...47, "What it does."),
            RegisterField("count", .counter(.wraps), bits: 48...63, "How often."),
          ])
      ])
    let simulation = try await TestedSimulation(elaborate(AXI4LiteRegisters(map), .strict))()
    try simulation.reset()
    let registers = try SimulatedRegisters(map, in: simulation)
    for state in [0x5a, 0xa5] {
      try simulation.poke("readings_all_state_i", PortValue(state))
      #expect(try registers.read("all.state") == UInt64(state))
      let count = try registers.read("all.count")
      try simulation.poke("amounts_all_count_i", 1)
      try simulation.step(3)
      try simulation.poke("amounts_all_count_i", 0)
      #expect(try registers.read("all.count") == count + 3)
    }
  }

  private func expectLimit(_ access: () throws -> Void) {
    #expect {
      try access()
    } throws: { error in
      if case SimulationError.cycleLimit = error { true } else { false }
    }
  }

  @Test(
    "An answer that comes late is not that to the next access", arguments: ["bus_ar", "bus_r"],
    [false, true])
  func lateRead(stopped: String, isReset: Bool) async throws {
    let (simulation, _) = try await device()
    let registers = try SimulatedRegisters(DeviceMap.map, in: simulation, cyclesMax: 30)
    try simulation.pace("bus_r", .full)
    try registers.write("control.limit", 0x1_2345)
    try simulation.pace(stopped, .stopped)
    expectLimit { _ = try registers.read("identity.magic") }
    expectLimit { _ = try registers.read("identity.magic") }
    if isReset { try simulation.reset() }
    try simulation.pace(stopped, .full)
    let start = simulation.cycle
    if isReset { try registers.write("control.limit", 0x1_2345) }
    #expect(try registers.read("control.limit") == 0x1_2345)
    #expect(try registers.read("identity.magic") == 0xbeef)
    #expect(simulation.cycle - start < 30)
  }

  @Test(
    "The same of a write, of which a part may have gone", arguments: ["bus_aw", "bus_w", "bus_b"])
  func lateWrite(stopped: String) async throws {
    let (simulation, _) = try await device()
    let registers = try SimulatedRegisters(DeviceMap.map, in: simulation, cyclesMax: 30)
    try simulation.pace(stopped, .stopped)
    expectLimit { try registers.write("control.limit", 7) }
    // The late answer comes while nobody asks.
    try simulation.pace(stopped, .full)
    if stopped == "bus_b" { try simulation.step(10) }
    #expect(throws: RegisterAccessError.self) { try registers.write(at: 0x7c, 1) }
    #expect(try registers.read("control.limit") == 7)
    try registers.write("control.limit", 8)
    #expect(try registers.read("control.limit") == 8)
  }

  @Test("What cannot be is refused in a sentence")
  func refused() async throws {
    let (_, registers) = try await device()
    func sentence(_ access: () throws -> Void) -> String? {
      #expect(throws: RegisterAccessError.self) { try access() }?.description
    }
    #expect(
      sentence { try registers.write("control.limits", 1) }
        == "there is no field 'control.limits'; near it: 'control.limit', 'control.mode', "
        + "'control.start'.")
    #expect(
      sentence { try registers.write("control.mode", 4) }
        == "4 does not fit 'control.mode' of device, which has 2 bits; write 0 to 3.")
    #expect(
      sentence { try registers.write("control.mode", "twice") }
        == "'control.mode' of device has no value 'twice'; it has once, again.")
    #expect(
      sentence { try registers.write("control.enable", "on") }
        == "'control.enable' of device has no value 'on'; its values have no names.")
    #expect(
      sentence { try registers.write("status.busy", 1) }
        == "'status.busy' of device is of kind ro, which is only read.")
    #expect(
      sentence { try registers.write("identity", 1) }
        == "'identity' of device has nothing that is written.")
    #expect(
      sentence { _ = try registers.read(at: 0x30) }
        == "a read of 0x30 of device is answered by SLVERR, not by OKAY.")
    #expect(
      sentence { try registers.write(at: 0, 1) }
        == "a write of 0x0 of device is answered by SLVERR, not by OKAY.")
  }
}
