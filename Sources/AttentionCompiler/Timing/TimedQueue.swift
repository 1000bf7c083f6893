/// A queue whose items can be taken from a cycle on that each of them has.
struct TimedQueue<Item> {
  private var items: [(cycle: Int, item: Item)] = []
  private var first = 0

  var count: Int { items.count - first }

  mutating func push(_ item: Item, at cycle: Int) {
    if first == items.count {
      items.removeAll(keepingCapacity: true)
      first = 0
    }
    items.append((cycle, item))
  }

  /// The first item, if it is there by a cycle.
  func front(_ cycle: Int) -> Item? {
    first < items.count && items[first].cycle <= cycle ? items[first].item : nil
  }

  mutating func pop() { first += 1 }
}
