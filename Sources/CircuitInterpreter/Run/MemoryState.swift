import Basics
import HardwareIR
import SimulationInterface

/// The words of one memory. At an edge every port reads the words as they were, or in a write-first
/// memory as they become; then the ports write in their order. An address beyond the depth reads
/// zeros and writes nothing, as in the Verilated cell.
///
/// A design has hundreds of memories and an edge visits all of them: they are plain buffers without
/// counts of references, which their kernel deallocates.
struct MemoryState {
  let clock: Int
  private let depth: UInt64
  private let width: Int
  /// The slots of a word.
  private let length: Int
  /// 0 where words are written whole.
  private let laneWidth: Int
  private let isWriteFirst: Bool
  private let storage: UnsafeMutablePointer<UInt64>
  private let readers: UnsafeMutablePointer<MemoryPlan.Reader>
  private let readerCount: Int
  private let writers: UnsafeMutablePointer<MemoryPlan.Writer>
  private let writerCount: Int
  /// The word that each reader has taken, and whether it has.
  private let taken: UnsafeMutablePointer<UInt64>
  private let hasTaken: UnsafeMutablePointer<Bool>
  /// The bits of a word that the write at hand replaces.
  private let written: UnsafeMutablePointer<UInt64>

  init(_ plan: MemoryPlan, filler: inout Filler) {
    clock = plan.clock
    depth = UInt64(plan.depth)
    width = plan.type.width
    length = plan.wordLength
    laneWidth = plan.laneWidth ?? 0
    isWriteFirst = plan.isWriteFirst
    var words = plan.contents ?? []
    if plan.contents == nil {
      for _ in 0..<plan.depth { words += filler.words(plan.type) }
    }
    storage = Self.buffer(words)
    readers = Self.buffer(plan.readers)
    readerCount = plan.readers.count
    writers = Self.buffer(plan.writers)
    writerCount = plan.writers.count
    taken = Self.buffer(Array(repeating: 0, count: length * readerCount))
    hasTaken = Self.buffer(Array(repeating: false, count: readerCount))
    written = Self.buffer(Array(repeating: 0, count: length))
  }

  func deallocate() {
    storage.deallocate()
    readers.deallocate()
    writers.deallocate()
    taken.deallocate()
    hasTaken.deallocate()
    written.deallocate()
  }

  private static func buffer<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let buffer = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    buffer.initialize(from: elements, count: elements.count)
    return buffer
  }

  /// The word at an address below the depth.
  func word(at address: Int) -> [UInt64] { (0..<length).map { storage[address * length + $0] } }

  func write(_ words: [UInt64], at address: Int) {
    for index in 0..<length { storage[address * length + index] = words[index] }
  }

  // MARK: Edges

  /// The first half of an edge: takes the words that are read, then writes.
  func readAndWrite(_ values: Slots) {
    for number in 0..<readerCount {
      hasTaken[number] = values[readers[number].enable] != 0
      if hasTaken[number] { take(values, address: values[readers[number].address], number) }
    }
    for number in 0..<writerCount where isWriting(writers[number], values) {
      let address = values[writers[number].address]
      guard address < depth else { continue }
      merge(values, writers[number], into: storage + Int(address) * length)
    }
  }

  /// The second half: shows the words that were taken. Returns the bits that changed, of all words.
  func present(_ values: Slots) -> UInt64 {
    var changes: UInt64 = 0
    for number in 0..<readerCount where hasTaken[number] {
      let data = values + readers[number].data
      for index in 0..<length {
        let word = taken[number * length + index]
        changes |= data[index] ^ word
        data[index] = word
      }
    }
    return changes
  }

  private func take(_ values: Slots, address: UInt64, _ number: Int) {
    let word = taken + number * length
    let isInside = address < depth
    for index in 0..<length {
      word[index] = isInside ? storage[Int(address) * length + index] : 0
    }
    guard isWriteFirst else { return }
    for number in 0..<writerCount where isWriting(writers[number], values) {
      if values[writers[number].address] == address {
        merge(values, writers[number], into: word)
      }
    }
  }

  private func isWriting(_ writer: MemoryPlan.Writer, _ values: Slots) -> Bool {
    values[writer.enable] != 0 && values[writer.write] != 0
  }

  /// Replaces the written lanes of a word.
  private func merge(
    _ values: Slots, _ writer: MemoryPlan.Writer, into word: UnsafeMutablePointer<UInt64>
  ) {
    let data = values + writer.data
    guard let mask = writer.mask else {
      for index in 0..<length { word[index] = data[index] }
      return
    }
    chooseLanes(values + mask)
    for index in 0..<length {
      word[index] = word[index] & ~written[index] | data[index] & written[index]
    }
  }

  /// Sets the bits of the lanes whose bit of the mask is 1. The sign above the top lane goes with
  /// it.
  private func chooseLanes(_ mask: Slots) {
    written.update(repeating: 0, count: length)
    let lanes = width / laneWidth
    for lane in 0..<lanes where mask[lane / 64] >> UInt64(lane % 64) & 1 == 1 {
      var low = lane * laneWidth
      let end = lane + 1 == lanes ? length * 64 : low + laneWidth
      while low < end {
        let count = min(64 - low % 64, end - low)
        let ones: UInt64 = count == 64 ? .max : (1 << UInt64(count)) - 1
        written[low / 64] |= ones << UInt64(low % 64)
        low += count
      }
    }
  }
}

/// Content for what nothing initialises.
struct Filler {
  private let fill: StateFill
  private var random: SplitMix64

  init(_ fill: StateFill) {
    self.fill = fill
    if case .random(let seed) = fill {
      random = SplitMix64(seed: seed)
    } else {
      random = SplitMix64(seed: 0)
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
