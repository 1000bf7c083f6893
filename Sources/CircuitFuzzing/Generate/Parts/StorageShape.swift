import HardwareDSL
import HardwareIR

/// What a memory is declared as.
struct StorageShape {
  let word: HardwareType
  let depth: Int
  let laneWidth: Int?
  let readUnderWrite: ReadUnderWrite
  let initial: [[UInt64]]

  init(_ random: inout FuzzRandom) {
    let word = random.type()
    self.word = word
    depth = random.integer(1...9)
    let lanes = (1...word.width).filter { word.width.isMultiple(of: $0) && word.width / $0 <= 16 }
    laneWidth = random.oneIn(2) ? random.element(of: lanes) : nil
    readUnderWrite = random.oneIn(2) ? .readFirst : .writeFirst
    let count = random.oneIn(3) ? random.integer(1...depth) : 0
    initial = (0..<count).map { _ in
      var words = (0..<((word.width + 63) / 64)).map { _ in random.next() }
      let used = word.width % 64
      if used > 0 { words[words.count - 1] &= 1 << UInt64(used) - 1 }
      return words
    }
  }
}

extension Pool {
  /// `enable`, but only where an address is one of `depth`: beyond it a memory stores nothing in
  /// every simulator, but a read there is unknown to those of four states.
  func guarded(_ enable: Signal, _ address: Signal, below depth: Int) -> Signal {
    depth == 1 << address.width ? enable : address < .number(depth) && enable
  }

  func mask(lanes: Int) -> Signal {
    signal(lanes == 1 ? .bit : .bits(lanes))
  }
}
