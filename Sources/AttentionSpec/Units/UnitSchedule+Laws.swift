// The laws of a schedule, checked one by one. They know nothing of how schedules are made.

extension UnitSchedule {
  /// Checks that this is a correct schedule of the rest of a workload.
  ///
  /// - Throws: `Refusal` that names the first law broken and where.
  public func validate(for workload: Workload) throws {
    try checkRows(workload)
    try checkEntries(workload)
    try checkBanks()
  }

  private func checkRows(_ workload: Workload) throws {
    try require(
      workload.heads.count == layout.heads
        && workload.heads.allSatisfy { $0.tokens == layout.tokens },
      "it is laid out for \(layout.heads.counted("head")) of \(layout.tokens.counted("token"))")
    try require(
      rows.map(\.row).sorted() == workload.rest.indices.filter { !workload.rest[$0].isEmpty },
      "each row that keeps something is handled once")
    try require(
      rows.allSatisfy { (0..<elements).contains($0.element) }, "a row belongs to an element")
    for (row, next) in zip(rows, rows.dropFirst()) {
      try require(
        (row.firstSlot, row.element) < (next.firstSlot, next.element),
        "rows stand in the order in which they begin, and row \(next.row) does not")
    }
  }

  /// Walks the slots as the elements do.
  private func checkEntries(_ workload: Workload) throws {
    var taken = 0
    var current: [ScheduledRow?] = Array(repeating: nil, count: elements)
    var keys: [[Int]] = Array(repeating: [], count: elements)
    for slot in 0..<slotCount {
      for (element, token) in self[slot].enumerated() where token != Self.idle {
        if current[element] == nil {
          try require(
            taken < rows.count && rows[taken].element == element && rows[taken].firstSlot == slot,
            "the row that begins in slot \(slot) on element \(element) is the next of the rows")
          current[element] = rows[taken]
          taken += 1
        }
        guard let row = current[element] else { continue }
        keys[element].append(Int(token))
        guard keys[element].count == row.entries else { continue }
        try require(
          keys[element].sorted() == Array(workload.rest[row.row]),
          "row \(row.row) has each kept entry exactly once and no other")
        current[element] = nil
        keys[element] = []
      }
    }
    try require(taken == rows.count && current.allSatisfy { $0 == nil }, "every row ends")
  }

  private func checkBanks() throws {
    var tokenOfBank: [Int32] = []
    for slot in 0..<slotCount {
      tokenOfBank = Array(repeating: Self.idle, count: banks)
      for token in self[slot] where token != Self.idle {
        let bank = bank(ofToken: Int(token))
        try require(
          tokenOfBank[bank] == Self.idle || tokenOfBank[bank] == token,
          "elements that read bank \(bank) in slot \(slot) read the same token")
        tokenOfBank[bank] = token
      }
    }
  }

  private func require(_ isTrue: Bool, _ law: String) throws {
    guard isTrue else {
      throw Refusal("The schedule breaks the law that \(law); schedule the masks again.")
    }
  }
}
