// Values that follow from a validated configuration, so that no one states them twice.

extension ArrayShape {
  /// Least cycles between the ends of two rows of one element: a line's outputs leave one a cycle,
  /// and what a row is scaled by waits three cycles for its sums.
  public static func rowSpacing(macsPerLine: Int) -> Int { max(macsPerLine, 3) }
}

extension AcceleratorConfiguration {
  /// Lines of one processing element.
  public var linesPerElement: Int { array.lines / array.elements }

  /// Features that one element multiplies in a cycle: one per multiply-accumulate unit.
  public var featuresPerCycle: Int { linesPerElement * array.macsPerLine }

  /// Banks of keys, and of values: one for each element.
  public var banks: Int { array.elements }

  /// Least cycles between the ends of two rows of one element.
  public var rowSpacing: Int { ArrayShape.rowSpacing(macsPerLine: array.macsPerLine) }

  /// Passes over the features of a head: `ceil(headDimension / featuresPerCycle)`.
  public func chunks(headDimension: Int) -> Int {
    dividedRoundingUp(headDimension, by: featuresPerCycle)
  }

  /// The most chunks of a head.
  public var chunksMax: Int { chunks(headDimension: capacity.headDimension) }

  /// Width of a chunk number in an address; 0 if there is one chunk.
  public var chunkBits: Int { bitsToIndex(chunksMax) }

  /// Width of a bank number; 0 if there is one bank.
  public var bankBits: Int { bitsToIndex(banks) }

  /// Width of the address of a token in a bank, without the chunk.
  public var bankAddressBits: Int { bitsToIndex(capacity.tokensPerBank) }

  /// Width of the number of a query row in its element, without the chunk.
  public var queryBits: Int { bitsToIndex(capacity.queriesPerElement) }

  /// Width of a count of slots, from 0 to all of them: row ends and the slot count.
  public var slotCountBits: Int { bitLength(capacity.slots) }

  /// Width of the chunk count register, from 0 to `chunksMax`.
  public var chunkCountBits: Int { bitLength(chunksMax) }

  /// Width of a word of the index memory: valid, bank, address in the bank.
  public var indexWordBits: Int { 1 + bankBits + bankAddressBits }

  /// Width of a score, signed.
  public var scoreBits: Int { NumberFormats.scoreBits(headDimension: capacity.headDimension) }

  /// Width of a row sum, unsigned.
  public var rowSumBits: Int { NumberFormats.rowSumBits(tokens: capacity.tokens) }

  /// Width of a word of features: one int8 per feature.
  public var featureWordBits: Int { NumberFormats.operandBits * featuresPerCycle }

  /// 32-bit words of the data bus, which takes a word of features: at least one, for registers.
  public var busWords: Int { max(1, dividedRoundingUp(featureWordBits, by: 32)) }

  /// Width of the data bus.
  public var busBits: Int { 32 * busWords }
}
