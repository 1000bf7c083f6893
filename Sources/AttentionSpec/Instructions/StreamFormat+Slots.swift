// Slots and records of rows as bytes, and back.

/// The record of a row of scores, as the index has it.
public struct RowRecord: Sendable, Equatable {
  public var element: Int
  /// In the unit, of the query.
  public var head: Int
  public var token: Int
  /// Kept, at least 1.
  public var entries: Int
  public var endsUnit: Bool

  public init(element: Int, head: Int, token: Int, entries: Int, endsUnit: Bool) {
    self.element = element
    self.head = head
    self.token = token
    self.entries = entries
    self.endsUnit = endsUnit
  }
}

extension StreamFormat {
  /// Bytes of so many slots, whole beats.
  public func bytes(ofSlots count: Int) -> Int { beats(count, slotsOfBeat) * beatBytes }

  /// Bytes of so many records, whole beats.
  public func bytes(ofRows count: Int) -> Int { beats(count, rowsOfBeat) * beatBytes }

  private func beats(_ count: Int, _ ofBeat: Int) -> Int { (count + ofBeat - 1) / ofBeat }

  /// A slot as bytes, from the token that each element reads, or nil.
  public func bytes(ofSlot tokens: [Int?]) -> [UInt8] {
    precondition(tokens.count == elements, "A slot has an entry for each element.")
    let entries = tokens.flatMap { token in
      (0..<entryBytes).map { UInt8((token ?? idleEntry) >> (8 * $0) & 255) }
    }
    return entries + Array(repeating: 0, count: slotBytes - entries.count)
  }

  /// Slot number `number` of a stream, which holds it: the token that each element reads, or nil.
  public func slot(_ number: Int, of stream: ArraySlice<UInt8>) -> [Int?] {
    let start = stream.startIndex + number * slotBytes
    return (0..<elements).map { element in
      let token = (0..<entryBytes).reduce(0) {
        $0 | Int(stream[start + element * entryBytes + $1]) << (8 * $1)
      }
      return token == idleEntry ? nil : token
    }
  }

  /// The records of rows as bytes, whole beats.
  public func bytes(ofRows rows: [RowRecord]) -> [UInt8] {
    var bytes = Array(repeating: UInt8(0), count: bytes(ofRows: rows.count))
    for (number, row) in rows.enumerated() {
      let values = [
        row.element, row.head, row.token, row.entries - 1, row.endsUnit ? 1 : 0,
      ]
      for (field, value) in zip(rowFields, values) {
        Bits.set(
          value, low: 8 * offset(ofRow: number) + field.lowBit, count: field.bits, in: &bytes)
      }
    }
    return bytes
  }

  /// Record number `number` of a stream, which holds it.
  public func row(_ number: Int, of stream: ArraySlice<UInt8>) -> RowRecord {
    let start = stream.startIndex + offset(ofRow: number)
    let record = Array(stream[start..<start + rowBytes])
    let values = rowFields.map { Bits.get(low: $0.lowBit, count: $0.bits, from: record) }
    return RowRecord(
      element: values[0], head: values[1], token: values[2], entries: values[3] + 1,
      endsUnit: values[4] == 1)
  }

  /// Where a record begins: as many whole ones as fit stand in a beat.
  private func offset(ofRow number: Int) -> Int {
    number / rowsOfBeat * beatBytes + number % rowsOfBeat * rowBytes
  }
}
