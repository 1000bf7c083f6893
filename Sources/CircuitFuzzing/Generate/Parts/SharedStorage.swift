import HardwareDSL
import HardwareIR

/// A memory with two equal ports, of which both often go to one word.
struct SharedStorage: Part {
  let memory: DualPortMemory
  private let hasMask: Bool
  private let hasContents: Bool

  init(_ random: inout FuzzRandom) {
    let shape = StorageShape(&random)
    memory = DualPortMemory(
      shape.word, depth: shape.depth, maskGranularity: shape.laneWidth,
      readUnderWrite: shape.readUnderWrite, initial: shape.initial)
    hasMask = shape.laneWidth != nil
    hasContents = !shape.initial.isEmpty
  }

  var stem: String { "shared" }
  var state: [Signal] { [memory.a.readData, memory.b.readData] }

  func describe(in pool: Pool) {
    let type = HardwareType.unsigned(memory.addressWidth)
    let place = pool.keep("place", pool.signal(type))
    let isRead = pool.random.oneIn(4)
    use(memory.a, at: place, isRead: isRead, pool)
    // One port writes at least, if there are no contents.
    let isAlsoRead = (!isRead || hasContents) && pool.random.oneIn(4)
    let other =
      pool.random.oneIn(2)
      ? place : mux(pool.condition(depth: 1), place, pool.signal(type))
    use(memory.b, at: other, isRead: isAlsoRead, pool)
  }

  private func use(
    _ port: DualPortMemory.Port, at address: Signal, isRead: Bool, _ pool: Pool
  ) {
    let place = pool.keep("address", address)
    // Bits as they come, since comparisons seldom hold on both ports at once.
    let isEnabled = pool.guarded(pool.signal(.bit), place, below: memory.depth)
    let data = pool.value(memory.word, depth: 1)
    let mask = hasMask ? pool.mask(lanes: memory.laneCount) : nil
    if isRead {
      port.read(at: place, enable: isEnabled)
    } else if pool.random.oneIn(3) {
      port.read(at: place, enable: isEnabled)
      when(pool.condition(depth: 1)) {
        port.write(data, at: place, enable: isEnabled, mask: mask)
      }
    } else {
      port.access(
        at: place, enable: isEnabled, write: pool.signal(.bit), data: data, mask: mask)
    }
  }
}
