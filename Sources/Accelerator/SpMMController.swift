import AttentionSpec
import HardwareDSL

enum PassState: HardwareEnum { case idle, fetch, run }

/// Walks the schedule once per chunk of output features, all elements in step.
///
/// An element holds the others where its entry's softmax weight is not known yet, where its row
/// ends and the row's reciprocal is not known yet, or where its row would end before the outputs of
/// its previous row have left.
final class SpMMController: Module {
  let start = input(.bit)
  let slotCount: Signal
  let passCount: Signal

  let entryValid: [Signal]
  let entryLast: [Signal]
  let weightReady: [Signal]
  let reciprocalReady: [Signal]

  let restart = output(.bit, "to the index buffers: go to the first slot")
  let issue = output(.bit, "the current entries are issued; go to the next slot")
  let pass: Signal
  let done = output(.bit, "the last entries have been issued")

  let state = StateRegister(reset: PassState.idle)
  let slot: Signal
  let currentPass: Signal
  let drainTimer: [Signal]

  private let configuration: AcceleratorConfiguration
  private let elements: Int
  private let spacing: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    elements = configuration.array.elements
    spacing = configuration.rowSpacing
    let widths = FieldWidths(configuration)
    let (elements, spacing) = (elements, spacing)
    slotCount = input(.unsigned(configuration.slotCountBits))
    passCount = input(.unsigned(configuration.chunkCountBits))
    entryValid = (0..<elements).map { _ in input(.bit) }
    entryLast = (0..<elements).map { _ in input(.bit) }
    weightReady = (0..<elements).map { _ in input(.bit) }
    reciprocalReady = (0..<elements).map { _ in input(.bit) }
    pass = output(.unsigned(widths.chunk))
    slot = register(.unsigned(configuration.slotCountBits), reset: 0)
    currentPass = register(.unsigned(widths.chunk), reset: 0)
    drainTimer = (0..<elements).map { _ in
      register(.unsigned(bitsToHold(spacing - 1)), reset: 0, "cycles until a row may end")
    }
  }

  var moduleName: String {
    let capacity = configuration.capacity
    return "spmm_controller_e\(elements)_s\(capacity.slots)_c\(configuration.chunksMaximum)"
      + "_d\(spacing)"
  }

  var documentation: Documentation {
    Documentation(
      "Controller of the sparse-dense product: all slots in each pass, \(elements) elements in "
        + "step.",
      latency: [.cycles(1, from: start, to: issue)],
      throughput: [
        .one(
          "slot", to: issue, note: "unless an element has to wait; 1 cycle between passes")
      ],
      reset: [.sentence("idle"), .value(0, of: issue, pass, done)],
      combinationalPaths: [
        .path(from: start, to: restart),
        .path(from: entryValid, entryLast, weightReady, reciprocalReady, to: issue, done),
        .path(from: slotCount, passCount, to: done),
      ])
  }

  var body: Behavior {
    section("Who has to wait")
    let waits = (0..<elements).map { element in
      let mayEnd = wire("mayEnd_\(element)", reciprocalReady[element] && drainTimer[element] == 0)
      let mayIssue = weightReady[element] && (!entryLast[element] || mayEnd)
      return wire("waits_\(element)", entryValid[element] && !mayIssue)
    }
    let isReady = wire("isReady", !anyOf(waits))
    let issues = wire("issues", state == .run && isReady)

    section("Slots and passes")
    let isLastSlot = wire("isLastSlot", slot + 1 == slotCount)
    let isLastPass = wire("isLastPass", currentPass + 1 == passCount)
    let passEnds = wire("passEnds", issues && isLastSlot)
    state.decode { current in
      switch current {
      case .idle:
        when(start) {
          state <== .run
          slot <== 0
          currentPass <== 0
        }
      case .fetch: state <== .run
      case .run:
        when(passEnds) {
          slot <== 0
          when(isLastPass) { state <== .idle }
            .otherwise {
              currentPass <== currentPass &+ 1
              state <== .fetch
            }
        }.elseWhen(issues) { slot <== slot &+ 1 }
      }
    }

    section("Outputs of a row leave one a cycle")
    for element in 0..<elements {
      when(issues && entryValid[element] && entryLast[element]) {
        drainTimer[element] <== .number(spacing - 1)
      }.elseWhen(drainTimer[element] != 0) {
        drainTimer[element] <== drainTimer[element] &- 1
      }
    }

    restart <== (start || state == .fetch)
    issue <== issues
    pass <== currentPass
    done <== (passEnds && isLastPass)
  }
}
