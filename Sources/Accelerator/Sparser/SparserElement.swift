import AttentionSpec
import HardwareDSL

/// One processing element of the sparser engine with all that is its own: the index and the
/// features of its query rows, their scores, softmax numerators, reciprocals and outputs.
final class SparserElement: Module {
  let access: ElementAccess
  let control: EntryControl
  let status = EntryStatus(.output())
  let keyValue: KeyValueRead

  let tap: ElementTaps

  let idxBuf: IdxBuf
  let query: OperandBuffer
  let processing: ProcessingElement
  let scoreBuffer: ScoreBuffer
  let softmax: SoftmaxUnit
  let reciprocal: ReciprocalUnit
  let numerators: Memory
  let outputs: OutputBuffer

  let issued: IssuedEntry
  let fetched: ProcessedEntry
  let numeratorWriteIndex: Signal
  let numeratorIndex: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let (lines, wordBits) = (configuration.linesPerElement, configuration.lineWordBits)
    access = ElementAccess(.input(), configuration)
    control = EntryControl(.input(), configuration)
    keyValue = KeyValueRead(.output(), configuration)
    tap = ElementTaps(.output(), configuration)

    idxBuf = IdxBuf(configuration)
    query = OperandBuffer(lines: lines, wordBits: wordBits, depth: configuration.rowWords)
    processing = ProcessingElement(configuration)
    scoreBuffer = ScoreBuffer(configuration)
    softmax = SoftmaxUnit(
      scoreBits: configuration.scoreBits, rowSumBits: configuration.rowSumBits)
    reciprocal = ReciprocalUnit(configuration)
    numerators = Memory(
      .unsigned(NumberFormats.numeratorBits), depth: configuration.capacity.slots,
      "Softmax numerators in the order of the entries")
    outputs = OutputBuffer(
      lines: lines, macs: configuration.array.macsPerLine, depth: configuration.rowWords)

    issued = IssuedEntry(.dataRegister(), configuration)
    fetched = ProcessedEntry(.dataRegister(), configuration)
    numeratorWriteIndex = register(.unsigned(configuration.slotCountBits), reset: 0)
    numeratorIndex = register(
      .unsigned(configuration.slotCountBits), reset: 0, "SpMM: entries issued in this pass")
  }

  var moduleName: String { configuration.name + "_sparser_element" }

  var documentation: Documentation {
    Documentation(
      "Element of the sparser engine: index buffer, query buffer, MAC lines, score buffer, "
        + "softmax, reciprocals, numerators and output buffer of the query rows that it owns.",
      latency: [
        .cycles(
          2 + ProcessingElement.scoreLatency, from: control.step.issue, to: tap.score,
          note: "for the last chunk of an entry")
      ],
      throughput: [
        .several(
          configuration.featuresPerCycle, "products", from: control.step.issue, to: tap.score)
      ],
      reset: [
        .control, .value(0, of: tap.valid, status.numeratorReady, status.reciprocalReady),
      ], combinationalPaths: .none)
  }

  var body: Behavior {
    let issues = wire("issues", control.step.issue && idxBuf.entry.valid)
    issueStage(issues)
    operandStage(isIssued: delayed("isIssued", issues, reset: 0))
    scorePath
    outputPath
  }

  @HardwareBuilder private func issueStage(_ issues: Signal) -> Behavior {
    section("Issue: the current entry leaves the index buffer")
    idxBuf.write <== access.write.index
    idxBuf.walk <== control.step.walk
    let entry = idxBuf.entry
    status
      <== EntryStatus(
        valid: entry.valid, last: entry.last, numeratorReady: numeratorIndex != numeratorWriteIndex,
        reciprocalReady: entry.row < reciprocal.rowsDone)

    let walk = control.step.walk
    claim(
      "RowsEnd", !(walk.advance && walk.restart) || mux(entry.valid, entry.last, entry.first),
      "where a walk ends with a restart, the last slot ends a row or stands behind all rows")

    let isSpMM = control.outputStationary
    when(control.step.walk.restart) { numeratorIndex <== 0 }
      .elseWhen(issues && isSpMM) { numeratorIndex <== numeratorIndex &+ 1 }
    when(issues) {
      issued
        <== IssuedEntry(
          place: entry.place, numeratorIndex: numeratorIndex,
          entry: ProcessedEntry(
            outputStationary: isSpMM, first: mux(isSpMM, entry.first, control.firstChunk),
            last: mux(isSpMM, entry.last, control.lastChunk), endsRow: entry.last,
            address: RowAddress(row: entry.row, chunk: control.step.chunk)))
    }
  }

  @HardwareBuilder private func operandStage(isIssued: Signal) -> Behavior {
    section("Operands: query, key or value, softmax numerator and the row's reciprocal")
    let (place, entry) = (issued.place, issued.entry)
    keyValue.request
      <== KeyValueRequest(
        enable: isIssued, bank: place.bank,
        address: KeyValueAddress(
          token: place.address, chunk: entry.address.chunk, isValue: entry.outputStationary
        ).asBits.asUnsigned)
    query.write <== access.write.query
    query.read.enable <== (isIssued && !entry.outputStationary)
    query.read.address <== entry.address.asBits.asUnsigned

    let takesNumerator = wire("takesNumerator", isIssued && entry.outputStationary)
    numerators.read(
      at: .truncating(issued.numeratorIndex), enable: takesNumerator)
    reciprocal.read <== Valid(takesNumerator, RowNumber(row: entry.address.row))

    when(isIssued) { fetched <== entry }
    processing.operands
      <== Valid(
        delayed("isFetched", isIssued, reset: 0),
        ElementOperands(
          entry: fetched, query: query.read.words, keyValue: keyValue.words,
          numerator: numerators.readData, scale: reciprocal.scale))
  }

  @HardwareBuilder private var scorePath: Behavior {
    section("Scores, softmax numerators, row sums")
    scoreBuffer.clear <== control.clear
    scoreBuffer.score <== processing.score
    softmax.entry <== scoreBuffer.entry
    softmax.scale <== control.settings.softmaxScale
    numerators.write(
      softmax.numerator.data, at: .truncating(numeratorWriteIndex),
      enable: softmax.numerator.valid)
    when(control.clear) { numeratorWriteIndex <== 0 }
      .elseWhen(softmax.numerator.valid) { numeratorWriteIndex <== numeratorWriteIndex &+ 1 }
    reciprocal.control
      <== ReciprocalControl(
        clear: control.clear, outputMultiplier: control.settings.outputMultiplier)
    reciprocal.rowSum <== softmax.rowSum
  }

  @HardwareBuilder private var outputPath: Behavior {
    section("Outputs, and taps for the test bench")
    let output = processing.output
    outputs.write <== output.write
    outputs.read <== access.outputRead

    tap
      <== ElementTaps(
        score: Tap(valid: processing.score.valid, payload: Item(processing.score.value)),
        numerator: softmax.numerator.tap, rowSum: softmax.rowSum.tap,
        output: Tap(valid: output.valid && output.word.isLast, payload: Item(output.address.asBits))
      )
  }
}
