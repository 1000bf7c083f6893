import AttentionSpec
import HardwareDSL

/// One processing element of the attention engine with all that is its own: rows from their
/// queries to their outputs, by the slots that all elements walk in step.
final class AttentionElement: Module {
  /// Cycles from the issue of a chunk to its words at the lines.
  static let operandLatency = 2
  /// Cycles from the start of a drain to the outputs at the first position of all lines; those at
  /// position `p` come `p` cycles later.
  static let drainLatency = 6

  let queryWord: Valid<QueryWord>
  let row: Valid<GivenRow>
  let hasRoom = output(
    .bit, "two more rows fit beside those that were given in earlier cycles")

  let scoreSlot: Valid<SlotEntry>
  let outputSlot: Valid<SlotEntry>
  let scoreReady = output(.bit, "the slot shown for scores may pass")
  let outputReady = output(.bit, "the slot shown for outputs may pass")
  let step: WalkStep
  let keysArrived: Arrivals
  let valuesArrived: Arrivals

  let keyValue: KeyValueRead
  let division: ReadyValid<DivisionRequest>
  let scale: Valid<RowScale>
  let drain: DrainPort

  let tap: AttentionElementTaps

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let rowSumBits = configuration.rowSumBits
    queryWord = Valid(.input(), "of the row that is given next") { QueryWord($0, configuration) }
    row = Valid(.input(), "with the last word of its query, or later") {
      GivenRow($0, configuration)
    }
    scoreSlot = Valid(.input(), "a slot is shown for scores") { SlotEntry($0, configuration) }
    outputSlot = Valid(.input(), "a slot is shown for outputs") { SlotEntry($0, configuration) }
    step = WalkStep(.input(), configuration)
    keysArrived = Arrivals(.input(), configuration)
    valuesArrived = Arrivals(.input(), configuration)
    keyValue = KeyValueRead(ofPlaces: .output(), configuration)
    division = .output { DivisionRequest($0, rowSumBits: rowSumBits) }
    scale = Valid(.input(), "of the row sums in their order") {
      RowScale($0, rowSumBits: rowSumBits)
    }
    drain = DrainPort(.output(), configuration)
    tap = AttentionElementTaps(.output(), configuration)
  }

  var moduleName: String { configuration.name + "_attention_element" }

  var documentation: Documentation {
    Documentation(
      "Element of the attention engine: ports alone so far.", reset: [.control])
  }

  var body: Behavior {
    let given = [
      hasRoom, scoreReady, outputReady, keyValue.enable, keyValue.bank, keyValue.address,
      division.valid, division.payload.rowSum, division.payload.outputMultiplier, drain.isReady,
      drain.finished.place.tag, drain.finished.place.head, drain.finished.place.token,
      drain.finished.chunk, drain.bytes, tap.score.valid, tap.score.payload.data,
      tap.numerator.valid, tap.numerator.payload.data, tap.rowSum.valid, tap.rowSum.payload.data,
    ]
    for signal in given { signal <== Signal(0, signal.type) }
  }
}
