import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// The accelerator as its host sees it: decodes the addresses of the `MemoryMap`, keeps the
/// registers and answers reads of outputs.
final class HostPort: Module {
  let write: ReadyValid<WriteRequest>
  let readRequest = ReadyValid.input(.bits(32))
  let readResponse: ReadyValid<Item>
  let isIdle = input(.bit, "no head is computed: writes are taken")

  let decoded: DecodedWrite
  let command: HeadCommand
  let row: [OperandRead]

  let slots: Signal
  let chunks: Signal
  let heldSettings = Settings(.dataRegister())
  let responseValid = register(.bit, reset: 0)
  let source: Signal

  let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    write = .input { WriteRequest($0, configuration) }
    readResponse = .output(.bits(configuration.busBits))
    decoded = DecodedWrite(.output(), configuration)
    command = HeadCommand(.output(), configuration)
    row = (0..<configuration.array.elements).map { _ in
      OperandRead(ofOutputs: .output(), configuration)
    }
    slots = register(command.head.slots.type, reset: 0)
    chunks = register(command.head.chunks.type, reset: 0)
    source = dataRegister(
      .bits(configuration.array.elements), "the element read, one-hot; none for no output")
  }

  var moduleName: String { configuration.name + "_host_port" }

  var documentation: Documentation {
    Documentation(
      "Host port: decodes writes, keeps the registers of a head and reads outputs.",
      latency: [
        .cycles(1, from: write, to: command.head.slots, command.head.chunks, command.settings),
        .cycles(1, from: readRequest, to: readResponse),
      ],
      throughput: [
        .one("write", from: write, to: command.head.slots),
        .one("word", from: readRequest, to: readResponse),
      ],
      reset: [.value(0, of: command.head, readResponse.valid), .sentence("settings undefined")],
      combinationalPaths: [
        .path(from: isIdle, to: write.ready),
        .path(
          from: isIdle, write.valid, write.payload.address, to: decoded.query, decoded.index,
          decoded.pointer, decoded.bank, decoded.isValue,
          command.head.start),
        .path(from: write.payload.address, to: decoded.word),
        .path(from: write.payload.data, to: decoded.data),
        .path(from: readResponse.ready, to: readRequest.ready, row.map(\.enable)),
        .path(from: readRequest.valid, to: row.map(\.enable)),
        .path(from: readRequest.payload, to: row.map(\.enable), row.map(\.address)),
        .path(from: row.map(\.words), to: readResponse.payload),
      ])
  }

  var body: Behavior {
    writes
    writeLaws
    registers
    reads
  }

  // MARK: Addresses

  func selects(_ region: MemoryMap.Region, _ address: Signal) -> Signal {
    let low = MemoryMap.regionShift
    return address[low..<(low + MemoryMap.regionBits)]
      == constant(region, .bits(MemoryMap.regionBits))
  }

  func unit(_ address: Signal) -> Signal {
    let low = MemoryMap.unitShift
    return address[low..<(low + MemoryMap.unitBits)].asUnsigned
  }

  // MARK: Writes

  @HardwareBuilder private var writes: Behavior {
    section("Writes, refused while a head is computed")
    write.ready <== isIdle
    let address = write.payload.address
    let takes = wire("takes", write.fires)
    let toQuery = wire("toQuery", takes && selects(.query, address))
    let toKey = wire("toKey", takes && selects(.key, address))
    let toValue = wire("toValue", takes && selects(.value, address))
    let toIndex = wire("toIndex", takes && selects(.index, address))
    let toPointer = wire("toPointer", takes && selects(.pointer, address))
    let unit = self.unit(address)
    let isUnit = row.indices.map { wire("isUnit\($0)", unit == .number($0)) }
    // A word of indices is for a group of elements; groups are numbered as elements are.
    let isGroup = row.indices.map { isUnit[$0 / configuration.busWords] }
    decoded
      <== DecodedWrite(
        query: isUnit.map { toQuery && $0 }, index: isGroup.map { toIndex && $0 },
        pointer: isGroup.map { toPointer && $0 }, bank: isUnit.map { (toKey || toValue) && $0 },
        isValue: toValue, word: address[..<MemoryMap.wordBits].asUnsigned,
        data: write.payload.data)
  }

  @HardwareBuilder private var registers: Behavior {
    section("Registers")
    let data = write.payload.data
    let toRegister = wire(
      "toRegister",
      write.fires && selects(.register, write.payload.address) && unit(write.payload.address) == 0)
    for (register, held) in [
      (.slotCount, slots), (.chunkCount, chunks),
      (.softmaxScale, heldSettings.softmaxScale),
      (.outputMultiplier, heldSettings.outputMultiplier),
    ] as [(MemoryMap.Register, Signal)] {
      let takes = wire("takes\(title(register))", toRegister && selects(register))
      when(takes) { held <== data[..<held.width].asUnsigned }
      rangeLaw(register, takes: takes)
    }
    let starts = wire("starts", toRegister && selects(.start))
    command
      <== HeadCommand(
        head: HeadStart(
          start: starts && slots != 0 && chunks != 0, slots: slots, chunks: chunks),
        settings: heldSettings)
  }

  private func selects(_ register: MemoryMap.Register) -> Signal {
    decoded.word == constant(register, decoded.word.type)
  }

  // MARK: Reads

  @HardwareBuilder private var reads: Behavior {
    section("Reads of outputs")
    let address = readRequest.payload.data
    readRequest.ready <== (!responseValid || readResponse.ready)
    let takesRead = wire("takesRead", readRequest.fires)
    when(takesRead) { responseValid <== 1 }
      .elseWhen(readResponse.ready) { responseValid <== 0 }
    let requested = wire("requested", unit(address))
    let isOutput = wire("isOutput", selects(.output, address))
    let isOf = row.indices.map { wire("isOf\($0)", isOutput && requested == .number($0)) }
    when(takesRead) { source <== concatenate(isOf.reversed()) }
    for (row, isOf) in zip(row, isOf) {
      row.enable <== (takesRead && isOf)
      row.address <== address[..<row.address.width].asUnsigned
    }
    readLaw(takes: takesRead && anyOf(isOf), address)
    readResponse.valid <== responseValid
    let words = row.map { concatenate($0.words.reversed()) }
    readResponse.payload.data
      <== chosen(words, by: row.indices.map { source[$0] }).extended(to: configuration.busBits)
  }
}
