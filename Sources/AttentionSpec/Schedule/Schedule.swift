/// Where a token's key and value lie: a bank and an address in it.
public struct TokenPlacement: Sendable, Equatable, Hashable, Codable {
  public let bank: Int
  public let address: Int

  public init(bank: Int, address: Int) {
    self.bank = bank
    self.address = address
  }
}

/// What one element does in one slot.
public enum Slot: Sendable, Equatable, Hashable {
  /// Nothing.
  case idle
  /// The kept entry of the element's current row and the key of `token`.
  case entry(token: Int)

  /// The token of an entry.
  public var token: Int? {
    guard case .entry(let token) = self else { return nil }
    return token
  }
}

/// The static schedule of a workload: which element handles which kept entry in which slot.
///
/// All elements go through the slots in step. SDDMM spends one cycle for each chunk of a slot; SpMM
/// goes over all slots once for each chunk. An element handles its rows one after another. Rows and
/// tokens are numbered as in `Workload`.
public struct Schedule: Sendable, Equatable {
  /// Slots of the schedule; at most `capacity.slots`.
  public let slotCount: Int
  /// For each element the rows it owns, in the order in which it handles them. The position in this
  /// list is the local row number.
  public let rowsOfElement: [[Int]]
  /// For each token, where its key and value lie.
  public let placements: [TokenPlacement]
  /// For each element, `slotCount` slots.
  public let slots: [[Slot]]
  /// For each element and local row, the end of the row's slots, exclusive.
  public let rowEnds: [[Int]]

  public init(
    slotCount: Int, rowsOfElement: [[Int]], placements: [TokenPlacement], slots: [[Slot]],
    rowEnds: [[Int]]
  ) {
    self.slotCount = slotCount
    self.rowsOfElement = rowsOfElement
    self.placements = placements
    self.slots = slots
    self.rowEnds = rowEnds
  }
}
