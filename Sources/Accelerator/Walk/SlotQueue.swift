import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Keeps the slots of the index for both walks: each slot is walked for scores and, later, again
/// for outputs.
final class SlotQueue: Module {
  let slots: ReadyValid<Slot>
  let scores, outputs: ReadyValid<Slot>

  let fork: StreamFork<Slot>
  let ahead, between: MemoryFIFO<Slot>
  /// A word of a memory comes late in a cycle, and all elements have to see it.
  let shown: [StreamRegister<Slot>]

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let slot = { Slot($0, configuration) }
    slots = .input(slot)
    scores = .output(slot)
    outputs = .output(slot)
    fork = StreamFork(count: 2, slot)
    ahead = MemoryFIFO(depth: configuration.memory.slotsAhead, slot)
    between = MemoryFIFO(depth: configuration.memory.slots, slot)
    shown = (0..<2).map { _ in StreamRegister(slot) }
  }

  var moduleName: String {
    let memory = configuration.memory
    return "slot_queue_\(configuration.array.elements)x\(configuration.indexEntryBits)"
      + "_d\(memory.slotsAhead)_\(memory.slots)"
  }

  var documentation: Documentation {
    let memory = configuration.memory
    return Documentation(
      "The slots of the index: \(memory.slotsAhead) that wait for scores and \(memory.slots) that "
        + "wait for outputs. Each goes to both walks.",
      latency: [.cycles(3, from: slots, to: scores, outputs)],
      throughput: [.one("slot", from: slots, to: scores, note: "while neither queue is full")],
      reset: [
        .sentence("empty"), .value(0, of: scores.valid, outputs.valid), .value(1, of: slots.ready),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    fork.input <== slots
    scores <== shown[0](ahead(fork.outputs[0]))
    outputs <== shown[1](between(fork.outputs[1]))
  }
}
