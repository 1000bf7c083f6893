import AttentionSpec
import HardwareDSL

enum EngineState: HardwareEnum { case idle, sddmm, spmm, drain }

/// The sparser engine for one head: loads queries, keys, values and the schedule over a write
/// stream, computes SDDMM, softmax, SpMM and requantization, and gives the outputs over a read
/// stream.
public final class SparserEngine: Module {
  let write: ReadyValid<WriteRequest>
  let readRequest: ReadyValid<Item>
  let readResponse: ReadyValid<Item>
  let busy = output(.bit, "a head is being computed")

  let sddmmTap: Tap<Item>
  let spmmTap: Tap<Item>
  let scoreTap: [Tap<Item>]
  let weightTap: [Tap<Item>]
  let rowSumTap: [Tap<Item>]
  let outputTap: [Tap<Item>]

  let state = StateRegister(reset: EngineState.idle)
  let drainTimer: Signal
  let slotCount: Signal
  let chunkCount: Signal
  let settings: Settings
  let responseValid = register(.bit, reset: 0)
  let responseMapped = dataRegister(.bit, "the address is one of an output")
  let responseElement: Signal

  let element: [SparserElement]
  let bank: [OperandBuffer]
  let crossbar: BankCrossbar
  let sddmm: SDDMMController
  let spmm: SpMMController

  private let configuration: AcceleratorConfiguration
  private let widths: FieldWidths
  private let lines: Int
  private let drainCycles: Int

  /// - Parameter configuration: a configuration that passes `validate()`.
  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let elements = configuration.array.elements
    let lines = configuration.linesPerElement
    let wordBits = 8 * configuration.array.macsPerLine
    let widths = FieldWidths(configuration)
    self.lines = lines
    self.widths = widths
    // From the last issue: two stages of operands, the sums, the output lanes, the output buffer.
    drainCycles = 4 + OutputLane.latency(macs: configuration.array.macsPerLine)

    write = .input { field in WriteRequest(field, configuration) }
    readRequest = .input { field in Item(field(.bits(32))) }
    readResponse = .output { field in Item(field(.bits(configuration.busBits))) }
    sddmmTap = .output { field in Item(field(.bits(elements), "elements with an entry")) }
    spmmTap = .output { field in Item(field(.bits(elements), "elements with an entry")) }
    func taps(_ type: HardwareType) -> [Tap<Item>] {
      (0..<elements).map { _ in .output { field in Item(field(type)) } }
    }
    scoreTap = taps(.signed(configuration.accumulatorBits))
    weightTap = taps(.unsigned(NumberFormats.weightBits))
    rowSumTap = taps(.unsigned(configuration.rowSumBits))
    outputTap = taps(.bits(SparserElement.rowAddressBits(configuration)))

    drainTimer = register(.unsigned(bitsToHold(drainCycles)), reset: 0)
    slotCount = register(.unsigned(configuration.slotCountBits), reset: 0)
    chunkCount = register(.unsigned(configuration.chunkCountBits), reset: 0)
    settings = Settings(.dataRegister())
    responseElement = dataRegister(.unsigned(widths.bank))

