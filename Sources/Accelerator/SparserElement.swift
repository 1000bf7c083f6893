import AttentionSpec
import HardwareDSL

/// One processing element of the sparser engine with all that is its own: the index and the
/// features of its query rows, their scores, softmax weights, reciprocals and outputs.
final class SparserElement: Module {
  let hostWrite: HostWrite
  let outputRead = input(.bit)
  let outputReadAddress: Signal
  let outputWords: [Signal]

  let settings: Settings
  let control: EntryControl

  let entryValid = output(.bit, "the current entry, for the controllers")
  let entryLast = output(.bit)
  let weightReady = output(.bit, "the entry's softmax weight is there")
  let reciprocalReady = output(.bit, "its row's reciprocal is there")

  let keyValueRead = output(.bit, "the entry's key or value, from the banks")
  let keyValueBank: Signal
  let keyValueAddress: Signal
  let keyValueWords: [Signal]

  let scoreTap: Tap<Item>
  let weightTap: Tap<Item>
  let rowSumTap: Tap<Item>
  let outputTap: Tap<Item>

  let idxBuf: IdxBuf
  let query: OperandBuffer
  let processing: ProcessingElement
  let scoreBuffer: ScoreBuffer
  let softmax: SoftmaxUnit
  let reciprocal: ReciprocalUnit
  let weights: Memory
  let outputs: OperandBuffer

  let issued = register(.bit, reset: 0, "an entry was issued in the cycle before")
  let issuedEntry: IssuedEntry
  let fetched = register(.bit, reset: 0, "its operands arrive")
  let fetchedEntry: FetchedEntry
  let weightWriteIndex: Signal
  let weightIndex: Signal
  let issuedWeightIndex: Signal

