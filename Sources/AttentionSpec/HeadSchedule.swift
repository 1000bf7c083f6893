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
  /// The kept entry of the element's current query row and the key of `token`.
  case entry(token: Int)

  /// The token of an entry.
  public var token: Int? {
    guard case .entry(let token) = self else { return nil }
    return token
  }
}

/// The static schedule of one head: which element handles which kept entry in which slot.
///
/// All elements go through the slots in step. SDDMM spends one cycle for each chunk of a slot; SpMM
/// goes over all slots once for each chunk. An element handles its rows one after another.
public struct HeadSchedule: Sendable, Equatable {
  /// Slots of the head; at most `capacity.slots`.
  public let slotCount: Int
  /// For each element the query rows it owns, in the order in which it handles them. The position
  /// in this list is the local query number.
  public let queriesOfElement: [[Int]]
  /// For each token, where its key and value lie.
  public let placements: [TokenPlacement]
  /// For each element, `slotCount` slots.
  public let slots: [[Slot]]
  /// For each element and local query, the end of the row's slots, exclusive.
  public let rowEnds: [[Int]]

  public init(
    slotCount: Int, queriesOfElement: [[Int]], placements: [TokenPlacement], slots: [[Slot]],
    rowEnds: [[Int]]
  ) {
    self.slotCount = slotCount
    self.queriesOfElement = queriesOfElement
    self.placements = placements
    self.slots = slots
    self.rowEnds = rowEnds
  }
}
