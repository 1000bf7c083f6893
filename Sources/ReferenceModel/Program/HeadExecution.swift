import AttentionSpec

/// A row of a head that a program computed. Features are those of all chunks, padding included.
public struct ExecutedRow: Sendable, Equatable {
  /// Where the tokens of its entries lie, in the order of the slots.
  public var places: [TokenPlacement] = []
  /// Of each entry.
  public var scores: [Int32] = []
  /// Of each entry.
  public var numerators: [UInt8] = []
  public var rowSum = 0
  /// For each feature the sum of numerator times value.
  public var accumulators: [Int] = []
  /// For each feature.
  public var output: [Int8] = []
}

/// A head that a program computed.
public struct ExecutedHead: Sendable, Equatable {
  /// For each element its rows.
  public var rows: [[ExecutedRow]]
}

/// Computes one head from the memories that a program filled, row by row, as `NumberFormats` and
/// the `MemoryMap` state it.
struct HeadExecution {
  let configuration: AcceleratorConfiguration
  let memories: HeadMemories
  let slots: Int
  let chunks: Int
  let softmaxScale: Int
  let outputMultiplier: Int

  /// - Throws: `ProgramViolation` for an index or operands that break a law.
  func run() throws -> ExecutedHead {
    let elements = 0..<configuration.array.elements
    let words = try elements.map { element in
      try (0..<slots).map { try IndexEntry(memories.index[element].read(at: $0), configuration) }
    }
    try checkBanks(words)
    return ExecutedHead(
      rows: try elements.map { element in
        try rows(of: element, words[element]).enumerated().map { localRow, places in
          try row(localRow, of: element, places)
        }
      })
  }

  private func checkBanks(_ entries: [[IndexEntry?]]) throws {
    for slot in 0..<slots {
      var readInBank: [Int: Int] = [:]
      for place in entries.lazy.compactMap({ $0[slot]?.place }) {
        guard
          readInBank.updateValue(place.address, forKey: place.bank) ?? place.address
            == place.address
        else {
          throw ProgramViolation(
            .bankConflict,
            "In slot \(slot) two elements read different tokens of bank \(place.bank).")
        }
      }
    }
  }

  /// The places of the entries of each row of an element.
  private func rows(of element: Int, _ entries: [IndexEntry?]) throws -> [[TokenPlacement]] {
    var rows: [[TokenPlacement]] = []
    var current: [TokenPlacement] = []
    for (slot, entry) in entries.enumerated() {
      guard let entry else { continue }
      guard rows.count < configuration.capacity.queriesPerElement else {
        throw ProgramViolation(
          .rowCount, "Element \(element) has more rows than capacity.queriesPerElement.")
      }
      current.append(entry.place)
      let end = try memories.pointers[element].read(at: rows.count)
      if slot + 1 == Int(end) & ((1 << configuration.slotCountBits) - 1) {
        rows.append(current)
        current = []
      }
    }
    guard current.isEmpty else {
      throw ProgramViolation(
        .rowEnd, "Row \(rows.count) of element \(element) does not end with one of its entries.")
    }
    return rows
  }

  private func row(
    _ localRow: Int, of element: Int, _ places: [TokenPlacement]
  ) throws -> ExecutedRow {
    let query = try features(memories.queries[element], localRow)
    var row = ExecutedRow(places: places)
    row.scores = try places.map { place in
      let key = try features(memories.keys[place.bank], place.address)
      return zip(query, key).reduce(0) { $0 + Int32($1.0) * Int32($1.1) }
    }
    row.numerators = Softmax.numerators(scores: row.scores, softmaxScale: softmaxScale)
    row.rowSum = Softmax.rowSum(numerators: row.numerators)
    guard bitLength(row.rowSum) <= configuration.rowSumBits else {
      throw ProgramViolation(
        .rowSum,
        "The numerators of row \(localRow) of element \(element) add to \(row.rowSum), which is "
          + "more than the \(configuration.rowSumBits) bits of a row sum hold.")
    }
    row.accumulators = Array(repeating: 0, count: query.count)
    for (numerator, place) in zip(row.numerators, places) {
      let value = try features(memories.values[place.bank], place.address)
      for (feature, value) in value.enumerated() {
        row.accumulators[feature] += Int(numerator) * Int(value)
      }
    }
    row.output = row.accumulators.map {
      Requantization.output(
        accumulator: $0, rowSum: row.rowSum, outputMultiplier: outputMultiplier)
    }
    return row
  }

  /// All features of a row of a memory, chunk after chunk.
  private func features(_ memory: PlainMemory<[Int8]>, _ row: Int) throws -> [Int8] {
    try (0..<chunks).flatMap { try memory.read(at: row << configuration.chunkBits | $0) }
  }
}

/// A word of the index that is not idle.
private struct IndexEntry {
  let place: TokenPlacement

  /// - Returns: nil for an idle slot.
  /// - Throws: `ProgramViolation` for a place that no bank has.
  init?(_ word: UInt32, _ configuration: AcceleratorConfiguration) throws {
    func field(_ low: Int, _ width: Int) -> Int { Int(word) >> low & ((1 << width) - 1) }
    guard field(configuration.indexWordBits - 1, 1) == 1 else { return nil }
    let address = field(0, configuration.bankAddressBits)
    let bank = field(configuration.bankAddressBits, configuration.bankBits)
    guard bank < configuration.banks, address < configuration.capacity.tokensPerBank else {
      throw ProgramViolation(
        .place, "An entry is of address \(address) of bank \(bank), which no bank has.")
    }
    place = TokenPlacement(bank: bank, address: address)
  }
}
