import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// The sparser engine: elements that compute rows of scores, their softmax and their outputs, and
/// what they share.
///
/// Units of work, rows and slots come as a program lists them, operands in any order of arrival;
/// rows of outputs leave as they are finished.
final class SparserEngine: Module {
  let unit: Valid<UnitWrite>
  let head: Valid<HeadWrite>
  let clear = input(.bit, "a program begins: nothing is counted")
  let chunks: Signal
  let isFree = output(.bit, "a unit may be given")
  let clearsTag: Valid<Item>

  let slots: ReadyValid<Slot>
  let rows: ReadyValid<RowRecord>
  let arrived: OperandArrivals
  let queries: [Valid<OperandWord>]
  let keys: [Valid<OperandWord>]
  let values: ReadyValid<OperandWord>

  let progress = Progress(.output())
  let outputs: ReadyValid<OutputRow>
  let activity: ArrayActivity
  let tap: EngineTaps

  let lastChunk: Signal
  let element: [ProcessingElement]
  let slotQueue: SlotQueue
  let controller: WalkController
  let table: UnitTable
  let dispatcher: RowDispatcher
  let banks: OperandBanks
  let queryMemory: QueryMemory
  let divider: RowDivider
  let collector: OutputCollector

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let elements = configuration.array.elements
    let heads = configuration.decoder.heads
    unit = Valid(.input()) { UnitWrite($0, configuration) }
    head = Valid(.input()) { HeadWrite($0, configuration) }
    chunks = input(.unsigned(configuration.chunkCountBits), "of a token, at least 1")
    clearsTag = Valid(
      .output(), .unsigned(AcceleratorConfiguration.tagBits), "the unit of this tag has ended")
    slots = .input { Slot($0, configuration) }
    rows = .input { RowRecord($0, configuration) }
    arrived = OperandArrivals(.input(), configuration)
    queries = (0..<heads).map { _ in
      Valid(.input()) { OperandWord(ofQueries: $0, configuration) }
    }
    keys = (0..<heads).map { _ in Valid(.input()) { OperandWord(ofBanks: $0, configuration) } }
    values = .input { OperandWord(ofBanks: $0, configuration) }
    outputs = .output { OutputRow($0, configuration) }
    activity = ArrayActivity(.output(), elements: elements)
    tap = EngineTaps(.output(), configuration)

    lastChunk = dataRegister(
      .unsigned(configuration.chunkBits), "the number of the last chunk of a token")
    element = (0..<elements).map { _ in ProcessingElement(configuration) }
    slotQueue = SlotQueue(configuration)
    controller = WalkController(configuration)
    table = UnitTable(configuration)
    dispatcher = RowDispatcher(configuration)
    banks = OperandBanks(configuration)
    queryMemory = QueryMemory(configuration)
    divider = RowDivider(elements: elements, rowSumBits: configuration.rowSumBits)
    collector = OutputCollector(configuration, latency: ProcessingElement.drainLatency)
  }

  var moduleName: String { configuration.name + "_sparser_engine" }

  var documentation: Documentation {
    let array = configuration.array
    return Documentation(
      "Sparser engine: units of work on \(array.elements.counted("element")) of "
        + "\(configuration.featuresPerCycle.counted("product")) a cycle.",
      latency: [.sentence("as the slots are walked; see the units")],
      throughput: [
        .sentence("\(array.macs) products every cycle, for scores or outputs")
      ],
      reset: [
        .sentence("no unit, no row and no slot; memories of operands undefined"),
        .value(0, of: outputs.valid, clearsTag.valid), .value(1, of: isFree, slots.ready),
      ],
      combinationalPaths: [
        .path(
          from: keys.map(\.valid), keys.map(\.payload.place), values.payload.place,
          to: values.ready),
        .path(from: rows.payload.token, arrived.queries, to: rows.ready),
        .path(from: arrived.keys, to: activity.scoresWait),
        .path(from: arrived.values, to: activity.outputsWait),
      ])
  }

  var body: Behavior {
    units
    walking
    givingRows
    operands
    outputsLeave
    observation
  }

  @HardwareBuilder private var units: Behavior {
    section("Units of work under way")
    table.unit <== unit
    table.head <== head
    table.arrived <== arrived
    isFree <== table.isFree
    clearsTag <== table.clear
    lastChunk <== (chunks &- 1).truncated(to: lastChunk.width)
  }

  @HardwareBuilder private var walking: Behavior {
    section("Slots are walked for scores, and again for outputs")
    slotQueue.slots <== slots
    controller.scores <== slotQueue.scores.map { _ in Token() }
    controller.outputs <== slotQueue.outputs.map { _ in Token() }
    controller.scoreReady <== element.map(\.scoreReady)
    controller.outputReady <== element.map(\.outputReady)
    controller.lastChunk <== lastChunk
    controller.clear <== clear
    for (number, element) in element.enumerated() {
      element.scoreSlot
        <== Valid(slotQueue.scores.valid, slotQueue.scores.payload.element[number])
      element.outputSlot
        <== Valid(slotQueue.outputs.valid, slotQueue.outputs.payload.element[number])
      element.step <== controller.step
      element.keysArrived <== arrived.keys
      element.valuesArrived <== arrived.values
    }
  }

  @HardwareBuilder private var givingRows: Behavior {
    section("Rows go to their elements, with their queries")
    dispatcher.rows <== rows
    dispatcher.written <== table.written
    dispatcher.arrived <== arrived.queries
    dispatcher.hasRoom <== element.map(\.hasRoom)
    dispatcher.lastChunk <== lastChunk
    dispatcher.clear <== clear
    table.lookup <== dispatcher.lookup
    queryMemory.read <== dispatcher.read
    for (number, element) in element.enumerated() {
      element.queryWord <== Valid(dispatcher.givesWord[number], dispatcher.queryWord)
      element.row <== Valid(dispatcher.givesRow[number], dispatcher.row)
    }
    let walked = controller.progress
    progress
      <== Progress(
        scoreSlots: walked.scoreSlots, outputSlots: walked.outputSlots, rows: dispatcher.dispatched)
  }

  @HardwareBuilder private var operands: Behavior {
    section("Operands")
    queryMemory.writes <== queries
    banks.keys <== keys
    banks.values <== values
    banks.read <== element.map(\.keyValue)
  }

  @HardwareBuilder private var outputsLeave: Behavior {
    section("Row sums are divided, and rows of outputs collected")
    divider.rows <== element.map(\.division)
    for (element, answer) in zip(element, divider.answers) { element.scale <== answer }
    collector.drain <== element.map(\.drain)
    outputs <== collector.rows
    let row = outputs.payload
    table.rowEnd
      <== Valid(outputs.fires && row.chunk == lastChunk, row.place.tag)
  }

  @HardwareBuilder private var observation: Behavior {
    section("What the array does")
    let reads = element.map(\.keyValue.enable)
    let entries = sum(of: reads.map(\.asUnsigned)).resized(to: activity.entries.width)
    let (scores, outputs) = (slotQueue.scores, slotQueue.outputs)
    activity
      <== ArrayActivity(
        isIssuing: anyOf(reads), entries: entries, scoresWait: scores.valid && !scores.ready,
        outputsWait: outputs.valid && !outputs.ready)

    section("Taps for the test bench")
    let step = controller.step
    tap
      <== EngineTaps(
        scores: Tap(valid: step.issuesScores, payload: Item(step.chunk)),
        outputs: Tap(valid: step.issuesOutputs, payload: Item(step.chunk)),
        element: element.map(\.tap))
  }
}
