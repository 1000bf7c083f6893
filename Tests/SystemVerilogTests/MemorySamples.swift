import BenchSupport
import HardwareDSL

/// Calls of memories under conditions: alone, in a choice and over a default.
final class ConditionalMemories: SampleModule {
  let start = input(.bit)
  let clear = input(.bit)
  let word = input(.bits(8))
  let address = input(.unsigned(4))
  let line = output(.bits(8))
  let sum = output(.bits(8))
  let lines = Memory(.bits(8), depth: 16)
  let sums = DualPortMemory(.bits(8), depth: 16)
  let index = register(.unsigned(4), reset: 0)
  var body: Behavior {
    when(start) {
      lines.write(word, at: address)
      lines.read(at: address &+ 1)
    }
    when(clear) {
      sums.a.write(0, at: index)
    }.elseWhen(start) {
      sums.a.write(word, at: address)
    }
    sums.b.read(at: address)
    when(clear) { sums.b.read(at: index) }
    index <== index &+ 1
    line <== lines.readData
    sum <== sums.b.readData
  }
}

/// Two ROMs of the same words, one of others, and one with two ports.
final class Tables: SampleModule {
  let address = input(.unsigned(3))
  let square = (0..<2).map { _ in output(.unsigned(6)) }
  let wide = output(.bits(300))
  let cube = (0..<2).map { _ in output(.signed(10)) }
  let squares = (0..<2).map { _ in
    Memory(.unsigned(6), depth: 8, initial: (0..<8).map { $0 * $0 }, "the squares")
  }
  let wides = Memory(.bits(300), depth: 600, initial: [[1, 2, 3, 4, 5], [6]])
  let cubes = DualPortMemory(
    .signed(10), depth: 8, initial: (-4..<4).map { $0 * $0 * $0 })
  var body: Behavior {
    for index in 0..<2 {
      squares[index].read(at: address)
      square[index] <== squares[index].readData
    }
    wides.read(at: address)
    wide <== wides.readData
    for (port, cube) in zip([cubes.a, cubes.b], cube) {
      port.read(at: address)
      cube <== port.readData
    }
  }
}

enum MemorySamples {
  static var all: [any Module] {
    [
      MemoryGallery(), ConditionalMemories(), Tables(),
      MemoryUser(MemoryOptions(.bits(32), depth: 12, maskGranularity: 8)),
      MemoryUser(MemoryOptions(.bits(8), depth: 1, maskGranularity: 8)),
      MemoryUser(MemoryOptions(.bit, depth: 2, maskGranularity: 1, initial: [[1], [0]])),
      MemoryUser(
        MemoryOptions(.bits(96), depth: 4, maskGranularity: 1, readUnderWrite: .writeFirst)),
      DualPortUser(MemoryOptions(.bit, depth: 1, readUnderWrite: .writeFirst)),
      DualPortUser(
        MemoryOptions(
          .unsigned(16), depth: 300, maskGranularity: 8, readUnderWrite: .writeFirst,
          initial: [[1], [2]])),
    ]
  }
}
