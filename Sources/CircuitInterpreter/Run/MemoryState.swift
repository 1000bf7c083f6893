import HardwareIR
import SimulationInterface

/// The words of one memory. A read sees the words before the write of the same edge; an address
/// beyond the depth reads zeros and writes nothing, as in the Verilated cell.
struct MemoryState {
  let plan: CompiledCircuit.MemoryPlan
  private let length: Int
  private var storage: [UInt64]
  private var read: [UInt64]
  private var isReading = false

  init(_ plan: CompiledCircuit.MemoryPlan, filler: inout Filler) {
    self.plan = plan
    length = (plan.type.width + 63) / 64
    storage = []
    for _ in 0..<plan.depth { storage += filler.words(plan.type) }
    read = [UInt64](repeating: 0, count: length)
  }

  /// The word at an address below the depth.
  func word(at address: Int) -> ArraySlice<UInt64> {
    storage[(address * length)..<((address + 1) * length)]
  }

  mutating func write(_ words: [UInt64], at address: Int) {
    for index in 0..<length { storage[address * length + index] = words[index] }
  }

  /// The first half of an edge: takes the word that is read, then writes.
  mutating func readAndWrite(_ values: Slots) {
    isReading = values[plan.readEnable] != 0
    if isReading {
      let address = values[plan.readAddress]
      let isInside = address < UInt64(plan.depth)
      for index in 0..<length {
        read[index] = isInside ? storage[Int(address) * length + index] : 0
      }
    }
    guard values[plan.writeEnable] != 0 else { return }
    let address = values[plan.writeAddress]
    guard address < UInt64(plan.depth) else { return }
    for index in 0..<length {
      storage[Int(address) * length + index] = values[plan.writeData + index]
    }
  }

  /// The second half: shows the word that was taken. Returns the bits that changed, of all words.
  mutating func present(_ values: Slots) -> UInt64 {
    guard isReading else { return 0 }
    var changes: UInt64 = 0
    for index in 0..<length {
      changes |= values[plan.readData + index] ^ read[index]
      values[plan.readData + index] = read[index]
    }
    return changes
  }
}

/// Content for what nothing initialises.
struct Filler {
  private let fill: StateFill
  private var random: Random

  init(_ fill: StateFill) {
    self.fill = fill
    if case .random(let seed) = fill {
      random = Random(seed: seed)
    } else {
      random = Random(seed: 0)
    }
  }

  mutating func words(_ type: HardwareType) -> [UInt64] {
    let words = (0..<((type.width + 63) / 64)).map { _ -> UInt64 in
      switch fill {
      case .zeros: 0
      case .ones: .max
      case .random: random.next()
      }
    }
    return slotWords(words, width: type.width, isSigned: type.isSigned)
  }
}
