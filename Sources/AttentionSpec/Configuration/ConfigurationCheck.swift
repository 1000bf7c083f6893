// The rules of a configuration. Nothing here traps, whatever numbers a file holds: every field is
// bounded before it is multiplied.

extension AcceleratorConfiguration {
  /// The most slots that `validate` allows.
  public static let slotsMax = 65_535
  /// The most elements that `validate` allows.
  public static let elementsMax = 64

  /// - Throws: `Refusal` for the first rule that the configuration breaks.
  public func validate() throws {
    try checkName()
    try checkRanges()
    try checkArray()
    try checkCapacity()
    try checkWidths()
    try checkMemories()
  }

  private func checkName() throws {
    let letters = Set("abcdefghijklmnopqrstuvwxyz")
    let others = Set("0123456789_")
    let isIdentifier =
      name.first.map(letters.contains) == true
      && name.allSatisfy { letters.union(others).contains($0) }
      && name.last != "_" && !name.contains("__")
    guard isIdentifier else {
      throw Refusal(
        "The name \"\(name)\" is not a lower-snake-case identifier; "
          + "use small letters, digits and single underscores, and begin with a letter.")
    }
    guard name.count <= Limits.nameLength else {
      throw Refusal(
        "The name \"\(name.prefix(20))...\" has \(name.count) characters but may have at most "
          + "\(Limits.nameLength); shorten it.")
    }
  }

  private func checkRanges() throws {
    let limits: [(field: String, value: Int, limit: Int)] = [
      ("array.lines", array.lines, Limits.macs),
      ("array.macsPerLine", array.macsPerLine, Limits.macsPerLine),
      ("array.elements", array.elements, Self.elementsMax),
      ("capacity.tokens", capacity.tokens, NumberFormats.tokensMax),
      ("capacity.headDimension", capacity.headDimension, NumberFormats.headDimensionMax),
      ("capacity.tokensPerBank", capacity.tokensPerBank, NumberFormats.tokensMax),
      ("capacity.queriesPerElement", capacity.queriesPerElement, NumberFormats.tokensMax),
      ("capacity.slots", capacity.slots, Self.slotsMax),
      ("accumulatorBits", accumulatorBits, NumberFormats.exactBits),
    ]
    for (field, value, limit) in limits {
      guard value > 0 else {
        throw Refusal("\(field) is \(value) but must be positive; raise it to 1 or more.")
      }
      guard value <= limit else {
        throw Refusal("\(field) is \(value) but may be at most \(limit); lower it.")
      }
    }
  }

  private func checkArray() throws {
    guard array.lines.isMultiple(of: array.elements) else {
      throw Refusal(
        "array.lines is \(array.lines), which is not a multiple of the \(array.elements) of "
          + "array.elements; choose lines that divide equally among the elements.")
    }
    let macs = array.lines * array.macsPerLine
    guard macs <= Limits.macs else {
      throw Refusal(
        "array.lines times array.macsPerLine is \(macs) but may be at most \(Limits.macs); "
          + "lower one of them.")
    }
    guard featuresPerCycle <= Limits.featuresPerCycle else {
      let elements = (array.elements...Self.elementsMax).first { elements in
        array.lines.isMultiple(of: elements) && macs / elements <= Limits.featuresPerCycle
      }
      throw Refusal(
        "An element multiplies \(featuresPerCycle) features in a cycle, its share of array.lines "
          + "times array.macsPerLine, but a bus takes at most \(Limits.featuresPerCycle); "
          + (elements.map { "raise array.elements to \($0), or " } ?? "") + "lower array.lines.")
    }
  }

  private func checkCapacity() throws {
    let memories = [
      ("tokensPerBank", capacity.tokensPerBank),
      ("queriesPerElement", capacity.queriesPerElement),
    ]
    for (field, depth) in memories where array.elements * depth < capacity.tokens {
      let needed = dividedRoundingUp(capacity.tokens, by: array.elements)
      throw Refusal(
        "capacity.\(field) is \(depth), so \(array.elements.counted("element")) "
          + "\(array.elements == 1 ? "holds" : "hold") "
          + "\(array.elements * depth) of the \(capacity.tokens) of capacity.tokens; "
          + "raise it to at least \(needed).")
    }
  }

  private func checkWidths() throws {
    let spmm = capacity.tokens * NumberFormats.numeratorMax * 128
    let sddmm = capacity.headDimension * NumberFormats.operandProductMax
    // A sum that is no longer than what it is aligned to would leave nothing to align.
    let needed = max(1 + bitLength(max(spmm, sddmm)), NumberFormats.alignedBits + 1)
    guard needed <= NumberFormats.exactBits else {
      throw Refusal(
        "capacity.headDimension is \(capacity.headDimension), whose sums need \(needed) bits, "
          + "but an accumulator has at most \(NumberFormats.exactBits); lower it.")
    }
    guard accumulatorBits >= needed else {
      throw Refusal(
        "accumulatorBits is \(accumulatorBits), but the largest sum of "
          + "\(capacity.tokens.counted("token")) and a head dimension of "
          + "\(capacity.headDimension) needs \(needed); raise it to at least \(needed).")
    }
    let deepest = max(capacity.tokensPerBank, capacity.queriesPerElement)
    guard bitsToIndex(deepest) + chunkBits <= MemoryMap.wordBits else {
      throw Refusal(
        "A memory of \(deepest.counted("token")) with \(chunksMax.counted("chunk")) each "
          + "exceeds the "
          + "\(MemoryMap.wordBits)-bit word address of the memory map; "
          + "lower capacity.headDimension or raise array.lines.")
    }
  }

  /// Limits that no other constant implies. With them an index word has at most 19 bits.
  private enum Limits {
    /// The names of modules and files are longer, and some tools and file systems have limits.
    static let nameLength = 64
    static let macs = 65_536
    static let macsPerLine = 64
    /// A word of features of an element is then no wider than any signal may be: 65,536 bits.
    static let featuresPerCycle = 8192
  }
}
