// The rules of memories, decoder and port. Nothing here traps, whatever numbers a file holds.

extension AcceleratorConfiguration {
  /// The rules of memories, decoder and port, where those of the array are kept.
  func checkMemories() throws {
    try checkMemoryRanges()
    try checkPowersOfTwo()
    try checkBeats()
    try checkOperandMemories()
  }

  private func checkMemoryRanges() throws {
    let places = Instruction.Unit.placesMax
    let headBits = bitsToIndex(min(max(1, capacity.heads), Instruction.Unit.headsMax))
    let ranges: [(field: String, value: Int, range: ClosedRange<Int>)] = [
      ("capacity.heads", capacity.heads, 1...Instruction.Unit.headsMax),
      ("memory.banks", memory.banks, 1...4 * Self.elementsMax),
      ("memory.queries", memory.queries, 1...places),
      ("memory.keys", memory.keys, 1...places),
      ("memory.values", memory.values, 1...places),
      ("memory.slots", memory.slots, 2...65_536),
      ("memory.slotsAhead", memory.slotsAhead, 2...65_536),
      // The longest row has to be complete before any of it leaves.
      ("memory.scores", memory.scores, max(2, capacity.tokens)...65_536),
      ("memory.rows", memory.rows, 2...65_536),
      ("memory.finishedRows", memory.finishedRows, 2...256),
      ("memory.outputs", memory.outputs, 2...65_536),
      ("memory.indexBeats", memory.indexBeats, 2...1_024),
      ("decoder.codes", decoder.codes, 1...16),
      ("decoder.heads", decoder.heads, 1...max(1, min(memory.banks, 1 << headBits))),
      ("decoder.codesMax", decoder.codesMax, 1...Instruction.Unit.codesMax),
      // An instruction stands in a beat.
      ("port.dataBits", port.dataBits, 8 * Instruction.bytes...1_024),
      ("port.addressBits", port.addressBits, 32...64),
      ("port.burstBytes", port.burstBytes, min(max(16, port.dataBits / 8), 128)...4_096),
      ("port.writes", port.writes, 1...256),
    ]
    for (field, value, range) in ranges where !range.contains(value) {
      throw Refusal(
        "\(field) is \(value) but has to be in \(range.lowerBound)...\(range.upperBound); "
          + "\(value < range.lowerBound ? "raise" : "lower") it.")
    }
  }

  private func checkPowersOfTwo() throws {
    let fields = [
      ("memory.banks", memory.banks), ("memory.scores", memory.scores),
      ("decoder.codes", decoder.codes), ("decoder.heads", decoder.heads),
      ("port.dataBits", port.dataBits), ("port.burstBytes", port.burstBytes),
    ]
    for (field, value) in fields where value & (value - 1) != 0 {
      throw Refusal(
        "\(field) is \(value), which is no power of two; take \(1 << bitLength(value)).")
    }
  }

  /// What has to fit a beat, and how many beats have to wait.
  private func checkBeats() throws {
    let format = StreamFormat(self)
    let things = [
      ("A word of features", format.wordBytes, "array.elements"),
      ("A slot of the index", format.slotBytes, "port.dataBits"),
    ]
    for (name, bytes, field) in things where bytes > format.beatBytes {
      throw Refusal(
        "\(name) has \(bytes) bytes but a beat of port.dataBits \(format.beatBytes); "
          + "raise \(field).")
    }
    guard decoder.codes * format.wordBytes <= format.beatBytes else {
      throw Refusal(
        "decoder.codes is \(decoder.codes), so \(decoder.codes * format.wordBytes) bytes are "
          + "decoded a cycle, but a beat of port.dataBits has \(format.beatBytes); lower it.")
    }
    let burst = port.burstBytes / format.beatBytes
    // The codes of a token stay until all heads are made of them, beside a burst that comes.
    let wordsOfBeat = format.beatBytes / format.wordBytes
    let token = dividedRoundingUp(decoder.codesMax + wordsOfBeat - 1, by: wordsOfBeat)
    for (field, value, least) in [
      ("memory.codeBeats", memory.codeBeats, burst + max(burst, token)),
      ("memory.valueBeats", memory.valueBeats, 2 * burst),
    ] where !(least...65_536).contains(value) {
      throw Refusal(
        "\(field) is \(value) but has to be in \(least)...65536, for two bursts, or one and the "
          + "codes of a token; \(value < least ? "raise" : "lower") it.")
    }
  }

  private func checkOperandMemories() throws {
    for (field, value) in [
      ("queries", memory.queries), ("keys", memory.keys), ("values", memory.values),
    ] {
      guard value.isMultiple(of: memory.banks) else {
        throw Refusal(
          "memory.\(field) is \(value), which is not a multiple of the \(memory.banks) of "
            + "memory.banks; take \(dividedRoundingUp(value, by: memory.banks) * memory.banks).")
      }
      guard value >= capacity.tokens else {
        throw Refusal(
          "memory.\(field) is \(value), which is less than a head of the \(capacity.tokens) of "
            + "capacity.tokens; raise it.")
      }
    }
    guard memory.keys + memory.values <= Instruction.Unit.placesMax else {
      throw Refusal(
        "memory.keys and memory.values are \(memory.keys + memory.values) together but may be at "
          + "most \(Instruction.Unit.placesMax); lower one of them.")
    }
    guard chunksMax <= Instruction.Begin.chunksMax else {
      throw Refusal(
        "A head of the \(capacity.headDimension) of capacity.headDimension has "
          + "\(chunksMax.counted("word")) but may have at most \(Instruction.Begin.chunksMax); "
          + "lower capacity.headDimension or raise array.lines.")
    }
    let deepest = max(memory.queries, (memory.keys + memory.values) / memory.banks)
    guard deepest * chunksMax <= Self.memoryWordsMax else {
      throw Refusal(
        "A memory of \(deepest.counted("token")) with \(chunksMax.counted("word")) each has "
          + "\(deepest * chunksMax) but may have at most \(Self.memoryWordsMax); lower "
          + "capacity.headDimension or raise array.lines.")
    }
  }

  /// Words of a bank of keys and values, or of all queries, at most.
  private static let memoryWordsMax = 65_536
}