    element = (0..<elements).map { _ in SparserElement(configuration) }
    let tokenDepth = configuration.capacity.tokensPerBank << (configuration.chunkBits + 1)
    bank = (0..<elements).map { _ in
      OperandBuffer(lines: lines, wordBits: wordBits, depth: tokenDepth)
    }
    crossbar = BankCrossbar(
      ports: elements, lines: lines, wordBits: wordBits, bankBits: widths.bank,
      addressBits: SparserElement.keyValueAddressBits(configuration))
    sddmm = SDDMMController(configuration)
    spmm = SpMMController(configuration)
  }

  /// Cycles of a head that neither phase takes: to begin, and until the last outputs are stored.
  var otherCycles: Int { drainCycles + 2 }

  public var moduleName: String { configuration.name }

  public var documentation: Documentation {
    let array = configuration.array
    let capacity = configuration.capacity
    return Documentation(
      "Sparser engine: one attention head under a fixed mask. Elements: \(array.elements), each of "
        + "\(lines) x \(array.macsPerLine) MACs; up to \(capacity.tokens) tokens, "
        + "\(capacity.headDimension) features and \(capacity.slots) slots.",
      latency: [
        .sentence(
          "slots * chunks cycles for SDDMM, as many and the stalls for SpMM, and "
            + "\(otherCycles) to begin and to drain"),
        .cycles(1, from: write, to: busy, note: "for the write that starts a head"),
        .cycles(1, from: readRequest, to: readResponse),
      ],
      throughput: [
        .sentence("\(array.lines * array.macsPerLine) products every cycle in both phases"),
        .one("word", from: readRequest, to: readResponse, note: "of the outputs"),
      ],
      reset: [
        .sentence("idle; buffers undefined"), .value(0, of: busy, readResponse.valid),
        .value(1, of: write.ready),
      ],
      combinationalPaths: [.path(from: readResponse.ready, to: readRequest.ready)])
  }

  public var body: Behavior {
    hostWrites
    phases
    entries
    operands
    outputs
    observation
  }

  // MARK: Host

  private func selects(_ region: MemoryMap.Region, _ address: Signal) -> Signal {
    let low = MemoryMap.regionShift
    return address[low...(low + MemoryMap.regionBits - 1)]
      == Signal(Int(region.rawValue), .bits(MemoryMap.regionBits))
  }

  private func unit(_ address: Signal) -> Signal {
    let low = MemoryMap.unitShift
    return address[low...(low + MemoryMap.unitBits - 1)].asUnsigned
  }

  private func selects(_ register: MemoryMap.Register, _ word: Signal) -> Signal {
    word == Signal(Int(register.rawValue), word.type)
  }

  @HardwareBuilder private var hostWrites: Behavior {
    section("Host writes, refused while a head is computed")
    write.ready <== (state == .idle)
    let address = write.payload.address
    let data = write.payload.data
    let word = wire("word", address[0...(MemoryMap.wordBits - 1)].asUnsigned)
    let takes = wire("takes", write.fires)
    let toQuery = wire("toQuery", takes && selects(.query, address))
    let toKey = wire("toKey", takes && selects(.key, address))
    let toValue = wire("toValue", takes && selects(.value, address))
    let toIndex = wire("toIndex", takes && selects(.index, address))
    let toPointer = wire("toPointer", takes && selects(.pointer, address))
    let toRegister = wire("toRegister", takes && selects(.register, address))
    for (position, target) in element.enumerated() {
      let isUnit = wire("isUnit_\(position)", unit(address) == .number(position))
      let (group, lane) = position.quotientAndRemainder(dividingBy: configuration.busWords)
      let isGroup = wire("isGroupOf_\(position)", unit(address) == .number(group))
      target.hostWrite.query <== (toQuery && isUnit)
      target.hostWrite.index <== (toIndex && isGroup)
      target.hostWrite.pointer <== (toPointer && isGroup)
      target.hostWrite.address <== word
      target.hostWrite.number <== data[(32 * lane)...(32 * lane + 31)]
      bank[position].write <== ((toKey || toValue) && isUnit)
      bank[position].writeAddress <== bankAddress(word, toValue, of: bank[position])
      for index in 0..<lines {
        let features = lineWord(data, index, configuration)
        target.hostWrite.features[index] <== features
        bank[position].writeWords[index] <== features
      }
    }
    when(toRegister && selects(.slotCount, word)) {
      slotCount <== data[0...(slotCount.width - 1)].asUnsigned
    }
    when(toRegister && selects(.chunkCount, word)) {
      chunkCount <== data[0...(chunkCount.width - 1)].asUnsigned
    }
    when(toRegister && selects(.softmaxScale, word)) {
      settings.softmaxScale <== data[0...(settings.softmaxScale.width - 1)].asUnsigned
    }
    when(toRegister && selects(.outputMultiplier, word)) {
      settings.outputMultiplier <== data[0...(settings.outputMultiplier.width - 1)].asUnsigned
    }
    let starts = wire("starts", toRegister && selects(.start, word))
    sddmm.start <== (starts && slotCount != 0 && chunkCount != 0)
  }

  /// Token and chunk, then 1 for a value; a bank of one word of each needs only that.
  private func bankAddress(_ word: Signal, _ isValue: Signal, of bank: OperandBuffer) -> Signal {
    let bits = bank.writeAddress.width - 1
    if bits == 0 { return isValue.asUnsigned }
    return concatenate(word.truncated(to: bits), isValue).asUnsigned
  }

  // MARK: Phases

  @HardwareBuilder private var phases: Behavior {
    section("Phases of a head")
    spmm.start <== 0
    state.decode { current in
      switch current {
      case .idle: when(sddmm.restart) { state <== .sddmm }
      case .sddmm:
        when(sddmm.done) {
          state <== .spmm
          spmm.start <== 1
        }
      case .spmm:
        when(spmm.done) {
          state <== .drain
          drainTimer <== .number(drainCycles)
        }
      case .drain:
        when(drainTimer == 0) { state <== .idle }
          .otherwise { drainTimer <== drainTimer &- 1 }
      }
    }
    busy <== (state != .idle)
    sddmm.slotCount <== slotCount
    sddmm.chunkCount <== chunkCount
    spmm.slotCount <== slotCount
    spmm.passCount <== chunkCount
  }

  @HardwareBuilder private var entries: Behavior {
    section("Entries, all elements in step")
    let isSpMM = wire("isSpmm", state == .spmm)
    let restart = wire("restart", sddmm.restart || spmm.restart)
    let issue = wire("issue", sddmm.issue || spmm.issue)
    let advance = wire("advance", sddmm.advance || spmm.issue)
    let chunk =
      configuration.chunkBits == 0 ? nil : wire("chunk", mux(isSpMM, spmm.pass, sddmm.chunk))
    for (position, target) in element.enumerated() {
      target.settings <== settings
      target.control.clear <== sddmm.restart
      target.control.restart <== restart
      target.control.issue <== issue
      target.control.advance <== advance
      target.control.outputStationary <== isSpMM
      if let target = target.control.chunk, let chunk { target <== chunk }
      target.control.firstChunk <== sddmm.firstChunk
      target.control.lastChunk <== sddmm.lastChunk
      spmm.entryValid[position] <== target.entryValid
      spmm.entryLast[position] <== target.entryLast
      spmm.weightReady[position] <== target.weightReady
      spmm.reciprocalReady[position] <== target.reciprocalReady
    }
  }

  @HardwareBuilder private var operands: Behavior {
    section("Keys and values from the banks")
    for (position, target) in element.enumerated() {
      crossbar.read[position] <== target.keyValueRead
      crossbar.bank[position] <== target.keyValueBank
      crossbar.address[position] <== target.keyValueAddress
      bank[position].read <== crossbar.bankRead[position]
      bank[position].readAddress
        <== crossbar.bankAddress[position].truncated(
          to: bank[position].readAddress.width)
      for index in 0..<lines {
        crossbar.bankWords[position][index] <== bank[position].readWords[index]
        target.keyValueWords[index] <== crossbar.words[position][index]
      }
    }
  }

  // MARK: Outputs

  @HardwareBuilder private var outputs: Behavior {
    section("Host reads of outputs")
    let address = readRequest.payload.data
    readRequest.ready <== (!responseValid || readResponse.ready)
    let takesRead = wire("takesRead", readRequest.fires)
    when(takesRead) { responseValid <== 1 }
      .elseWhen(readResponse.ready) { responseValid <== 0 }
    let requestedUnit = wire("requestedUnit", unit(address))
    let isMapped = wire(
      "isMapped", selects(.output, address) && requestedUnit < .number(element.count))
    when(takesRead) {
      responseMapped <== isMapped
      responseElement <== requestedUnit.truncated(to: widths.bank)
    }
    for (position, target) in element.enumerated() {
      target.outputRead <== (takesRead && isMapped && requestedUnit == .number(position))
      target.outputReadAddress <== address[0...(target.outputReadAddress.width - 1)].asUnsigned
    }
    readResponse.valid <== responseValid
    let response = wire(
      "response",
      select(
        element.map { padded(concatenate($0.outputWords.reversed())) }, at: responseElement))
    readResponse.payload.data <== mux(responseMapped, response, Signal(0, response.type))
  }

  private func padded(_ word: Signal) -> Signal {
    let missing = configuration.busBits - word.width
    return missing == 0 ? word : concatenate(Signal(0, .bits(missing)), word)
  }

  @HardwareBuilder private var observation: Behavior {
    section("Taps for the test bench")
    let present = wire("present", concatenate(element.reversed().map(\.entryValid)))
    sddmmTap.valid <== sddmm.issue
    sddmmTap.payload.data <== present
    spmmTap.valid <== spmm.issue
    spmmTap.payload.data <== present
    for (position, source) in element.enumerated() {
      scoreTap[position].valid <== source.scoreTap.valid
      scoreTap[position].payload.data <== source.scoreTap.payload.data
      weightTap[position].valid <== source.weightTap.valid
      weightTap[position].payload.data <== source.weightTap.payload.data
      rowSumTap[position].valid <== source.rowSumTap.valid
      rowSumTap[position].payload.data <== source.rowSumTap.payload.data
      outputTap[position].valid <== source.outputTap.valid
      outputTap[position].payload.data <== source.outputTap.payload.data
      claim("OutputWhileBusy\(position)", !source.outputTap.valid || state != .idle)
    }
  }
}

/// A word of the host for an address of the `MemoryMap`.
struct WriteRequest: SignalBundle {
  let address: Signal
  let data: Signal

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    address = field(.bits(32), "region, unit, word")
    data = field(.bits(configuration.busBits))
  }
}
