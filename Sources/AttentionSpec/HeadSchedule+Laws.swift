// The laws of a schedule, checked one by one. Tests and the co-simulation call them; they share no
// code with the scheduler.

extension HeadSchedule {
  /// Checks that this is a correct schedule of a mask on a configuration.
  ///
  /// - Throws: `Refusal` that names the first law broken and where.
  public func validate(
    against mask: AttentionMask, configuration: AcceleratorConfiguration
  ) throws {
    try checkShape(mask, configuration)
    try checkQueries(mask, configuration)
    try checkPlacements(configuration)
    for element in slots.indices { try checkRows(of: element, mask) }
    try checkBanks(configuration)
  }

  private func checkShape(
    _ mask: AttentionMask, _ configuration: AcceleratorConfiguration
  ) throws {
    let elements = configuration.array.elements
    try require(
      slots.count == elements && queriesOfElement.count == elements && rowEnds.count == elements,
      "a schedule has slots, queries and row ends for each of \(elements) elements")
    try require(
      slotCount <= configuration.capacity.slots,
      "\(slotCount) slots fit the \(configuration.capacity.slots) of capacity.slots")
    try require(
      slots.allSatisfy { $0.count == slotCount }, "each element has \(slotCount) slots")
    try require(placements.count == mask.tokens, "each of \(mask.tokens) tokens is placed")
    try require(
      zip(rowEnds, queriesOfElement).allSatisfy { $0.count == $1.count },
      "each local query has one row end")
  }

  private func checkQueries(
    _ mask: AttentionMask, _ configuration: AcceleratorConfiguration
  ) throws {
    try require(
      queriesOfElement.joined().sorted() == Array(0..<mask.tokens),
      "each query belongs to exactly one element")
    for (element, queries) in queriesOfElement.enumerated() {
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

  private func checkRows(of element: Int, _ mask: AttentionMask) throws {
    var start = 0
    for (query, end) in zip(queriesOfElement[element], rowEnds[element]) {
      try require(
        start < end && end <= slotCount, "query \(query) of element \(element) has its own slots")
      let tokens = slots[element][start..<end].compactMap(\.token)
      try require(
        tokens.sorted() == mask.keys(ofQuery: query),
        "query \(query) of element \(element) has each kept entry exactly once and no other")
      try require(
        slots[element][end - 1] != .idle,
        "the last slot of query \(query) of element \(element) is an entry")
      start = end
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
