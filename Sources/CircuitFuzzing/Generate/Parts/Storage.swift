import HardwareDSL
import HardwareIR

/// A memory with a port to write and one to read, often read where it is being written.
struct Storage: Part {
  let memory: Memory
  private let isWritten: Bool
  private let hasMask: Bool

  init(_ random: inout FuzzRandom) {
    let shape = StorageShape(&random)
    memory = Memory(
      shape.word, depth: shape.depth, maskGranularity: shape.laneWidth,
      readUnderWrite: shape.readUnderWrite, initial: shape.initial)
    // One that is not written has contents, and is a ROM.
    isWritten = shape.initial.isEmpty || !random.oneIn(3)
    hasMask = shape.laneWidth != nil
  }

  var stem: String { "storage" }
  var state: [Signal] { [memory.readData] }

  func describe(in pool: Pool) {
    let type = HardwareType.unsigned(memory.addressWidth)
    let target = pool.keep("target", pool.signal(type))
    let place = pool.keep("place", mux(pool.condition(depth: 1), target, pool.signal(type)))
    let isRead = pool.condition(depth: 1)
    memory.read(at: place, enable: pool.guarded(isRead, place, below: memory.depth))
    guard isWritten else { return }
    let mask = hasMask ? pool.mask(lanes: memory.laneCount) : nil
    memory.write(
      pool.value(memory.word, depth: 1), at: target, enable: pool.condition(depth: 1), mask: mask)
  }
}
