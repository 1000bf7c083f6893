import AttentionSpec

/// Makes the schedule of a unit of work: rows of all its heads on all elements.
///
/// An element that is free takes one of the next rows, that whose tokens lie in the banks that the
/// others want least. In each slot as many elements as possible are given a bank of their own,
/// those with the fewest entries left in their row first, but before them those that have waited
/// for long: the other elements have to hold all that they score until a row is complete. Elements
/// without a bank share a token that is read anyway, if they can. The result depends on the inputs
/// only.
struct UnitScheduler {
  private let banks: Int
  private let layout: UnitLayout
  private let rest: KeptRows<Int>
  /// Rows that have not begun.
  private var waiting: [Int]
  private var elements: [ElementRow]
  private var rows: [ScheduledRow] = []
  private var tokens: [Int32] = []
  private var matching: SlotMatching
  /// Entries left of all current rows, by bank.
  private var wanted: [Int]

  /// Rows among which a free element chooses.
  private static let window = 8
  /// Slots in which an element may be idle in a row before it comes first.
  private static let patience = 16

  /// The current row of an element.
  private struct ElementRow {
    var row = 0
    /// What is left of it, by bank.
    var left: [[Int32]]
    var count = 0
    /// Slots in which it had nothing to do although it was in the row.
    var idleSlots = 0

    var isLate: Bool { idleSlots > patience }
  }

  /// - Parameter decoder: Says how far apart the heads stand.
  static func schedule(
    _ workload: Workload, elements: Int, banks: Int, decoder: DecoderShape = DecoderShape(),
    order: RowOrder
  ) -> UnitSchedule {
    let layout = UnitLayout(workload, decoder)
    var scheduler = UnitScheduler(
      workload.rest, order.rows(of: workload, elements: elements), elements, banks, layout)
    scheduler.run()
    return UnitSchedule(
      elements: elements, banks: banks, layout: layout, rows: scheduler.rows,
      tokens: scheduler.tokens)
  }

  private init(
    _ rest: KeptRows<Int>, _ waiting: [Int], _ elements: Int, _ banks: Int, _ layout: UnitLayout
  ) {
    self.rest = rest
    self.banks = banks
    self.layout = layout
    // The next row is the last.
    self.waiting = waiting.reversed()
    self.elements = Array(
      repeating: ElementRow(left: Array(repeating: [], count: banks)), count: elements)
    matching = SlotMatching(elements: elements, banks: banks)
    wanted = Array(repeating: 0, count: banks)
  }

  private mutating func run() {
    while true {
      for element in elements.indices where elements[element].count == 0 { begin(element) }
      let active = elements.indices.filter { elements[$0].count > 0 }
      if active.isEmpty { return }
      fillSlot(active)
    }
  }

  private func bank(_ token: Int) -> Int { layout.place(ofToken: token) % banks }

  /// Gives an element the row of the window that meets the fewest others in its banks.
  private mutating func begin(_ element: Int) {
    guard !waiting.isEmpty else { return }
    var best = waiting.count - 1
    var least = Double.infinity
    for index in waiting.indices.suffix(Self.window).reversed() {
      let keys = rest[waiting[index]]
      let cost =
        Double(keys.reduce(0) { $0 + wanted[bank($1)] }) / Double(keys.count)
      if cost < least { (best, least) = (index, cost) }
    }
    let row = waiting.remove(at: best)
    for key in rest[row] {
      elements[element].left[bank(key)].append(Int32(key))
      wanted[bank(key)] += 1
    }
    elements[element].row = row
    elements[element].idleSlots = 0
    elements[element].count = rest[row].count
  }

  private mutating func fillSlot(_ active: [Int]) {
    matching.clear()
    func urgency(_ element: Int) -> (Int, Int, Int) {
      (elements[element].isLate ? 0 : 1, elements[element].count, element)
    }
    let mostUrgent = active.sorted { urgency($0) < urgency($1) }
    let unmatched = mostUrgent.filter { element in
      let choices = (0..<banks).filter { !elements[element].left[$0].isEmpty }.sorted {
        (wanted[$1], $0) < (wanted[$0], $1)
      }
      return !matching.add(element, choices: choices)
    }
    var slot = Array(repeating: UnitSchedule.idle, count: elements.count)
    var tokenOfBank = Array(repeating: UnitSchedule.idle, count: banks)
    for (bank, element) in matching.elementOfBank.enumerated() where element >= 0 {
      let token = bestToken(of: element, in: bank, active, unmatched)
      slot[element] = token
      tokenOfBank[bank] = token
    }
    for element in unmatched {
      if let bank = (0..<banks).first(where: {
        tokenOfBank[$0] >= 0 && elements[element].left[$0].contains(tokenOfBank[$0])
      }) {
        slot[element] = tokenOfBank[bank]
      }
    }
    for element in active {
      if slot[element] == UnitSchedule.idle {
        elements[element].idleSlots += 1
      } else {
        take(slot[element], element)
      }
    }
    tokens += slot
  }

  /// Of an element's tokens in a bank, that which the most elements without a bank can share, and
  /// then the one that the fewest others want, since it can be shared no more.
  private func bestToken(
    of element: Int, in bank: Int, _ active: [Int], _ unmatched: [Int]
  ) -> Int32 {
    func sharers(_ token: Int32, _ among: [Int]) -> Int {
      among.reduce(0) { $0 + (elements[$1].left[bank].contains(token) ? 1 : 0) }
    }
    var best = UnitSchedule.idle
    var rank = (-1, 0)
    for token in elements[element].left[bank] {
      let its = (sharers(token, unmatched), -sharers(token, active))
      if its > rank || best == UnitSchedule.idle { (best, rank) = (token, its) }
    }
    return best
  }

  private mutating func take(_ token: Int32, _ element: Int) {
    let bank = bank(Int(token))
    let (row, count) = (elements[element].row, elements[element].count)
    if count == rest[row].count {
      let slot = tokens.count / elements.count
      rows.append(ScheduledRow(row: row, element: element, firstSlot: slot, entries: count))
    }
    elements[element].left[bank].removeAll { $0 == token }
    elements[element].count -= 1
    wanted[bank] -= 1
  }
}
