import AttentionSpec
import HardwareDSL

/// The accelerator: a host port, the banks of keys and values, and the engine that reads them.
///
/// The host loads queries, keys, values and the schedule of a head over a write stream, starts it,
/// and reads its outputs over a read stream; `MemoryMap` has the addresses.
public final class AcceleratorTop: Module {
  let write: ReadyValid<WriteRequest>
  let readRequest = ReadyValid.input(.bits(32))
  let readResponse: ReadyValid<Item>
  let busy = output(.bit, "a head is being computed")

  let tap: EngineTaps

  let host: HostPort
  let banks: KeyValueBanks
  let sparser: SparserEngine

  private let configuration: AcceleratorConfiguration

  /// - Parameter configuration: a configuration that passes `validate()`.
  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    write = .input { WriteRequest($0, configuration) }
    readResponse = .output(.bits(configuration.busBits))
    tap = EngineTaps(.output(), configuration)

    host = HostPort(configuration)
    banks = KeyValueBanks(configuration)
    sparser = SparserEngine(configuration)
  }

  public var moduleName: String { configuration.name }

  public var documentation: Documentation {
    let array = configuration.array
    let capacity = configuration.capacity
    return Documentation(
      "Accelerator of sparse attention, one head at a time under a fixed mask. Elements: "
        + "\(array.elements), each of \(configuration.linesPerElement) x \(array.macsPerLine) "
        + "MACs; up to \(capacity.tokens) tokens, \(capacity.headDimension) features and "
        + "\(capacity.slots) slots.",
      latency: [
        .sentence(
          "slots * chunks cycles for SDDMM, as many with one between passes and the stalls for "
            + "SpMM, and \(sparser.otherCycles) to begin and to drain"),
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
    computing
  }

  @HardwareBuilder private var hosting: Behavior {
    section("The host fills the buffers and reads the outputs")
    host.write <== write
    host.readRequest <== readRequest
    readResponse <== host.readResponse
    host.isIdle <== !sparser.busy
    let decoded = host.decoded
    let features = lineWords(decoded.data)
    let numbers = decoded.data.lanes(of: 32)
    let rowAddress = decoded.word.truncated(to: RowAddress.bits(configuration))
    for (position, access) in sparser.access.enumerated() {
      access
        <== ElementAccess(
          write: ElementWrite(
            query: OperandWrite(
              enable: decoded.query[position], address: rowAddress, words: features),
            index: IndexWrite(
              index: decoded.index[position], pointer: decoded.pointer[position],
              address: decoded.word, number: numbers[position % numbers.count])),
          outputRead: host.row[position])
    }
    let tokenBits = KeyValueAddress.bits(configuration) - 1
    let bankAddress = concatenate(decoded.word.truncated(to: tokenBits), decoded.isValue)
    banks.write
      <== BankWrite(enable: decoded.bank, address: bankAddress.asUnsigned, words: features)
  }

  /// The words of the lines out of a chunk of features: feature `f` is line `f % lines`'s, so that
  /// the outputs of one MAC of every line, which leave together, are features side by side.
  private func lineWords(_ data: Signal) -> [Signal] {
    let features = data[..<configuration.featureWordBits].lanes(of: NumberFormats.operandBits)
    let lines = configuration.linesPerElement
    return (0..<lines).map { line in
      let own = stride(from: line, to: features.count, by: lines).map { features[$0] }
      return wire(
        "lineWord_\(line)", own.count == 1 ? own[0] : concatenate(own.reversed()))
    }
  }

  @HardwareBuilder private var computing: Behavior {
    section("The engine computes a head")
    sparser.command <== host.command
    banks.read <== sparser.keyValue
    busy <== sparser.busy
    tap <== sparser.tap
  }
}
