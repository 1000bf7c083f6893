import AttentionSpec
import HardwareDSL

enum PassState: HardwareEnum { case idle, fetch, run }

/// Walks the schedule once per chunk of output features, all elements in step.
///
/// An element holds the others where its entry's softmax numerator is not known yet, where its row
/// ends and the row's reciprocal is not known yet, or where its row would end before the outputs of
/// its previous row have left.
final class SpMMController: Module {
  let head: HeadStart
  let entry: [EntryStatus]

  let step: Step
  let done = output(.bit, "the last entries have been issued")

  let state = StateRegister(reset: PassState.idle)
  let slot: Signal
  let pass: Signal
  let drainTimer: [Signal]

  private let configuration: AcceleratorConfiguration
  private let elements: Int
  private let spacing: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    elements = configuration.array.elements
    spacing = configuration.rowSpacing
    let (elements, spacing) = (elements, spacing)
    head = HeadStart(.input(), configuration)
    entry = (0..<elements).map { _ in EntryStatus(.input()) }
    step = Step(.output(), configuration)
    slot = register(.unsigned(configuration.slotCountBits), reset: 0)
    pass = register(.unsigned(configuration.chunkBits), reset: 0)
    drainTimer = (0..<elements).map { _ in
      register(.unsigned(bitsToHold(spacing - 1)), reset: 0, "cycles until a row may end")
    }
  }

  var moduleName: String {
    let capacity = configuration.capacity
    return "spmm_controller_e\(elements)_s\(capacity.slots)_c\(configuration.chunksMax)"
      + "_d\(spacing)"
  }

  var documentation: Documentation {
    Documentation(
      "Controller of the sparse-dense product: all slots in each pass, \(elements) elements in "
        + "step.",
      latency: [.cycles(1, from: head.start, to: step.issue)],
      throughput: [
        .one(
          "slot", to: step.issue, note: "unless an element has to wait; 1 cycle between passes")
      ],
      reset: [.sentence("idle"), .value(0, of: step.issue, step.chunk, done)],
      combinationalPaths: [
        .path(from: head.start, to: step.walk.restart),
        .path(from: entry, to: step.walk.advance, step.issue, done),
        .path(from: head.slots, head.chunks, to: done),
      ])
  }

  var body: Behavior {
    section("Who has to wait")
    let waits = zip(entry, drainTimer).enumerated().map { element, state in
      let (entry, timer) = state
      let mayEnd = wire("mayEnd_\(element)", entry.reciprocalReady && timer == 0)
      let mayIssue = entry.numeratorReady && (!entry.last || mayEnd)
      return wire("waits_\(element)", entry.valid && !mayIssue)
    }
    let isReady = wire("isReady", !anyOf(waits))
    let issues = wire("issues", state == .run && isReady)

    section("Slots and passes")
    let isLastSlot = wire("isLastSlot", slot &+ 1 == head.slots)
    let isLastPass = wire("isLastPass", pass + 1 == head.chunks)
    let passEnds = wire("passEnds", issues && isLastSlot)
    state.decode { current in
      switch current {
      case .idle:
        when(head.start) {
          state <== .run
          slot <== 0
          pass <== 0
        }
      case .fetch: state <== .run
      case .run:
        when(passEnds) {
          slot <== 0
          when(isLastPass) { state <== .idle }
            .otherwise {
              pass <== pass &+ 1
              state <== .fetch
            }
        }.elseWhen(issues) { slot <== slot &+ 1 }
      }
    }

    section("Rows of an element end some cycles apart")
    for (entry, timer) in zip(entry, drainTimer) {
      when(issues && entry.valid && entry.last) { timer <== .number(spacing - 1) }
        .elseWhen(timer != 0) { timer <== timer &- 1 }
    }

    step
      <== Step(
        walk: Walk(restart: head.start || state == .fetch, advance: issues), issue: issues,
        chunk: pass)
    done <== (passEnds && isLastPass)
  }
}
