import HardwareDSL
import HardwareIR

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

  let addresses: SkidBuffer<Item>
  let words = SkidBuffer { AXI4LiteWriteWord($0) }
  let responses = StreamRegister { Item($0(.bit, "it was refused")) }
  let requests: SkidBuffer<Item>
  let isAnswered = register(.bit, reset: 0, "an answer to a read waits")
  let answer = RegisterAnswer(.dataRegister())
  let state: RegisterSignals
  let kept: RegisterSignals

  let map: RegisterMap
  private let limits: [Requirement]

  public init(_ map: RegisterMap) {
    self.map = map
    limits = map.requirements
    let addressBits = map.addressBits.clamped(to: 3...64)
    bus = AXI4Lite(.input(prefix: "s_axil_"), addressBits: addressBits)
    addresses = SkidBuffer { Item($0(.bits(addressBits - 2))) }
    requests = SkidBuffer { Item($0(.bits(addressBits - 2))) }
    values = RegisterSignals(map, "is held by no register") { field in
      field.isState ? output(field.type, field.note) : nil
    }
    readings = RegisterSignals(map, "is not of kind readOnly") { field in
      field.access == .readOnly ? input(field.type, field.note) : nil
    }
    sets = RegisterSignals(map, "is not of kind writeOneToClear") { field in
      field.access == .writeOneToClear ? input(field.type, "sets these bits") : nil
    }
    clears = RegisterSignals(map, "is no counter, and not of kind writeOneToSet") { field in
      field.access == .writeOneToSet
        ? input(field.type, "clears these bits") : field.amountType.map { _ in input(.bit) }
    }
    amounts = RegisterSignals(map, "is no counter") { field in
      field.amountType.map { input($0, "is added") }
    }
    state = RegisterSignals(map) { field in
      field.isState ? register(field.type, reset: field.resetSignal) : nil
    }
    kept = RegisterSignals(map) { field in
      field.keptBits.map { register(.bits($0.count), reset: 0, "as the low word was read") }
    }
  }

  /// The value of a field, to be read; of kind `readOnly`, to be driven.
  ///
  /// - Parameter path: The names of register and field, as in `control.start`.
  public subscript(_ path: String) -> Signal {
    readings.entries.first { $0.path == path }?.signal ?? values[path]
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
    section("What hardware sees")
    values <== state
  }

  @HardwareBuilder private var writes: Behavior {
    section("Writes: address and word come in any order")
    let writes = addresses(bus.aw.map { Item($0.addr[2...]) }).joined("write", with: words(bus.w))
    let index = writes.payload.first.data
    let writable = map.words.filter(\.isWritable)
    let hits = writable.map { word in
      wire("hits_\(word.name)", index == Signal(word.index, index.type))
    }
    let isWritable = possiblyConstant("isWritable", anyOf(hits))
    bus.b
      <== responses(writes.map { _ in Item(!isWritable) }).map { refused in
        AXI4LiteWriteResponse(resp: AXIResponse.bits(isRefused: refused.data))
      }
    unused("protection", bus.aw.payload.prot, bus.ar.payload.prot)
    cover("WriteRefused", writes.fires && !isWritable)

    section("What software and hardware do to the fields")
    let enables = zip(writable, hits).map { word, hit in
      wire("writes_\(word.name)", writes.fires && hit)
    }
    fields(RegisterWrites(writable, enables, writes.payload.second))
  }

  @HardwareBuilder private var reads: Behavior {
    section("Reads")
    let reads = requests(bus.ar.map { Item($0.addr[2...]) })
    let index = reads.payload.data
    let word = wire("word", .bits(32))
    let isMapped = wire("isMapped", .bit)
    word <== 0
    isMapped <== 0
    let words = Dictionary(uniqueKeysWithValues: map.words.map { ($0.index, $0) })
    decode(index, values: words.keys.sorted()) { number in
      isMapped <== 1
      if let mapped = words[number] { word <== reading(of: mapped) }
    }
    // What is read may change while it waits, so no stream carries it here.
    reads.ready <== (!isAnswered || bus.r.ready)
    when(reads.ready) { isAnswered <== reads.valid }
    when(reads.fires) { answer <== RegisterAnswer(data: word, isRefused: !isMapped) }
    bus.r.valid <== isAnswered
    bus.r.payload.data <== answer.data
    bus.r.payload.resp <== AXIResponse.bits(isRefused: answer.isRefused)
    cover("ReadRefused", reads.fires && !isMapped)
    for placed in map.fields where placed.field.keptBits != nil {
      let low = Signal(placed.register.offset / 4, index.type)
      when(reads.fires && index == low) { kept[placed.path] <== highBits(of: placed) }
    }
  }
}

/// What a read gives.
struct RegisterAnswer: SignalBundle {
  let data: Signal
  let isRefused: Signal
}

extension RegisterAnswer {
  init(_ field: FieldMaker) {
    self.init(data: field(.bits(32)), isRefused: field(.bit))
  }
}
