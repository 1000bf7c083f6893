import HardwareDSL

/// The registers of a map behind AXI4-Lite: what software does to them over the bus, hardware sees
/// and does by the names of the fields.
///
///     registers.bus <== bus
///     when(registers["control.start"]) { isRunning <== 1 }
///     registers["status.is_running"] <== isRunning
///     registers.sets["status.is_over"] <== ends
public final class AXI4LiteRegisters: Module {
  public let bus: AXI4Lite
  /// What registers hold, for hardware to see.
  public let values: RegisterSignals
  /// What hardware gives, of kind `readOnly`.
  public let readings: RegisterSignals
  /// The events of fields of kind `writeOneToClear`.
  public let sets: RegisterSignals
  /// What hardware clears: fields of kind `writeOneToSet`, each bit by itself, and counters.
  public let clears: RegisterSignals
  /// What counters grow by.
  public let amounts: RegisterSignals

  let writer: AXI4LiteWrites
  let reader: AXI4LiteReads
  let state: RegisterSignals
  let kept: RegisterSignals

  private let map: RegisterMap
  private let limits: [Requirement]

  public init(_ map: RegisterMap) {
    self.map = map
    limits = map.requirements
    let addressBits = map.addressBits.clamped(to: UnitSizes.wordAddressBits)
    bus = AXI4Lite(.input(prefix: "s_axil_"), addressBits: addressBits)
    values = .values(of: map)
    readings = .readings(of: map)
    sets = .sets(of: map)
    clears = .clears(of: map)
    amounts = .amounts(of: map)
    writer = AXI4LiteWrites(addressBits: addressBits)
    reader = AXI4LiteReads(addressBits: addressBits)
    state = .state(of: map)
    kept = .kept(of: map)
  }

  /// The value of a field, to be read; of kind `readOnly`, to be driven.
  ///
  /// - Parameter path: The names of register and field, as in `control.start`.
  public subscript(_ path: String) -> Signal {
    readings.signal(path) ?? values[path]
  }

  public var moduleName: String { "\(map.name)_registers" }

  public var documentation: Documentation {
    Documentation(
      "The registers of \(map.name), behind AXI4-Lite.",
      latency: [
        .cycles(1, from: bus.aw, bus.w, to: bus.b), .cycles(1, from: bus.ar, to: bus.r),
        .sentence(
          "what is written is seen by hardware with the response, and what hardware does in the "
            + "next cycle"),
      ],
      throughput: [
        .one("write", from: bus.aw, bus.w, to: bus.b), .one("read", from: bus.ar, to: bus.r),
      ],
      reset: [.value(0, of: bus.b.valid, bus.r.valid)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    writes
    reads
    values <== state
  }

  @HardwareBuilder private var writes: Behavior {
    section("Writes")
    writer.aw <== bus.aw
    writer.w <== bus.w
    bus.b <== writer.b
    let write = writer.write
    let writable = map.words.filter(\.isWritable)
    let hits = writable.map { word in
      wire("hits_\(word.name)", write.index == Signal(word.index, write.index.type))
    }
    write.isRefused <== !possiblyConstant("isWritable", anyOf(hits))

    section("What software and hardware do to the fields")
    let enables = zip(writable, hits).map { word, hit in
      wire("writes_\(word.name)", write.valid && hit)
    }
    let writes = RegisterWrites(writable, enables, write.word)
    for field in map.fields { field.behavior(self, writes) }
  }

  @HardwareBuilder private var reads: Behavior {
    section("Reads")
    reader.ar <== bus.ar
    bus.r <== reader.r
    let read = reader.read
    let words = Dictionary(uniqueKeysWithValues: map.words.map { ($0.index, $0) })
    read.data <== 0
    read.isRefused <== 1
    decode(read.index, values: words.keys.sorted()) { index in
      read.isRefused <== 0
      if let word = words[index] { read.data <== word.reading(self) }
    }
    for placed in map.fields where placed.field.keptBits != nil {
      let low = Signal(placed.register.offset / 4, read.index.type)
      when(read.valid && read.index == low) { kept[placed.path] <== placed.highBits(self) }
    }
  }
}
