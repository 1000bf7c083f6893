/// A kept entry where the schedule has it.
public struct ScheduledEntry: Sendable, Equatable {
  public let slot: Int
  /// The row's position among those of its element.
  public let localRow: Int
  public let row: Int
  public let token: Int
  /// Whether the row ends with the entry.
  public let isLast: Bool
}

extension Schedule {
  /// The entries of an element with their rows, slot after slot. Laws, estimate and comparison all
  /// take them from here; the reference model finds the rows of a program by itself.
  ///
  /// An entry belongs to the first row that has not ended before it; entries behind the last row,
  /// which no law allows, are left out.
  public func entries(of element: Int) -> some Sequence<ScheduledEntry> {
    func list<Item>(_ lists: [[Item]]) -> [Item] {
      lists.indices.contains(element) ? lists[element] : []
    }
    return EntryWalk(slots: list(slots), rows: list(rowsOfElement), ends: list(rowEnds))
  }
}

private struct EntryWalk: Sequence, IteratorProtocol {
  let slots: [Slot]
  let rows: [Int]
  let ends: [Int]
  var slot = 0
  var localRow = 0

  mutating func next() -> ScheduledEntry? {
    while slot < slots.count {
      defer { slot += 1 }
      while localRow < ends.count, slot >= ends[localRow] {
        localRow += 1
      }
      guard localRow < ends.count, localRow < rows.count else { return nil }
      guard case .entry(let token) = slots[slot] else { continue }
      return ScheduledEntry(
        slot: slot, localRow: localRow, row: rows[localRow], token: token,
        isLast: slot + 1 == ends[localRow])
    }
    return nil
  }
}
