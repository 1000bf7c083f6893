import AttentionSpec
import HardwareDSL

/// Walks the schedule once: every slot for as many cycles as the features have chunks.
final class SDDMMController: Module {
  let head: HeadStart

  let step: Step
  let firstChunk = output(.bit)
  let lastChunk = output(.bit)
  let done = output(.bit, "the last entries have been issued")

  let running = register(.bit, reset: 0)
  let slot: Signal
  let chunk: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    head = HeadStart(.input(), configuration)
    step = Step(.output(), configuration)
    slot = register(.unsigned(configuration.slotCountBits), reset: 0)
    chunk = register(.unsigned(configuration.chunkBits), reset: 0)
  }

  var moduleName: String {
    "sddmm_controller_s\(configuration.capacity.slots)_c\(configuration.chunksMax)"
  }

  var documentation: Documentation {
    Documentation(
      "Controller of the sampled dense-dense product: every slot, all chunks of a slot in a row.",
      latency: [.cycles(1, from: head.start, to: step.issue)],
      throughput: [.one("chunk", to: step.issue)],
      reset: [.sentence("idle"), .value(0, of: step.issue, step.walk.advance, step.chunk, done)],
      combinationalPaths: [
        .path(from: head.start, to: step.walk.restart),
        .path(from: head.chunks, to: step.walk.advance, lastChunk, done),
        .path(from: head.slots, to: done),
      ])
  }

  var body: Behavior {
    firstChunk <== (chunk == 0)
    lastChunk <== (chunk + 1 == head.chunks)
    let isLastSlot = wire("isLastSlot", slot &+ 1 == head.slots)
    when(head.start) {
      running <== 1
      slot <== 0
      chunk <== 0
    }.elseWhen(running) {
      when(lastChunk) {
        chunk <== 0
        slot <== slot &+ 1
        when(isLastSlot) { running <== 0 }
      }.otherwise {
        chunk <== chunk &+ 1
      }
    }
    step
      <== Step(
        walk: Walk(restart: head.start, advance: running && lastChunk), issue: running, chunk: chunk
      )
    done <== (running && lastChunk && isLastSlot)
  }
}
