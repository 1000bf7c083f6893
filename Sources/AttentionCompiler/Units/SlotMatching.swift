/// Gives each element a bank for one slot, as many elements as possible: a maximum matching by
/// augmenting paths (Kuhn, 1955) of limited length.
struct SlotMatching {
  /// For each bank the element that reads it, or -1.
  private(set) var elementOfBank: [Int]
  /// The banks that are of use to each element, the most wanted first.
  private var choices: [[Int]]
  /// The search that looked at a bank last, so that none looks twice.
  private var visit: [Int]
  private var search = 0

  /// Elements on a path from one without a bank to a free bank.
  private static let pathLength = 4

  init(elements: Int, banks: Int) {
    elementOfBank = Array(repeating: -1, count: banks)
    choices = Array(repeating: [], count: elements)
    visit = Array(repeating: 0, count: banks)
  }

  mutating func clear() {
    for bank in elementOfBank.indices { elementOfBank[bank] = -1 }
  }

  /// Finds a bank for an element, and other ones for those that must give way.
  ///
  /// - Returns: Whether there is one.
  mutating func add(_ element: Int, choices: [Int]) -> Bool {
    self.choices[element] = choices
    search += 1
    return place(element, Self.pathLength)
  }

  private mutating func place(_ element: Int, _ length: Int) -> Bool {
    for bank in choices[element] where elementOfBank[bank] < 0 {
      elementOfBank[bank] = element
      return true
    }
    guard length > 1 else { return false }
    for bank in choices[element] where visit[bank] != search {
      visit[bank] = search
      guard place(elementOfBank[bank], length - 1) else { continue }
      elementOfBank[bank] = element
      return true
    }
    return false
  }
}