  private let configuration: AcceleratorConfiguration
  private let widths: FieldWidths
  private let lines: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let widths = FieldWidths(configuration)
    let lines = configuration.linesPerElement
    self.widths = widths
    self.lines = lines
    let wordBits = 8 * configuration.array.macsPerLine
    let rowDepth = configuration.capacity.queriesPerElement << configuration.chunkBits
    hostWrite = HostWrite(.input(), configuration)
    outputs = OperandBuffer(lines: lines, wordBits: wordBits, depth: rowDepth)
    outputReadAddress = input(outputs.readAddress.type)
    outputWords = (0..<lines).map { _ in output(.bits(wordBits)) }
    settings = Settings(.input())
    control = EntryControl(.input(), configuration)
    keyValueBank = output(.unsigned(widths.bank))
    keyValueAddress = output(
      .unsigned(SparserElement.keyValueAddressBits(configuration)), "token, chunk, 1 for a value")
    keyValueWords = (0..<lines).map { _ in input(.bits(wordBits), "one cycle later") }
    scoreTap = .output { field in Item(field(.signed(configuration.accumulatorBits))) }
    weightTap = .output { field in Item(field(.unsigned(NumberFormats.weightBits))) }
    rowSumTap = .output { field in Item(field(.unsigned(configuration.rowSumBits))) }
    idxBuf = IdxBuf(configuration)
    query = OperandBuffer(lines: lines, wordBits: wordBits, depth: rowDepth)
    processing = ProcessingElement(
      configuration, tagBits: SparserElement.rowAddressBits(configuration))
    outputTap = .output { field in
      Item(field(.bits(SparserElement.rowAddressBits(configuration)), "row and chunk"))
    }
    scoreBuffer = ScoreBuffer(configuration)
    softmax = SoftmaxUnit(
      sumBits: configuration.accumulatorBits, rowSumBits: configuration.rowSumBits)
    reciprocal = ReciprocalUnit(configuration)
    weights = Memory(
      .unsigned(NumberFormats.weightBits), depth: configuration.capacity.slots,
      "Softmax weights in the order of the entries.")
    issuedEntry = IssuedEntry(.dataRegister(), configuration)
    fetchedEntry = FetchedEntry(.dataRegister(), configuration)
    weightWriteIndex = register(.unsigned(configuration.slotCountBits), reset: 0)
    weightIndex = register(
      .unsigned(configuration.slotCountBits), reset: 0, "SpMM: entries issued in this pass")
    issuedWeightIndex = dataRegister(.unsigned(configuration.slotCountBits))
  }

  /// Address bits of a row of features in its chunks.
  static func rowAddressBits(_ configuration: AcceleratorConfiguration) -> Int {
    FieldWidths(configuration).row + configuration.chunkBits
  }

  /// Address bits of a bank: token, chunk, and which of key and value.
  static func keyValueAddressBits(_ configuration: AcceleratorConfiguration) -> Int {
    FieldWidths(configuration).bankAddress + configuration.chunkBits + 1
  }

  var moduleName: String { configuration.name + "_sparser_element" }

  var documentation: Documentation {
    Documentation(
      "Element of the sparser engine: index buffer, query buffer, MAC lines, score buffer, "
        + "softmax, reciprocals, weights and output buffer of the query rows that it owns.",
      latency: [
        .cycles(
          2 + ProcessingElement.scoreLatency, from: control.issue, to: scoreTap,
          note: "for the last chunk of an entry")
      ],
      throughput: [
        .several(configuration.featuresPerCycle, "products", from: control.issue, to: scoreTap)
      ],
      reset: [
        .control, .value(0, of: scoreTap.valid, weightTap.valid, rowSumTap.valid, outputTap.valid),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    host
    issueStage
    operandStage
    scorePath
    outputPath
  }

  // MARK: Stages

  @HardwareBuilder private var host: Behavior {
    section("The host fills index and query buffers")
    idxBuf.indexWrite <== hostWrite.index
    idxBuf.pointerWrite <== hostWrite.pointer
    idxBuf.writeAddress <== hostWrite.address
    idxBuf.writeData <== hostWrite.number
    query.write <== hostWrite.query
    query.writeAddress <== hostWrite.address.truncated(to: query.writeAddress.width)
    for index in 0..<lines {
      query.writeWords[index] <== hostWrite.features[index]
    }
  }

  @HardwareBuilder private var issueStage: Behavior {
    section("Issue: the current entry leaves the index buffer")
    idxBuf.restart <== control.restart
    idxBuf.advance <== control.advance
    entryValid <== idxBuf.valid
    entryLast <== idxBuf.last
    weightReady <== (weightIndex != weightWriteIndex)
    reciprocalReady <== (idxBuf.row < reciprocal.rowsDone)

    let issues = wire("issues", control.issue && idxBuf.valid)
    issued <== issues
    when(control.restart) { weightIndex <== 0 }
      .elseWhen(issues && control.outputStationary) { weightIndex <== weightIndex &+ 1 }
    when(issues) {
      issuedEntry.bank <== idxBuf.bank
      issuedEntry.address <== idxBuf.address
      issuedEntry.row <== idxBuf.row
      if let chunk = control.chunk, let held = issuedEntry.chunk { held <== chunk }
      issuedEntry.outputStationary <== control.outputStationary
      issuedEntry.first <== mux(control.outputStationary, idxBuf.first, control.firstChunk)
      issuedEntry.last <== mux(control.outputStationary, idxBuf.last, control.lastChunk)
      issuedEntry.endsRow <== idxBuf.last
      issuedWeightIndex <== weightIndex
    }
  }

  @HardwareBuilder private var operandStage: Behavior {
    section("Operands: query, key or value, softmax weight and the row's reciprocal")
    let rowAddress = wire("rowAddress", chunked(issuedEntry.row))
    keyValueRead <== issued
    keyValueBank <== issuedEntry.bank
    keyValueAddress
      <== concatenate(
        chunked(issuedEntry.address), issuedEntry.outputStationary
      ).asUnsigned
    query.read <== (issued && !issuedEntry.outputStationary)
    query.readAddress <== rowAddress.asUnsigned.truncated(to: query.readAddress.width)

    let takesWeight = wire("takesWeight", issued && issuedEntry.outputStationary)
    weights.read(at: issuedWeightIndex.truncated(to: weights.addressWidth), enable: takesWeight)
    reciprocal.read <== takesWeight
    reciprocal.readRow <== issuedEntry.row

    fetched <== issued
    when(issued) {
      fetchedEntry.outputStationary <== issuedEntry.outputStationary
      fetchedEntry.first <== issuedEntry.first
      fetchedEntry.last <== issuedEntry.last
      fetchedEntry.endsRow <== issuedEntry.endsRow
      fetchedEntry.tag <== rowAddress
    }

    processing.valid <== fetched
    processing.first <== fetchedEntry.first
    processing.last <== fetchedEntry.last
    processing.endsRow <== fetchedEntry.endsRow
    processing.outputStationary <== fetchedEntry.outputStationary
    processing.tag <== fetchedEntry.tag
    processing.weight <== weights.readData
    processing.alignment <== reciprocal.alignment
    processing.reciprocal <== reciprocal.reciprocal
    for index in 0..<lines {
      processing.query[index] <== query.readWords[index]
      processing.keyValue[index] <== keyValueWords[index]
    }
  }

  @HardwareBuilder private var scorePath: Behavior {
    section("Scores, softmax weights, row sums")
    scoreBuffer.clear <== control.clear
    scoreBuffer.scoreValid <== processing.scoreValid
    scoreBuffer.score <== processing.score
    scoreBuffer.scoreEndsRow <== processing.scoreEndsRow
    softmax.entryValid <== scoreBuffer.entryValid
    softmax.score <== scoreBuffer.entryScore
    softmax.maximum <== scoreBuffer.entryMaximum
    softmax.endsRow <== scoreBuffer.entryEndsRow
    softmax.scale <== settings.softmaxScale
    weights.write(
      softmax.weight, at: weightWriteIndex.truncated(to: weights.addressWidth),
      enable: softmax.weightValid)
    when(control.clear) { weightWriteIndex <== 0 }
      .elseWhen(softmax.weightValid) { weightWriteIndex <== weightWriteIndex &+ 1 }
    reciprocal.clear <== control.clear
    reciprocal.outputMultiplier <== settings.outputMultiplier
    reciprocal.rowSumValid <== softmax.rowSumValid
    reciprocal.rowSum <== softmax.rowSum

    scoreTap.valid <== processing.scoreValid
    scoreTap.payload.data <== processing.score
    weightTap.valid <== softmax.weightValid
    weightTap.payload.data <== softmax.weight
    rowSumTap.valid <== softmax.rowSumValid
    rowSumTap.payload.data <== softmax.rowSum
  }

  @HardwareBuilder private var outputPath: Behavior {
    section("Outputs")
    outputs.write <== processing.outputValid
    outputs.writeAddress
      <== processing.outputTag.asUnsigned.truncated(
        to: outputs.writeAddress.width)
    outputs.read <== outputRead
    outputs.readAddress <== outputReadAddress
    for index in 0..<lines {
      outputs.writeWords[index] <== processing.outputs[index]
      outputWords[index] <== outputs.readWords[index]
    }
    outputTap.valid <== processing.outputValid
    outputTap.payload.data <== processing.outputTag
  }

  /// `{number, chunk}`, without the chunk where there is only one.
  private func chunked(_ number: Signal) -> Signal {
    issuedEntry.chunk.map { concatenate(number, $0) } ?? concatenate(number)
  }
}
