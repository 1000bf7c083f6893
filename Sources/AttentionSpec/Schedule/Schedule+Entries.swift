/// A kept entry where the schedule has it.
public struct ScheduledEntry: Sendable, Equatable {
  public let element: Int
  public let slot: Int
  /// The row's position among those of its element.
  public let localRow: Int
  public let row: Int
  public let token: Int
  /// Whether the row begins with the entry.
  public let isFirst: Bool
  /// Whether the row ends with the entry.
  public let isLast: Bool
}

extension Schedule {
  /// The entries of an element, slot after slot: the one walk over a schedule.
  ///
  /// An entry belongs to the first row that has not ended before it; entries behind the last row,
  /// which no law allows, are left out.
  public func entries(of element: Int) -> some Sequence<ScheduledEntry> {
    EntryWalk(
      element: element, slots: slots[element], rows: rowsOfElement[element],
      ends: rowEnds[element])
  }
}

private struct EntryWalk: Sequence, IteratorProtocol {
  let element: Int
  let slots: [Slot]
  let rows: [Int]
  let ends: [Int]
  var slot = 0
  var localRow = 0
  var isFirst = true

  mutating func next() -> ScheduledEntry? {
    while slot < slots.count {
      defer { slot += 1 }
      while localRow < ends.count, slot >= ends[localRow] {
        localRow += 1
        isFirst = true
      }
      guard localRow < ends.count, localRow < rows.count else { return nil }
      guard case .entry(let token) = slots[slot] else { continue }
      defer { isFirst = false }
      return ScheduledEntry(
        element: element, slot: slot, localRow: localRow, row: rows[localRow], token: token,
        isFirst: isFirst, isLast: slot + 1 == ends[localRow])
    }
    return nil
  }
}
