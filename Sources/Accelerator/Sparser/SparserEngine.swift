import AttentionSpec
import HardwareDSL

enum EngineState: HardwareEnum { case idle, sddmm, spmm, drain }

/// The sparser engine: computes SDDMM, softmax, SpMM and requantization of one head, whose queries
/// and index lie in its elements and whose keys and values it reads from banks.
final class SparserEngine: Module {
  let command: HeadCommand
  let busy = output(.bit, "a head is being computed")
  let access: [ElementAccess]
  let keyValue: [KeyValueRead]

  let tap: EngineTaps

  let state = StateRegister(reset: EngineState.idle)
  let drainTimer: Signal

  let element: [SparserElement]
  let sddmm: SDDMMController
  let spmm: SpMMController

  private let configuration: AcceleratorConfiguration
  private let drainCycles: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let elements = configuration.array.elements
    func each<Part>(_ part: () -> Part) -> [Part] { (0..<elements).map { _ in part() } }
    // From the last issue: two stages of operands, the sums, the words through the output drain.
    drainCycles = 1 + MACLine.latency + OutputDrain.latency + configuration.array.macsPerLine - 1

    command = HeadCommand(.input(), configuration)
    access = each { ElementAccess(.input(), configuration) }
    keyValue = each { KeyValueRead(.output(), configuration) }
    tap = EngineTaps(.output(), configuration)

    drainTimer = register(.unsigned(bitsToHold(drainCycles)), reset: 0)
    element = each { SparserElement(configuration) }
    sddmm = SDDMMController(configuration)
    spmm = SpMMController(configuration)
  }

  /// Cycles of a head that neither phase takes: to begin, and until the last outputs are stored.
  var otherCycles: Int { drainCycles + 2 }

  var moduleName: String { configuration.name + "_sparser_engine" }

  var documentation: Documentation {
    Documentation(
      "Sparser engine: one attention head under a fixed mask on \(element.count) elements.",
      latency: [
        .sentence(
          "slots * chunks cycles for SDDMM, as many with one between passes and the stalls for "
            + "SpMM, and \(otherCycles) to begin and to drain"),
        .cycles(1, from: command.head.start, to: busy),
      ],
      throughput: [
        .sentence(
          "\(configuration.array.lines * configuration.array.macsPerLine) products every cycle in "
            + "both phases")
      ],
      reset: [
        .sentence("idle; buffers undefined"), .value(0, of: busy, keyValue.map(\.enable)),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    buffers
    phases
    entries
    observation
  }

  @HardwareBuilder private var buffers: Behavior {
    section("The buffers of the elements")
    element.map(\.access) <== access
    keyValue <== element.map(\.keyValue)
  }

  @HardwareBuilder private var phases: Behavior {
    section("Phases of a head")
    let startsSpMM = wire("startsSpmm", .bit)
    startsSpMM <== 0
    state.decode { current in
      switch current {
      case .idle: when(sddmm.step.walk.restart) { state <== .sddmm }
      case .sddmm:
        when(sddmm.done) {
          state <== .spmm
          startsSpMM <== 1
        }
      case .spmm:
        when(spmm.done) {
          state <== .drain
          drainTimer <== .number(drainCycles)
        }
      case .drain:
        when(drainTimer == 0) { state <== .idle }
          .otherwise { drainTimer <== drainTimer &- 1 }
      }
    }
    busy <== (state != .idle)
    let head = command.head
    sddmm.head <== head
    spmm.head <== HeadStart(start: startsSpMM, slots: head.slots, chunks: head.chunks)
    claim(
      "StartedWhenIdle", !head.start || state == .idle, "a head starts when the one before ended")
  }

  @HardwareBuilder private var entries: Behavior {
    section("Entries, all elements in step")
    let isSpMM = wire("isSpmm", state == .spmm)
    let (first, second) = (sddmm.step, spmm.step)
    let control = EntryControl(
      clear: first.walk.restart,
      step: Step(
        walk: Walk(
          restart: wire("restart", first.walk.restart || second.walk.restart),
          advance: wire("advance", first.walk.advance || second.walk.advance)),
        issue: wire("issue", first.issue || second.issue),
        chunk: wire("chunk", mux(isSpMM, second.chunk, first.chunk))),
      outputStationary: isSpMM, firstChunk: sddmm.firstChunk, lastChunk: sddmm.lastChunk,
      settings: command.settings)
    for element in element { element.control <== control }
    spmm.entry <== element.map(\.status)
  }

  @HardwareBuilder private var observation: Behavior {
    section("Taps for the test bench")
    let present = wire("present", concatenate(element.reversed().map(\.status.valid)))
    tap
      <== EngineTaps(
        sddmm: Tap(valid: sddmm.step.issue, payload: Item(present)),
        spmm: Tap(valid: spmm.step.issue, payload: Item(present)), element: element.map(\.tap))
    for (position, element) in element.enumerated() {
      claim(
        "OutputWhileBusy\(position)", !element.tap.output.valid || state != .idle,
        "outputs are written while the engine is busy")
    }
  }
}
