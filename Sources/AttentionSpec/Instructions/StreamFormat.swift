/// How index, operands and outputs lie in the memory outside: the numbers that follow from a
/// configuration.
public struct StreamFormat: Sendable, Equatable {
  /// A field of a row's record; the lowest bit of the first is bit 0.
  public struct RowField: Sendable, Equatable {
    public let name: String
    public let bits: Int
    public let lowBit: Int
    public let meaning: String
  }

  public let elements: Int
  /// Bytes of a beat of the port: everything that is read begins at a multiple of them.
  public let beatBytes: Int
  /// Bytes of a word, the features that an element multiplies in a cycle: a power of two.
  public let wordBytes: Int
  /// Bytes of an entry of a slot.
  public let entryBytes: Int
  /// Bytes of a slot, a power of two.
  public let slotBytes: Int
  /// element, head, token, entriesLess1, endsUnit.
  public let rowFields: [RowField]
  /// Bytes of a row's record.
  public let rowBytes: Int

  /// The token of an entry that is idle: all ones.
  public var idleEntry: Int { (1 << (8 * entryBytes)) - 1 }
  /// Slots in a beat, and whole records in one; 0 where a beat is too small.
  public var slotsOfBeat: Int { beatBytes / slotBytes }
  public var rowsOfBeat: Int { beatBytes / rowBytes }

  /// - Parameter configuration: A valid one.
  public init(_ configuration: AcceleratorConfiguration) {
    let capacity = configuration.capacity
    elements = configuration.array.elements
    beatBytes = configuration.port.dataBits / 8
    wordBytes = 1 << bitsToIndex(configuration.featuresPerCycle)
    // All ones are no token.
    entryBytes = capacity.tokens < 256 ? 1 : 2
    slotBytes = 1 << bitsToIndex(elements * entryBytes)
    let fields = [
      ("element", bitsToIndex(elements), "that handles it"),
      ("head", bitsToIndex(capacity.heads), "its number in the unit"),
      ("token", bitsToIndex(capacity.tokens), "of the query"),
      ("entriesLess1", bitsToIndex(capacity.tokens), "the number of its entries, less 1"),
      ("endsUnit", 1, "1 for the last row of its unit"),
    ]
    var low = 0
    rowFields = fields.map { name, bits, meaning in
      defer { low += bits }
      return RowField(name: name, bits: bits, lowBit: low, meaning: meaning)
    }
    rowBytes = dividedRoundingUp(low, by: 8)
  }
}
