import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// What a host writes and reads, and the run that it starts.
final class HostRegisters: Module {
  let bus: AXI4Lite
  let irq = output(.bit, "a run has ended, or failed, and the host wants to know")
  let settings: RunSettings
  let go = output(.bit, "a run begins")

  let program: Valid<ProgramFault>
  let results: [Valid<TransferResult>]
  let isEnded = input(.bit, "the program was read to its end")
  let rows = input(.unsigned(AcceleratorConfiguration.countBits), "of the program")
  let rowsTaken = input(.unsigned(AcceleratorConfiguration.countBits), "by the writer of outputs")
  let isQuiet = input(.bit, "all parts are idle")
  let events: BusEvents
  let activity: ArrayActivity
  let progress = Progress(.input())

  let registers = AXI4LiteRegisters(AcceleratorRegisters.map)
  let control: RunControl
  let monitor: BusMonitor
  let happens: ArrayActivity

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let addressBits = configuration.port.addressBits
    let elements = configuration.array.elements
    bus = AXI4Lite(
      .input(prefix: "s_axil_"), addressBits: AcceleratorRegisters.map.addressBits)
    settings = RunSettings(.output(), addressBits: addressBits)
    program = Valid(.input()) { ProgramFault($0) }
    results = RunControl.masters.map { _ in
      Valid(.input()) { TransferResult($0, addressBits: addressBits) }
    }
    events = BusEvents(.input())
    activity = ArrayActivity(.input(), elements: elements)
    control = RunControl(addressBits: addressBits)
    // Five read channels and the writer, each with as many bursts as it may have under way.
    monitor = BusMonitor(
      outstanding: 5 * AcceleratorConfiguration.burstsUnderWay + configuration.port.writes + 16)
    happens = ArrayActivity(.register(reset: 0), elements: elements)
  }

  var moduleName: String { configuration.name + "_host_registers" }

  var documentation: Documentation {
    Documentation(
      "What a host writes and reads, and the run that it starts.",
      latency: [
        .cycles(1, from: bus.aw, bus.w, to: bus.b), .cycles(1, from: bus.ar, to: bus.r),
        .sentence("a run begins 2 cycles after the write of start"),
      ],
      throughput: [
        .one("write", from: bus.aw, bus.w, to: bus.b), .one("read", from: bus.ar, to: bus.r),
      ],
      reset: [
        .sentence("no run has begun, and all windows are closed"),
        .value(
          0, of: bus.b.valid, bus.r.valid, irq, go, settings.reads.isOpen, settings.writes.isOpen),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    registers.bus <== bus
    constants
    run
    places
    counters
  }

  @HardwareBuilder private var constants: Behavior {
    section("The configuration")
    for (path, value) in constantFields {
      registers[path] <== Signal(value, registers[path].type)
    }
  }

  private var constantFields: [(String, Int)] {
    let (array, capacity) = (configuration.array, configuration.capacity)
    let (port, memory) = (configuration.port, configuration.memory)
    return [
      ("array.elements", array.elements), ("array.lines", array.lines),
      ("array.macs", array.macsPerLine), ("capacity.tokens", capacity.tokens),
      ("capacity.heads", capacity.heads), ("capacity.chunks", configuration.chunksMax),
      ("port.beat_bytes", configuration.beatBytes), ("port.word_bytes", configuration.wordBytes),
      ("port.address_bits", port.addressBits), ("port.codes", configuration.decoder.codesMax),
      ("places.keys", memory.keys), ("places.values", memory.values),
      ("places.queries", memory.queries), ("places.banks", memory.banks),
      ("decoder.heads", configuration.decoder.heads),
      ("decoder.codes", configuration.decoder.codes), ("index.slots", memory.slots),
      ("index.slots_ahead", memory.slotsAhead), ("rings.scores", memory.scores),
      ("rings.rows", memory.rows), ("finished.rows", memory.finishedRows),
      ("finished.outputs", memory.outputs), ("beats.codes", memory.codeBeats),
      ("beats.values", memory.valueBeats), ("bursts.bytes", port.burstBytes),
      ("bursts.index", memory.indexBeats), ("bursts.writes", port.writes),
    ]
  }

  @HardwareBuilder private var run: Behavior {
    section("A run")
    monitor.events <== events
    control.start <== registers["control.start"]
    control.timeout <== registers["timeout.cycles"].asUnsigned
    control.progress <== (monitor.isActive || happens.isIssuing)
    control.isBeyond <== anyOf(["program", "data", "outputs"].map { high("\($0).address") })
    control.program <== program
    control.results <== results
    control.isEnded <== isEnded
    control.rows <== rows
    control.rowsTaken <== rowsTaken
    control.isQuiet <== isQuiet
    control.isDrained <== monitor.isDrained
    go <== control.go
    registers["status.busy"] <== control.isBusy
    registers["status.failed"] <== control.isFailed
    registers.sets["status.done"] <== control.succeeds
    registers.sets["status.error"] <== control.fails
    let fault = control.fault
    for (path, value) in [
      ("fault.code", fault.code), ("fault.source", fault.source),
      ("fault_instruction.number", fault.instruction), ("fault_address.address", fault.address),
    ] { registers[path] <== value.extended(to: registers[path].width).asBits }
    irq
      <== delayed(
        "interrupts",
        registers["status.done"] && registers["interrupt.done"]
          || registers["status.error"] && registers["interrupt.error"], reset: 0)
  }

  // MARK: Addresses

  /// The low bits of an address, as many as the port has.
  private func low(_ path: String) -> Signal {
    registers[path][0..<configuration.port.addressBits].asUnsigned
  }

  /// Whether bits above those of the port are set.
  private func high(_ path: String) -> Signal {
    let bits = configuration.port.addressBits
    return bits < 64 ? registers[path][bits...].isAnySet : Signal(0, .bit)
  }

  @HardwareBuilder private var places: Behavior {
    section("Where things are; a window ends with the last address at the latest")
    let beat = bitsToIndex(configuration.beatBytes)
    settings.program <== aligned(low("program.address"), beat)
    settings.data <== aligned(low("data.address"), beat)
    settings.outputs
      <== aligned(low("outputs.address"), bitsToIndex(configuration.wordBytes))
    settings.instructions
      <== registers["program_size.bytes"].asUnsigned
      .shiftedRight(by: bitsToIndex(Instruction.bytes))
      .extended(to: settings.instructions.width)
    for (name, window) in [("read", settings.reads), ("write", settings.writes)] {
      let last = low("\(name)_last.address")
      let isAll = high("\(name)_last.address")
      window.first <== low("\(name)_first.address")
      window.last <== last | isAll.replicated(last.width).asUnsigned
      window.isOpen <== (control.isOpen && !high("\(name)_first.address"))
    }
  }

  /// An address without its lowest bits, which registers do not say.
  private func aligned(_ address: Signal, _ bits: Int) -> Signal {
    address.shiftedRight(by: bits).shiftedLeft(by: bits).resized(to: address.width)
  }

  // MARK: Counters

  @HardwareBuilder private var counters: Behavior {
    section("Counters, from nothing with each run")
    happens <== activity
    let isRunning = wire("isRunning", control.isOpen)
    let isStill = wire("isStill", isRunning && !happens.isIssuing)
    let macs = configuration.featuresPerCycle
    let ofElement = constant("Macs", macs, .unsigned(bitsToHold(macs)))
    let products = delayed(
      "products", mux(happens.isIssuing, happens.entries * ofElement, 0), reset: 0)
    let stalled = [
      ("stalled_scores", happens.scoresWait),
      ("stalled_outputs", !happens.scoresWait && happens.outputsWait),
      ("stalled_slots", !happens.scoresWait && !happens.outputsWait),
    ]
    let (read, written) = (configuration.beatBytes, configuration.wordBytes)
    let amounts: [(String, Signal)] =
      [
        ("cycles", counted("runs", isRunning)),
        ("issued", counted("issues", isRunning && happens.isIssuing)),
        ("bytes_read", amount(monitor.reads, read)),
        ("bytes_written", amount(monitor.writes, written)), ("macs", products),
      ] + stalled.map { ($0, counted("is_\($0)", isStill && $1)) }
    for (name, amount) in amounts {
      registers.amounts["\(name).count"] <== amount
      registers.clears["\(name).count"] <== control.go
    }
    for (name, count) in [
      ("score_slots", progress.scoreSlots), ("output_slots", progress.outputSlots),
      ("rows", progress.rows),
    ] { registers["\(name).count"] <== count.asBits }
  }

  /// What a counter adds comes from a register.
  private func counted(_ name: IndexedName, _ happens: Signal) -> Signal {
    delayed(name, happens, reset: 0)
  }

  private func amount(_ happens: Signal, _ bytes: Int) -> Signal {
    mux(happens, Signal(bytes, .unsigned(8)), Signal(0, .unsigned(8)))
  }
}
