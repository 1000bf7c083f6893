import AttentionSpec

/// Fills slots one after another.
///
/// In each slot the element with the most work left chooses first, among the keys left in its
/// current row: one whose bank already reads that token in this slot (multicast), else, among those
/// in banks not yet read, the key with the most entries left in the whole head. An element that
/// finds neither is idle in this slot. Ties go to the lowest number.
struct ListScheduler {
  private let rowsOfElement: [[Int]]
  private let bankOfToken: [Int]
  private let rowGap: Int
  private let rowPointers: [Int]

  /// The keys of all rows; the first `left[element]` of a current row are those still to do.
  private var keys: [Int]
  /// Entries left of each token.
  private var tokenLeft: [Int]
  private var elements: [ElementState]
  /// The elements, the one with the most work left first.
  private var order: [Int]
  private var slots: [[Slot]]
  private var rowEnds: [[Int]]
  /// The token that each bank reads in this slot, or -1.
  private var tokenOfBank: [Int]

  private struct ElementState {
    /// Position of the current row among the element's rows.
    var localRow = 0
    /// Offset of the current row in `keys`.
    var rowStart = 0
    /// Keys left in the current row; 0 when the element has finished.
    var left = 0
    /// Entries left in all rows.
    var work = 0
    /// The earliest slot in which the current row may end.
    var earliestEnd = 0
  }

  /// The rows of the elements are those that are not empty.
  init(
    _ rest: KeptRows<Int>, tokenCounts: [Int], rowsOfElement: [[Int]], bankOfToken: [Int],
    rowGap: Int
  ) {
    self.rowsOfElement = rowsOfElement
    self.bankOfToken = bankOfToken
    self.rowGap = rowGap
    rowPointers = rest.rowPointers
    keys = rest.storage
    tokenLeft = tokenCounts
    let count = rowsOfElement.count
    elements = Array(repeating: ElementState(), count: count)
    order = Array(0..<count)
    slots = Array(repeating: [], count: count)
    rowEnds = Array(repeating: [], count: count)
    tokenOfBank = Array(repeating: -1, count: count)
    for element in 0..<count {
      elements[element].work = rowsOfElement[element].reduce(0) {
        $0 + max(rest[$1].count, rowGap)
      }
      startRow(of: element)
    }
  }

  /// Fills slots until every row is done.
  mutating func run() {
    var slot = 0
    while elements.contains(where: { $0.left > 0 }) {
      for bank in tokenOfBank.indices { tokenOfBank[bank] = -1 }
      sortOrder()
      for element in order {
        if let position = choose(for: element, slot: slot) {
          take(position, for: element, slot: slot)
        } else {
          slots[element].append(.idle)
        }
      }
      slot += 1
    }
  }

  func schedule(placements: [TokenPlacement]) -> Schedule {
    Schedule(
      slotCount: slots.first?.count ?? 0, rowsOfElement: rowsOfElement,
      placements: placements, slots: slots, rowEnds: rowEnds)
  }

  /// The offset in `keys` of the best key for an element, or nil to be idle.
  private func choose(for element: Int, slot: Int) -> Int? {
    let state = elements[element]
    guard state.left > 1 || (state.left == 1 && slot >= state.earliestEnd) else { return nil }
    var best = -1
    var bestLeft = -1
    var bestKey = Int.max
    for position in state.rowStart..<state.rowStart + state.left {
      let key = keys[position]
      let read = tokenOfBank[bankOfToken[key]]
      guard read == key || read < 0 else { continue }
      let left = read == key ? Int.max : tokenLeft[key]
      if left > bestLeft || (left == bestLeft && key < bestKey) {
        (best, bestLeft, bestKey) = (position, left, key)
      }
    }
    return best < 0 ? nil : best
  }

  private mutating func take(_ position: Int, for element: Int, slot: Int) {
    let key = keys[position]
    tokenOfBank[bankOfToken[key]] = key
    tokenLeft[key] -= 1
    slots[element].append(.entry(token: key))
    elements[element].work -= 1
    elements[element].left -= 1
    keys.swapAt(position, elements[element].rowStart + elements[element].left)
    guard elements[element].left == 0 else { return }
    rowEnds[element].append(slot + 1)
    elements[element].earliestEnd = slot + rowGap
    elements[element].localRow += 1
    startRow(of: element)
  }

  private mutating func startRow(of element: Int) {
    let localRow = elements[element].localRow
    guard localRow < rowsOfElement[element].count else { return }
    let row = rowsOfElement[element][localRow]
    elements[element].rowStart = rowPointers[row]
    elements[element].left = rowPointers[row + 1] - rowPointers[row]
  }

  /// Insertion sort: the order changes little from slot to slot.
  private mutating func sortOrder() {
    for index in order.indices.dropFirst() {
      var position = index
      while position > 0, precedes(order[position], order[position - 1]) {
        order.swapAt(position, position - 1)
        position -= 1
      }
    }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (leftWork, rightWork) = (elements[left].work, elements[right].work)
    return leftWork != rightWork ? leftWork > rightWork : left < right
  }
}
