// The laws of a schedule, checked one by one. Tests and the co-simulation call them; they share no
// code with the scheduler.

extension Schedule {
  /// Checks that this is a correct schedule of the rest of a workload on a configuration.
  ///
  /// - Throws: `Refusal` that names the first law broken and where.
  public func validate(
    for workload: Workload, configuration: AcceleratorConfiguration
  ) throws {
    try checkShape(workload, configuration)
    try checkRowsOwned(workload, configuration)
    try checkPlacements(configuration)
    for element in slots.indices { try checkRows(of: element, workload) }
    try checkBanks(configuration)
  }

  private func checkShape(
    _ workload: Workload, _ configuration: AcceleratorConfiguration
  ) throws {
    let elements = configuration.array.elements
    try require(
      slots.count == elements && rowsOfElement.count == elements && rowEnds.count == elements,
      "a schedule has slots, queries and row ends for each of \(elements) elements")
    try require(
      slotCount <= configuration.capacity.slots,
      "\(slotCount) slots fit the \(configuration.capacity.slots) of capacity.slots")
    try require(
      slots.allSatisfy { $0.count == slotCount }, "each element has \(slotCount) slots")
    try require(placements.count == workload.tokens, "each of \(workload.tokens) tokens is placed")
    try require(
      zip(rowEnds, rowsOfElement).allSatisfy { $0.count == $1.count },
      "each local query has one row end")
  }

  private func checkRowsOwned(
    _ workload: Workload, _ configuration: AcceleratorConfiguration
  ) throws {
    try require(
      rowsOfElement.joined().sorted()
        == workload.rest.indices.filter { !workload.rest[$0].isEmpty },
      "each query belongs to exactly one element")
    for (element, queries) in rowsOfElement.enumerated() {
      try require(
        queries.count <= configuration.capacity.queriesPerElement,
        "the \(queries.count) queries of element \(element) fit capacity.queriesPerElement")
    }
  }

  private func checkPlacements(_ configuration: AcceleratorConfiguration) throws {
    try require(
      Set(placements).count == placements.count, "no two tokens share a place in a bank")
    for (token, placement) in placements.enumerated() {
      try require(
        (0..<configuration.banks).contains(placement.bank)
          && (0..<configuration.capacity.tokensPerBank).contains(placement.address),
        "token \(token) lies inside a bank")
    }
  }

  private func checkRows(of element: Int, _ workload: Workload) throws {
    var start = 0
    for (row, end) in zip(rowsOfElement[element], rowEnds[element]) {
      try require(
        start < end && end <= slotCount, "query \(row) of element \(element) has its own slots")
      start = end
    }
    var tokens: [[Int]] = Array(repeating: [], count: rowEnds[element].count)
    var isEnded = Array(repeating: false, count: rowEnds[element].count)
    for entry in entries(of: element) {
      tokens[entry.localRow].append(entry.token)
      isEnded[entry.localRow] = entry.isLast
    }
    for (localRow, row) in rowsOfElement[element].enumerated() {
      try require(
        tokens[localRow].sorted() == Array(workload.rest[row]),
        "query \(row) of element \(element) has each kept entry exactly once and no other")
      try require(
        isEnded[localRow], "the last slot of query \(row) of element \(element) is an entry")
    }
    try require(
      slots[element][start...].allSatisfy { $0 == .idle },
      "element \(element) is idle after its last row")
  }

  private func checkBanks(_ configuration: AcceleratorConfiguration) throws {
    for slot in 0..<slotCount {
      var tokenOfBank: [Int?] = Array(repeating: nil, count: configuration.banks)
      for element in slots.indices {
        guard let token = slots[element][slot].token else { continue }
        let bank = placements[token].bank
        try require(
          tokenOfBank[bank] == nil || tokenOfBank[bank] == token,
          "elements that read bank \(bank) in slot \(slot) read the same token")
        tokenOfBank[bank] = token
      }
    }
  }

  private func require(_ isTrue: Bool, _ law: String) throws {
    guard isTrue else {
      throw Refusal("The schedule breaks the law that \(law); schedule the mask again.")
    }
  }
}
