/// The address map of the accelerator, a memory-mapped slave.
///
/// A word address has 32 bits: `region[31:28] | unit[27:16] | word[15:0]`. A data word has
/// `busBits` bits and travels as `busWords` 32-bit words, the least significant one first.
///
/// A write to no region, unit or register is ignored, and a read of none gives zero. What else a
/// program must keep to, the `ProgramLaw`s say. Bits of a data word above a field are ignored, but
/// for registers. Writes wait while a head is computed; outputs that are read then are those of
/// either head.
public struct MemoryMap: Sendable, Equatable {
  public static let regionShift = 28
  public static let regionBits = 4
  public static let unitShift = 16
  public static let unitBits = 12
  public static let wordBits = 16

  /// The memories and registers behind the top four bits of an address.
  public enum Region: UInt32, Sendable, CaseIterable {
    /// Unit = element, word = `localQuery << chunkBits | chunk`, data = features: feature `f` of
    /// the chunk at bits `8f + 7 : 8f`, zero where the head has no such feature.
    case query = 0
    /// Unit = bank, word = `addressInBank << chunkBits | chunk`, data = features.
    case key = 1
    /// As `key`.
    case value = 2
    /// Unit = group of `busWords` elements, word = slot. Each 32-bit word of the data is for one
    /// element: `{valid, bank, addressInBank}`, the address lowest.
    case index = 3
    /// Unit = group of elements, word = local query. Each 32-bit word of the data is for one
    /// element: the end slot of that row, exclusive.
    case pointer = 4
    /// Unit 0, word = a `Register`.
    case register = 5
    /// Read only. Unit = element, word = `localQuery << chunkBits | chunk`, data = features.
    case output = 8
  }

  /// The words of the register region.
  public enum Register: UInt32, Sendable, CaseIterable {
    /// Slots of the schedule.
    case slotCount = 0
    /// Chunks of the head dimension.
    case chunkCount = 1
    /// `HeadQuantization.softmaxScale`.
    case softmaxScale = 2
    /// `HeadQuantization.outputMultiplier`.
    case outputMultiplier = 3
    /// Any write starts the run, unless `slotCount` or `chunkCount` is zero.
    case start = 4
  }

  public let configuration: AcceleratorConfiguration

  /// The map of a validated configuration.
  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
  }

  /// The address of a word of a unit of a region. The fields must fit.
  public static func address(_ region: Region, unit: Int, word: Int) -> UInt32 {
    precondition(
      unit >= 0 && unit < 1 << unitBits && word >= 0 && word < 1 << wordBits,
      "Unit \(unit), word \(word) is outside the memory map.")
    return region.rawValue << regionShift | UInt32(unit) << UInt32(unitShift) | UInt32(word)
  }

  public static func address(_ register: Register) -> UInt32 {
    address(.register, unit: 0, word: Int(register.rawValue))
  }

  /// The address of a chunk of a row: of a local query or output, or of a token in a bank.
  public func address(_ region: Region, unit: Int, row: Int, chunk: Int) -> UInt32 {
    Self.address(region, unit: unit, word: row << configuration.chunkBits | chunk)
  }

  /// A data word that holds a number in its low 32 bits.
  public func word(_ number: UInt32) -> [UInt32] {
    var words = Array(repeating: UInt32(0), count: configuration.busWords)
    words[0] = number
    return words
  }

  /// A data word that holds up to `featuresPerCycle` features, zero padded.
  public func word(features: some Collection<Int8>) -> [UInt32] {
    precondition(
      features.count <= configuration.featuresPerCycle,
      "\(features.count) features exceed the \(configuration.featuresPerCycle) of a word.")
    var words = word(0)
    for (feature, value) in features.enumerated() {
      words[feature / 4] |= UInt32(UInt8(bitPattern: value)) << UInt32(feature % 4 * 8)
    }
    return words
  }

  /// The first `count` features of a data word.
  public func features(_ words: [UInt32], count: Int) -> [Int8] {
    (0..<count).map { feature in
      Int8(truncatingIfNeeded: words[feature / 4] >> UInt32(feature % 4 * 8))
    }
  }

  /// An index word: `{valid, bank, address}`, or 0 for an idle slot.
  public func indexWord(_ placement: TokenPlacement?) -> UInt32 {
    guard let placement else { return 0 }
    let valid = UInt32(1) << UInt32(configuration.indexWordBits - 1)
    let bank = UInt32(placement.bank) << UInt32(configuration.bankAddressBits)
    return valid | bank | UInt32(placement.address)
  }

  /// The writes that give each element its word of `words` in the index or pointer region: one for
  /// each group of `busWords` elements.
  public func elementWrites(_ region: Region, word: Int, _ words: [UInt32]) -> [MemoryWrite] {
    let size = configuration.busWords
    return stride(from: 0, to: words.count, by: size).map { first in
      let group = words[first..<min(first + size, words.count)]
      let padding = Array(repeating: UInt32(0), count: size - group.count)
      return MemoryWrite(
        address: Self.address(region, unit: first / size, word: word), data: group + padding)
    }
  }
}
