import SimulationInterface

/// A port as 32-bit words, low word first, over the slots of a machine.
struct PortSlots {
  let slot: Int
  let widthBits: Int
  let isSigned: Bool

  var words: Int { (widthBits + 31) / 32 }

  func read(_ machine: Machine, into words: inout [UInt32]) {
    for word in 0..<self.words {
      let half = machine.values[slot + word / 2] >> UInt64(word % 2 * 32)
      words.append(UInt32(truncatingIfNeeded: half) & used(word))
    }
  }

  /// A name of its own: an array would pass for a pointer to what it has.
  func copy(_ machine: Machine, to words: UnsafeMutablePointer<UInt32>) {
    let values = machine.values + slot
    for word in 0..<self.words {
      let half = values[word / 2] >> UInt64(word % 2 * 32)
      words[word] = UInt32(truncatingIfNeeded: half) & used(word)
    }
  }

  /// Bits above the width are dropped.
  func write(_ machine: Machine, _ words: UnsafePointer<UInt32>) {
    let longs = (self.words + 1) / 2
    for index in 0..<longs {
      let (low, high) = (2 * index, 2 * index + 1)
      var long = UInt64(words[low] & used(low))
      if high < self.words { long |= UInt64(words[high] & used(high)) << 32 }
      if index == longs - 1 {
        long = topWord(long, unused: longs * 64 - widthBits, isSigned: isSigned)
      }
      machine.values[slot + index] = long
    }
  }

  /// The bits of a word that belong to the port.
  private func used(_ word: Int) -> UInt32 {
    let count = widthBits - word * 32
    return count >= 32 ? .max : (1 << UInt32(count)) - 1
  }
}

/// Several ports that travel together: each starts at a word of its own.
struct Fields {
  let ports: [PortSlots]
  /// At least one, so that a stream without a payload has items too.
  let words: Int

  init(_ ports: [PortSlots]) {
    self.ports = ports
    words = max(1, ports.reduce(0) { $0 + $1.words })
  }

  func read(_ machine: Machine, into words: inout [UInt32]) {
    if ports.isEmpty { words.append(0) }
    for port in ports { port.read(machine, into: &words) }
  }

  func copy(_ machine: Machine, to words: UnsafeMutablePointer<UInt32>) {
    var rest = words
    for port in ports {
      port.copy(machine, to: rest)
      rest += port.words
    }
  }

  func write(_ machine: Machine, _ words: UnsafePointer<UInt32>) {
    var rest = words
    for port in ports {
      port.write(machine, rest)
      rest += port.words
    }
  }
}

/// Items seen at clock edges, in order, each with its cycle; read from the front.
struct Recording {
  private let itemWords: Int
  private var words: [UInt32] = []
  private var cycles: [Int] = []
  private var taken = 0

  init(_ fields: Fields) { itemWords = fields.words }

  var count: Int { cycles.count - taken }

  mutating func append(cycle: Int, _ fields: Fields, _ machine: Machine) {
    cycles.append(cycle)
    fields.read(machine, into: &words)
  }

  mutating func take(_ items: Int) -> KernelItems {
    let past = taken + min(items, count)
    let result = KernelItems(
      itemWords: itemWords, words: Array(words[(taken * itemWords)..<(past * itemWords)]),
      cycles: Array(cycles[taken..<past]))
    taken = past
    if taken == cycles.count {
      words = []
      cycles = []
      taken = 0
    }
    return result
  }
}
