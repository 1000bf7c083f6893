import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// The accelerator of sparse attention: runs programs in a memory, from operands to outputs.
public final class AcceleratorTop: Module {
  let registers: AXI4Lite
  let memory: AXI4
  let irq = output(.bit, "a run has ended, or failed, and the host wants to know")

  let tap: EngineTaps
  let operandTap: OperandTaps

  let host: HostRegisters
  let reader: ProgramReader
  let instructions: RecordChannel
  let slots: RecordChannel
  let rows: RecordChannel
  let codes: CodeChannel
  let codeRequester: LoadRequester
  let values: ValueChannel
  let valueRequester: LoadRequester
  let engine: SparserEngine
  let writer: OutputWriter
  /// In the order of `FaultSource`.
  let reads: [AXI4ReadMaster<LinearRequests>]
  let interconnect: AXI4ReadInterconnect

  let configuration: AcceleratorConfiguration

  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let (memory, format) = (configuration.memory, StreamFormat(configuration))
    let addressBits = configuration.port.addressBits
    let shape = AXI4Shape(addressBits: addressBits, dataBits: configuration.port.dataBits)
    registers = AXI4Lite(
      .input(prefix: "s_axil_"), addressBits: AcceleratorRegisters.map.addressBits)
    self.memory = AXI4(.output(prefix: "m_axi_"), shape.joining(Self.readers.count))
    tap = EngineTaps(.output(), configuration)
    operandTap = OperandTaps(.output(), configuration)

