import HardwareDSL
import HardwareIR

/// A memory, often read where it is being written.
struct Storage: Part {
  let memory: Memory

  init(_ random: inout FuzzRandom) {
    memory = Memory(random.type(), depth: random.integer(1...9))
  }

  var stem: String { "storage" }
  var state: [Signal] { [memory.readData] }

  func describe(in pool: Pool) {
    let type = HardwareType.unsigned(memory.addressWidth)
    let target = pool.keep("target", pool.signal(type))
    let place = pool.keep("place", mux(pool.condition(depth: 1), target, pool.signal(type)))
    // Beyond the depth a memory writes nothing in every simulator, but a read there is unknown to
    // those of four states.
    let isInside = memory.depth == 1 << type.width ? nil : place < .number(memory.depth)
    let isRead = pool.condition(depth: 1)
    memory.read(at: place, enable: isInside.map { $0 && isRead } ?? isRead)
    memory.write(
      pool.value(memory.word, depth: 1), at: target, enable: pool.condition(depth: 1))
  }
}
