import AttentionSpec
import HardwareDSL

enum EngineState: HardwareEnum { case idle, sddmm, spmm, drain }

/// The sparser engine for one head: loads queries, keys, values and the schedule over a write
/// stream, computes SDDMM, softmax, SpMM and requantization, and gives the outputs over a read
/// stream.
public final class SparserEngine: Module {
  let write: ReadyValid<WriteRequest>
  let readRequest = ReadyValid.input(.bits(32))
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

  let host: HostPort
  let element: [SparserElement]
  let banks: KeyValueBanks
  let sddmm: SDDMMController
  let spmm: SpMMController

  private let configuration: AcceleratorConfiguration
  private let drainCycles: Int

  /// - Parameter configuration: a configuration that passes `validate()`.
  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let elements = configuration.array.elements
    // From the last issue: two stages of operands, the sums, the output lanes, the output buffer.
    drainCycles = 4 + OutputLane.latency(macs: configuration.array.macsPerLine)

    write = .input { WriteRequest($0, configuration) }
    readResponse = .output(.bits(configuration.busBits))
    sddmmTap = .output(.bits(elements), "elements with an entry")
    spmmTap = .output(.bits(elements), "elements with an entry")
    func taps(_ type: HardwareType) -> [Tap<Item>] { (0..<elements).map { _ in .output(type) } }
    scoreTap = taps(.signed(configuration.accumulatorBits))
    weightTap = taps(.unsigned(NumberFormats.weightBits))
    rowSumTap = taps(.unsigned(configuration.rowSumBits))
    outputTap = taps(.bits(RowAddress.bits(configuration)))

    drainTimer = register(.unsigned(bitsToHold(drainCycles)), reset: 0)
    host = HostPort(configuration)
    element = (0..<elements).map { _ in SparserElement(configuration) }
    banks = KeyValueBanks(configuration)
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
        + "\(configuration.linesPerElement) x \(array.macsPerLine) MACs; up to "
        + "\(capacity.tokens) tokens, \(capacity.headDimension) features and "
        + "\(capacity.slots) slots.",
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
    hosting
    phases
    entries
    observation
  }

  @HardwareBuilder private var hosting: Behavior {
    section("The host fills the buffers and reads the outputs")
    host.write <== write
    host.readRequest <== readRequest
    readResponse <== host.readResponse
    host.isIdle <== (state == .idle)
    let decoded = host.decoded
    let features = decoded.data[..<configuration.featureWordBits].lanes(
      of: configuration.lineWordBits)
    let numbers = decoded.data.lanes(of: 32)
    for (position, element) in element.enumerated() {
      element.hostWrite
        <== HostWrite(
          query: OperandWrite(
            enable: decoded.query[position],
            address: decoded.word.truncated(to: RowAddress.bits(configuration)), words: features),
          index: IndexWrite(
            index: decoded.index[position], pointer: decoded.pointer[position],
            address: decoded.word, number: numbers[position % numbers.count]))
    }
    let tokenBits = KeyValueAddress.bits(configuration) - 1
    let bankAddress = concatenate(decoded.word.truncated(to: tokenBits), decoded.isValue)
    banks.write
      <== BankWrite(enable: decoded.bank, address: bankAddress.asUnsigned, words: features)
    element.map(\.outputRead) <== host.row
  }

  @HardwareBuilder private var phases: Behavior {
    section("Phases of a head")
    let startsSpMM = wire("startsSpmm", .bit)
    startsSpMM <== 0
    state.decode { current in
      switch current {
      case .idle: when(sddmm.step.walk.restart) { state <== .sddmm }
      case .sddmm:
        when(sddmm.done) {
          state <== .spmm
          startsSpMM <== 1
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
    sddmm.head <== host.head
    spmm.head
      <== HeadStart(start: startsSpMM, slots: host.head.slots, chunks: host.head.chunks)
  }

  @HardwareBuilder private var entries: Behavior {
    section("Entries, all elements in step, and their keys and values")
    let isSpMM = wire("isSpmm", state == .spmm)
    let (first, second) = (sddmm.step, spmm.step)
    let control = EntryControl(
      clear: first.walk.restart,
      step: Step(
        walk: Walk(
          restart: wire("restart", first.walk.restart || second.walk.restart),
          advance: wire("advance", first.walk.advance || second.walk.advance)),
        issue: wire("issue", first.issue || second.issue),
        chunk: wire("chunk", mux(isSpMM, second.chunk, first.chunk))),
      outputStationary: isSpMM, firstChunk: sddmm.firstChunk, lastChunk: sddmm.lastChunk,
      settings: host.settings)
    for element in element { element.control <== control }
    spmm.entry <== element.map(\.status)
    banks.read <== element.map(\.keyValue)
  }

  private var elementTaps: [ElementTaps] {
    element.indices.map { position in
      ElementTaps(
        score: scoreTap[position], weight: weightTap[position], rowSum: rowSumTap[position],
        output: outputTap[position])
    }
  }

  @HardwareBuilder private var observation: Behavior {
    section("Taps for the test bench")
    let present = wire("present", concatenate(element.reversed().map(\.status.valid)))
    sddmmTap <== Tap(valid: sddmm.step.issue, payload: Item(present))
    spmmTap <== Tap(valid: spmm.step.issue, payload: Item(present))
    elementTaps <== element.map(\.taps)
    for (position, element) in element.enumerated() {
      claim(
        "OutputWhileBusy\(position)", !element.taps.output.valid || state != .idle,
        "outputs are written while the engine is busy")
    }
  }
}
