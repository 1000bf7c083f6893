/// A row of scores as an element handles it.
public struct ScheduledRow: Sendable, Equatable, Hashable {
  /// As in `Workload`: queries of all heads, numbered through.
  public let row: Int
  public let element: Int
  /// The slot of its first entry.
  public let firstSlot: Int
  /// Entries, at least 1.
  public let entries: Int

  public init(row: Int, element: Int, firstSlot: Int, entries: Int) {
    self.row = row
    self.element = element
    self.firstSlot = firstSlot
    self.entries = entries
  }
}

/// The static schedule of a unit of work: which element handles which kept entry in which slot.
///
/// All elements go through the slots in step, twice: for SDDMM and for SpMM. An element handles its
/// rows one after another, those of any head. In one slot the elements that read a bank read the
/// same token of it.
public struct UnitSchedule: Sendable, Equatable {
  public let elements: Int
  public let banks: Int
  public let layout: UnitLayout
  /// In the order in which they begin; those that begin in one slot, by element.
  public let rows: [ScheduledRow]
  /// `slotCount * elements` tokens, numbered as in `Workload`, slot after slot; `idle` for nothing.
  public let tokens: [Int32]

  public static let idle: Int32 = -1

  public init(
    elements: Int, banks: Int, layout: UnitLayout, rows: [ScheduledRow], tokens: [Int32]
  ) {
    precondition(
      elements > 0 && tokens.count.isMultiple(of: elements),
      "\(tokens.count) tokens are no whole slots of \(elements) elements.")
    self.elements = elements
    self.banks = banks
    self.layout = layout
    self.rows = rows
    self.tokens = tokens
  }

  public var slotCount: Int { tokens.count / elements }

  /// What each element reads in a slot.
  public subscript(slot: Int) -> ArraySlice<Int32> {
    tokens[slot * elements..<(slot + 1) * elements]
  }

  /// The bank of a token: places go through the banks in turn, so that it is the lowest bits of the
  /// place where there are a power of two of them. The unit begins at a multiple of the banks.
  public func bank(ofToken token: Int) -> Int { layout.place(ofToken: token) % banks }
}