    func recordFormat(bytes: Int) -> RecordFormat {
      RecordFormat(
        bytes: bytes, beatBytes: format.beatBytes, burstBytes: configuration.port.burstBytes,
        depth: memory.indexBeats)
    }
    func records(_ name: String, bytes: Int) -> RecordChannel {
      RecordChannel(name, recordFormat(bytes: bytes), addressBits: addressBits)
    }
    host = HostRegisters(configuration)
    reader = ProgramReader(configuration)
    instructions = records("instructions", bytes: Instruction.bytes)
    slots = records("slots", bytes: format.slotBytes)
    rows = records("rows", bytes: format.rowBytes)
    codes = CodeChannel(configuration)
    codeRequester = LoadRequester(configuration, beats: memory.codeBeats)
    values = ValueChannel(configuration)
    valueRequester = LoadRequester(configuration, beats: memory.valueBeats)
    engine = SparserEngine(configuration)
    writer = OutputWriter(configuration)
    let requests = [
      instructions.requests, slots.requests, rows.requests, codeRequester.requests,
      valueRequester.requests,
    ]
    let burstsOfRecords = min(
      recordFormat(bytes: 1).burstsUnderWay, AcceleratorConfiguration.burstsUnderWay)
    reads = zip(Self.readers, requests).map { reader, request in
      let isOfLoads = reader == .codes || reader == .values
      return AXI4ReadMaster(
        LinearRequests(
          addressBits: addressBits, bytesBits: request.payload.bytes.width, windows: 1),
        dataBits: configuration.port.dataBits,
        beatsMax: configuration.port.burstBytes / configuration.beatBytes,
        outstanding: isOfLoads ? AcceleratorConfiguration.burstsUnderWay : burstsOfRecords)
    }
    interconnect = AXI4ReadInterconnect(masters: Self.readers.count, shape)
  }

  /// Who reads, in the order of the masters.
  private static let readers: [FaultSource] = [.program, .slots, .rows, .codes, .values]

  public var moduleName: String { configuration.name }

  public var documentation: Documentation {
    let array = configuration.array
    return Documentation(
      "Accelerator of sparse attention with \(array.lines) lines of \(array.macsPerLine) MACs in "
        + "\(array.elements.counted("element")): runs programs in the memory at its AXI4 port.",
      latency: [.sentence("a run begins 2 cycles after the write of start")],
      throughput: [
        .sentence("\(array.macs) products every cycle, for scores or outputs")
      ],
      reset: [.sentence("no run has begun, and all windows are closed"), .value(0, of: irq)],
      combinationalPaths: [.path(from: memory.r.payload.id, to: memory.r.ready)])
  }

  public var body: Behavior {
    run
    program
    index
    loads
    attention
    port
  }

  @HardwareBuilder private var run: Behavior {
    section("The host, and a run")
    host.bus <== registers
    irq <== host.irq
    host.program <== reader.fault
    host.results
      <== reads.map { Valid($0.results.valid, $0.results.payload) } + [writer.failure]
    host.isEnded <== reader.isEnded
    host.rows <== reader.rows
    host.rowsTaken <== writer.count
    host.isQuiet
      <== [instructions.isIdle, slots.isIdle, rows.isIdle, writer.isIdle].reduce(Signal(1, .bit)) {
        $0 && $1
      }
    host.events <== BusEvents(of: memory)
    host.activity <== engine.activity
    host.progress <== engine.progress
  }

  @HardwareBuilder private var program: Behavior {
    section("The program")
    instructions.range
      <== Valid(
        host.go,
        RecordRange(
          base: host.settings.program,
          offset: Signal(0, .unsigned(AcceleratorConfiguration.offsetBits)),
          count: host.settings.instructions))
    reader.start <== host.go
    reader.instructions <== instructions.records
    reader.isOver <== instructions.isIdle
    reader.isFree <== engine.isFree
    reader.dataBase <== host.settings.data
  }

  @HardwareBuilder private var index: Behavior {
    section("The index: slots and rows")
    let start = reader.index
    slots.range
      <== Valid(
        start.valid,
        RecordRange(
          base: host.settings.data, offset: start.slotsOffset, count: start.slots))
    rows.range
      <== Valid(
        start.valid,
        RecordRange(base: host.settings.data, offset: start.rowsOffset, count: start.rows))
    engine.slots <== slots.records.map { Slot(of: $0.data, configuration) }
    engine.rows <== rows.records.map { RowRecord(of: $0.data, configuration) }
  }

  @HardwareBuilder private var loads: Behavior {
    section("Loads of operands")
    codes.commands <== reader.codes
    codes.features <== reader.features
    codeRequester.loads <== reader.codeAsks
    codeRequester.freed <== codes.source.freed
    codeRequester.progress <== engine.progress
    values.loads <== reader.values
    valueRequester.loads <== reader.valueAsks
    valueRequester.freed <== values.source.freed
    valueRequester.progress <== engine.progress
    codes.counts.clear <== engine.clearsTag
    values.counts.clear <== engine.clearsTag
  }

  @HardwareBuilder private var attention: Behavior {
    section("Attention")
    engine.unit <== reader.units
    engine.head <== reader.heads
    engine.clear <== host.go
    engine.chunks <== reader.chunks
    engine.arrived
      <== OperandArrivals(
        queries: codes.counts.arrived[0], keys: codes.counts.arrived[1],
        values: values.counts.arrived[0])
    engine.queries <== codes.queries
    engine.keys <== codes.keys
    engine.values <== values.values
    writer.rows <== engine.outputs
    writer.units <== Valid(reader.units.valid, UnitOutputs(reader.units.payload))
    writer.chunks <== reader.chunks
    writer.clear <== host.go
    writer.base <== host.settings.outputs
    writer.window <== host.settings.writes
    tap <== engine.tap
    operandTap <== OperandTaps(codes, values, isTaken: engine.values.ready)
  }

  @HardwareBuilder private var port: Behavior {
    section("The port to the memory")
    let requests = [
      instructions.requests, slots.requests, rows.requests, codeRequester.requests,
      valueRequester.requests,
    ]
    let beats = [
      instructions.beats, slots.beats, rows.beats, codes.source.beats, values.source.beats,
    ]
    for (number, master) in reads.enumerated() {
      master.requests <== requests[number]
      master.windows[0] <== host.settings.reads
      master.results.ready <== 1
      beats[number] <== master.beats.map { $0.item }
      interconnect.masters[number] <== master.bus
    }
    memory.ar <== interconnect.port.ar
    interconnect.port.r <== memory.r
    writePort
  }
}
