import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Writes rows of outputs to the memory outside, each word in a burst of its own.
final class OutputWriter: Module {
  let rows: ReadyValid<OutputRow>
  let units: Valid<UnitOutputs>
  let chunks: Signal
  let base: Signal
  let window: AddressWindow
  let clear = input(.bit, "rows are counted anew")
  let bus: AXI4WriteChannels
  let count: Signal
  let isIdle = output(.bit, "every word that was taken is answered")
  let failure: Valid<TransferResult>

  let placer: OutputPlacer
  let words: MemoryFIFO<Item>
  let master: AXI4WriteMaster<LinearRequests>
  /// Words that were taken and are not answered.
  let open: Signal
  let taken = register(
    .unsigned(AcceleratorConfiguration.countBits), reset: 0, "rows with all their chunks")

  private let configuration: AcceleratorConfiguration
  private let limit: Requirement

  /// Words that wait for their addresses, or for the bus: more than there are places on the way of
  /// an address, six steps and six of the queue, the checks and the notes of the master.
  private static let depth = 16

  init(
    _ configuration: AcceleratorConfiguration, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    self.configuration = configuration
    let port = configuration.port
    limit = require(
      configuration.wordBytes <= configuration.beatBytes,
      "outputs of \(configuration.wordBytes) bytes and beats of \(configuration.beatBytes); give "
        + "port.dataBits at least \(8 * configuration.wordBytes)", file: file, line: line,
      column: column)
    rows = .input { OutputRow($0, configuration) }
    units = Valid(.input()) { UnitOutputs($0, configuration) }
    chunks = input(.unsigned(configuration.chunkCountBits), "of a head, at least 1")
    base = input(.unsigned(port.addressBits), "of the outputs")
    window = AddressWindow(.input(), addressBits: port.addressBits)
    bus = AXI4WriteChannels(
      .output(prefix: "m_axi_"),
      AXI4Shape(addressBits: port.addressBits, dataBits: port.dataBits))
    count = output(
      .unsigned(AcceleratorConfiguration.countBits), "rows that were taken with all their chunks")
    failure = Valid(.output()) { TransferResult($0, addressBits: port.addressBits) }
    placer = OutputPlacer(configuration)
    words = MemoryFIFO(depth: Self.depth) { Item($0(.bits(configuration.featureWordBits))) }
    master = AXI4WriteMaster(
      LinearRequests(
        addressBits: port.addressBits, bytesBits: bitsToHold(configuration.wordBytes), windows: 1),
      dataBits: port.dataBits, beatsMax: 1, outstanding: port.writes)
    open = register(.unsigned(bitsToHold(Self.depth + port.writes + 1)), reset: 0)
  }

  var moduleName: String { configuration.name + "_output_writer" }

  var documentation: Documentation {
    Documentation(
      "Writes rows of outputs to the memory outside, each word in a burst of its own.",
      latency: [
        .cycles(OutputPlacer.steps(configuration) + 3, from: rows, to: bus.aw),
        .cycles(1, from: rows, to: isIdle),
      ],
      throughput: [.one("word", from: rows, to: bus.aw)],
      reset: [
        .value(0, of: bus.aw.valid, bus.w.valid, bus.b.ready, failure.valid, count),
        .value(1, of: isIdle, rows.ready),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Addresses and words")
    placer.units <== units
    placer.chunks <== chunks
    placer.base <== base
    rows.ready <== placer.places.ready
    placer.places.valid <== rows.valid
    placer.places.payload <== OutputPlace(place: rows.payload.place, chunk: rows.payload.chunk)
    let takes = wire("takes", rows.fires)
    words.input.valid <== takes
    words.input.payload.data <== rows.payload.word
    claim(
      "WordsHaveRoom", !takes || words.input.ready, "no more words wait than addresses are made")

    section("The bus: a word stands in all lanes, of which its address chooses")
    master.windows[0] <== window
    master.requests <== placer.requests
    let copies = configuration.beatBytes / configuration.wordBytes
    master.beats
      <== words.output.map {
        Item($0.data.extended(to: 8 * configuration.wordBytes).replicated(copies))
      }
    bus <== master.bus

    section("What is under way")
    master.results.ready <== 1
    let result = master.results.payload
    let isAnswered = wire("isAnswered", master.results.valid)
    failure <== Valid(isAnswered && result.error != .none, result)
    when(takes && !isAnswered) { open <== open &+ 1 }
      .elseWhen(isAnswered && !takes) { open <== open &- 1 }
    isIdle <== (open == 0)
    claim("OpenInRange", !takes || isAnswered || !open.asBits.areAllSet)

    section("Rows whose last chunk was taken")
    let endsRow = wire(
      "endsRow", rows.payload.chunk.extended(to: chunks.width) &+ 1 == chunks)
    when(takes && endsRow) { taken <== taken &+ 1 }
    when(clear) { taken <== 0 }
    count <== taken
  }
}
