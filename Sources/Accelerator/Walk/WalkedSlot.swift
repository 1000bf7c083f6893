import AttentionSpec
import HardwareDSL

/// What an element does in a slot, as the index says it.
struct SlotEntry: SignalBundle {
  let token: Signal
}

extension SlotEntry {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    token = field(.bits(configuration.indexEntryBits), "of the key, or all ones for nothing")
  }
}

/// A slot of the index: an entry for each element.
struct Slot: SignalBundle {
  let element: [SlotEntry]
}

extension Slot {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    element = (0..<configuration.array.elements).map { _ in SlotEntry(field, configuration) }
  }

  /// A slot as it lies in memory, the first element's entry lowest.
  init(of record: Signal, _ configuration: AcceleratorConfiguration) {
    let bits = configuration.indexEntryBits
    element = (0..<configuration.array.elements).map { element in
      SlotEntry(token: record[(element * bits)..<((element + 1) * bits)])
    }
  }
}

/// What all elements are told in a cycle of the slots that they have been shown and that wait.
struct WalkStep: SignalBundle {
  /// The slot that is shown for scores, or for outputs, passes on and will be issued.
  let passesScores: Signal
  let passesOutputs: Signal
  /// The slot that has passed is issued, a chunk a cycle.
  let issuesScores: Signal
  let issuesOutputs: Signal
  let chunk: Signal
  let firstChunk: Signal
  let lastChunk: Signal
}

extension WalkStep {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    passesScores = field(.bit, "the slot shown for scores passes")
    passesOutputs = field(.bit, "the slot shown for outputs passes")
    issuesScores = field(.bit, "the slot that has passed for scores is issued")
    issuesOutputs = field(.bit, "the slot that has passed for outputs is issued")
    chunk = field(.unsigned(configuration.chunkBits))
    firstChunk = field(.bit)
    lastChunk = field(.bit)
  }
}
