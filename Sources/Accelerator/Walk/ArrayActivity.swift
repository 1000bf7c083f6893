import HardwareDSL

/// What the array does in a cycle.
struct ArrayActivity: SignalBundle {
  let isIssuing: Signal
  let entries: Signal
  let scoresWait: Signal
  let outputsWait: Signal
}

extension ArrayActivity {
  init(_ field: FieldMaker, elements: Int) {
    isIssuing = field(.bit, "a slot is issued")
    entries = field(.unsigned(bitsToHold(elements)), "elements that multiply for it")
    scoresWait = field(.bit, "a slot is there for scores, and an element is not ready for it")
    outputsWait = field(.bit, "a slot is there for outputs, and an element is not ready for it")
  }
}
