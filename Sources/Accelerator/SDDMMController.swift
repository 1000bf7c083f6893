import AttentionSpec
import HardwareDSL

/// Walks the schedule once: every slot for as many cycles as the features have chunks.
final class SDDMMController: Module {
  let start = input(.bit)
  let slotCount: Signal
  let chunkCount: Signal

  let restart = output(.bit, "to the index buffers: go to the first slot")
  let issue = output(.bit, "the current entries are issued")
  let advance = output(.bit, "to the index buffers: go to the next slot")
  let chunk: Signal
  let firstChunk = output(.bit)
  let lastChunk = output(.bit)
  let done = output(.bit, "the last entries have been issued")

  let running = register(.bit, reset: 0)
  let slot: Signal
  let currentChunk: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    slotCount = input(.unsigned(configuration.slotCountBits))
    chunkCount = input(.unsigned(configuration.chunkCountBits))
    chunk = output(.unsigned(FieldWidths(configuration).chunk))
    slot = register(.unsigned(configuration.slotCountBits), reset: 0)
    currentChunk = register(.unsigned(FieldWidths(configuration).chunk), reset: 0)
  }

  var moduleName: String {
    "sddmm_controller_s\(configuration.capacity.slots)_c\(configuration.chunksMaximum)"
  }

  var documentation: Documentation {
    Documentation(
      "Controller of the sampled dense-dense product: every slot, all chunks of a slot in a row.",
      latency: [.cycles(1, from: start, to: issue)],
      throughput: [.one("chunk", to: issue)],
      reset: [.sentence("idle"), .value(0, of: issue, advance, chunk, done)],
      combinationalPaths: [
        .path(from: start, to: restart), .path(from: chunkCount, to: advance, lastChunk, done),
        .path(from: slotCount, to: done),
      ])
  }

  var body: Behavior {
    let isLastChunk = wire("isLastChunk", currentChunk + 1 == chunkCount)
    let isLastSlot = wire("isLastSlot", slot + 1 == slotCount)
    let ends = wire("ends", running && isLastChunk && isLastSlot)
    when(start) {
      running <== 1
      slot <== 0
      currentChunk <== 0
    }.elseWhen(running) {
      when(isLastChunk) {
        currentChunk <== 0
        slot <== slot &+ 1
        when(isLastSlot) { running <== 0 }
      }.otherwise {
        currentChunk <== currentChunk &+ 1
      }
    }
    restart <== start
    issue <== running
    advance <== (running && isLastChunk)
    chunk <== currentChunk
    firstChunk <== (currentChunk == 0)
    lastChunk <== isLastChunk
    done <== ends
  }
}
