/// What the accelerator holds on chip, beside the registers of its array.
///
/// A *word* is what an element multiplies in a cycle; a token of a head is `chunksMax` of them, and
/// counts here as one.
public struct MemoryShape: Sendable, Equatable, Hashable, Codable {
  /// Banks of keys and values, a power of two: word `n` is in bank `n mod banks`.
  public var banks: Int
  /// Tokens of heads that are held of each kind, multiples of `banks`. Keys and values are in the
  /// same banks, the keys in front.
  public var queries: Int
  public var keys: Int
  public var values: Int
  /// Slots of the index between the two walks, and those that wait for the first.
  public var slots: Int
  public var slotsAhead: Int
  /// Entries of an element between score and output, a power of two.
  public var scores: Int
  /// Rows of an element between its dispatch and its output.
  public var rows: Int
  /// Finished rows of an element that wait for its requantizers.
  public var finishedRows: Int
  /// Rows of outputs that wait to be written.
  public var outputs: Int
  /// Beats of the port that wait: of codes, of values, of each other stream.
  public var codeBeats: Int
  public var valueBeats: Int
  public var indexBeats: Int

  public init(
    banks: Int, queries: Int, keys: Int, values: Int, slots: Int = 512, slotsAhead: Int = 64,
    scores: Int = 256, rows: Int = 96, finishedRows: Int = 8, outputs: Int = 16,
    codeBeats: Int = 64, valueBeats: Int = 64, indexBeats: Int = 8
  ) {
    self.banks = banks
    self.queries = queries
    self.keys = keys
    self.values = values
    self.slots = slots
    self.slotsAhead = slotsAhead
    self.scores = scores
    self.rows = rows
    self.finishedRows = finishedRows
    self.outputs = outputs
    self.codeBeats = codeBeats
    self.valueBeats = valueBeats
    self.indexBeats = indexBeats
  }

  /// A file says the four sizes of operands; what it does not say of the others is as by default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      banks: values.decode(Int.self, forKey: .banks),
      queries: values.decode(Int.self, forKey: .queries),
      keys: values.decode(Int.self, forKey: .keys),
      values: values.decode(Int.self, forKey: .values))
    func read(_ key: CodingKeys, _ path: WritableKeyPath<MemoryShape, Int>) throws {
      if let value = try values.decodeIfPresent(Int.self, forKey: key) {
        self[keyPath: path] = value
      }
    }
    try read(.slots, \.slots)
    try read(.slotsAhead, \.slotsAhead)
    try read(.scores, \.scores)
    try read(.rows, \.rows)
    try read(.finishedRows, \.finishedRows)
    try read(.outputs, \.outputs)
    try read(.codeBeats, \.codeBeats)
    try read(.valueBeats, \.valueBeats)
    try read(.indexBeats, \.indexBeats)
  }
}

extension MemoryShape {
  /// Rows of an element that may be under way when another begins, at least: the element keeps a
  /// place for one that may be on its way to it.
  public var rowsBeforeNext: Int { rows - 2 }
}

/// The decoder of queries and keys: `features * codes * heads` multipliers, with the features of a
/// word.
public struct DecoderShape: Sendable, Equatable, Hashable, Codable {
  /// Codes of a token that are taken a cycle, a power of two.
  public var codes: Int
  /// Heads that are decoded from them at once.
  public var heads: Int
  /// Codes of a token at most.
  public var codesMax: Int

  public init(codes: Int = 2, heads: Int = 1, codesMax: Int = 8) {
    self.codes = codes
    self.heads = heads
    self.codesMax = codesMax
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let standard = DecoderShape()
    try self.init(
      codes: values.decodeIfPresent(Int.self, forKey: .codes) ?? standard.codes,
      heads: values.decodeIfPresent(Int.self, forKey: .heads) ?? standard.heads,
      codesMax: values.decodeIfPresent(Int.self, forKey: .codesMax) ?? standard.codesMax)
  }
}

/// The port to the memory outside.
public struct PortShape: Sendable, Equatable, Hashable, Codable {
  /// Of a beat, a power of two, 128 to 1,024: an instruction stands in a beat.
  public var dataBits: Int
  /// Of an address of a byte.
  public var addressBits: Int
  /// Bytes of a burst of loads at most.
  public var burstBytes: Int
  /// Writes that wait for their response at most.
  public var writes: Int

  public init(
    dataBits: Int = 1024, addressBits: Int = 40, burstBytes: Int = 1024, writes: Int = 128
  ) {
    self.dataBits = dataBits
    self.addressBits = addressBits
    self.burstBytes = burstBytes
    self.writes = writes
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let standard = PortShape()
    try self.init(
      dataBits: values.decodeIfPresent(Int.self, forKey: .dataBits) ?? standard.dataBits,
      addressBits: values.decodeIfPresent(Int.self, forKey: .addressBits) ?? standard.addressBits,
      burstBytes: values.decodeIfPresent(Int.self, forKey: .burstBytes) ?? standard.burstBytes,
      writes: values.decodeIfPresent(Int.self, forKey: .writes) ?? standard.writes)
  }
}

extension MemoryShape {
  /// Room for three times the keys, and twice the queries and values, of a head of the most tokens,
  /// or once less where places have no number for so many; and for the scores of its longest row.
  static func standard(_ array: ArrayShape, _ capacity: Capacity) -> MemoryShape {
    // Of values from a file nothing is known yet.
    let elements = min(max(1, array.elements), AcceleratorConfiguration.elementsMax)
    let tokens = min(max(1, capacity.tokens), NumberFormats.tokensMax)
    let banks = 1 << (bitsToIndex(elements) + 1)
    let head = dividedRoundingUp(tokens, by: banks) * banks
    let times = 5 * head <= Instruction.Unit.placesMax ? 2 : 1
    return MemoryShape(
      banks: banks, queries: times * head, keys: (times + 1) * head, values: times * head,
      slots: max(512, 2 << bitsToIndex(tokens)), scores: max(256, 1 << bitsToIndex(tokens)))
  }
}
