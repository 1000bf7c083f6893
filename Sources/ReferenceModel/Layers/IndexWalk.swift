import AttentionSpec

/// A row of scores as the index says it.
struct WalkedRow {
  let unit: Int
  let record: RowRecord
  /// The token of each entry, and the slot that it is in.
  var keys: [Int] = []
  var slots: [Int] = []
}

/// Walks slots and rows of a program as the elements do.
struct IndexWalk {
  private(set) var rows: [WalkedRow] = []
  private let listing: ProgramListing
  private let configuration: AcceleratorConfiguration
  /// For each element the row that it is in.
  private var current: [Int?]
  /// The unit of the next row, and its rows so far.
  private var unit = 0
  private var rowsOfUnit = 0
  private var seen: Set<[Int]> = []

  static func rows(
    of image: MemoryImage, _ listing: ProgramListing, _ configuration: AcceleratorConfiguration
  ) throws -> [WalkedRow] {
    var walk = IndexWalk(listing, configuration)
    let format = StreamFormat(configuration)
    let data = image.bytes[image.data]
    let (slots, rows) = (listing.index.slotsOffset, listing.index.rowsOffset)
    for slot in 0..<listing.begin.slots {
      let entries = format.slot(slot, of: data.dropFirst(slots))
      for (element, token) in entries.enumerated() {
        guard let token else { continue }
        if walk.current[element] == nil {
          guard walk.rows.count < listing.begin.rows else {
            throw BrokenRule(
              .slotEntry,
              "Slot \(slot): element \(element) has an entry but all "
                + "\(listing.begin.rows.counted("row")) are over.")
          }
          try walk.start(
            format.row(walk.rows.count, of: data.dropFirst(rows)), element: element, slot: slot)
        }
        try walk.take(token, element: element, slot: slot)
      }
      try walk.checkBanks(slot)
    }
    try walk.checkEnd()
    return walk.rows
  }

  private init(_ listing: ProgramListing, _ configuration: AcceleratorConfiguration) {
    (self.listing, self.configuration) = (listing, configuration)
    current = Array(repeating: nil, count: configuration.array.elements)
  }

  private mutating func start(_ record: RowRecord, element: Int, slot: Int) throws {
    let name = "Row \(rows.count), which begins in slot \(slot),"
    func require(_ isTrue: Bool, _ rule: ProgramRule, _ sentence: String) throws {
      guard isTrue else { throw BrokenRule(rule, "\(name) \(sentence).") }
    }
    try require(
      record.element == element, .rowRecord,
      "is of element \(record.element), but element \(element) begins one")
    try require(
      unit < listing.units.count, .rowCount, "is of a unit behind the last")
    let listed = listing.units[unit].unit
    try require(
      record.head < listed.heads && record.token < listed.tokens, .rowRecord,
      "is of token \(record.token) of head \(record.head), which unit \(unit) has not")
    try require(
      record.entries <= listed.tokens, .rowRecord,
      "has \(record.entries) entries, but unit \(unit) has \(listed.tokens.counted("token"))")
    try require(
      seen.insert([unit, record.head, record.token]).inserted, .rowCount,
      "is the second of token \(record.token) of head \(record.head) of unit \(unit)")
    try require(
      listing.units[unit].settings[record.head] != nil, .settings,
      "is of head \(record.head) of unit \(unit), which has no HEAD")
    current[element] = rows.count
    rows.append(WalkedRow(unit: unit, record: record))
    rowsOfUnit += 1
    try require(
      record.endsUnit == (rowsOfUnit == listed.rows), .rowCount,
      "is number \(rowsOfUnit) of the \(listed.rows) of unit \(unit) and "
        + "\(record.endsUnit ? "ends" : "does not end") it")
    if record.endsUnit { (unit, rowsOfUnit) = (unit + 1, 0) }
  }

  private mutating func take(_ token: Int, element: Int, slot: Int) throws {
    guard let number = current[element] else { return }
    let tokens = listing.units[rows[number].unit].unit.tokens
    guard token < tokens else {
      throw BrokenRule(
        .slotEntry,
        "Slot \(slot): element \(element) reads token \(token), but unit \(rows[number].unit) has "
          + "\(tokens.counted("token")).")
    }
    rows[number].keys.append(token)
    rows[number].slots.append(slot)
    if rows[number].keys.count == rows[number].record.entries { current[element] = nil }
    inSlot.append((number, token))
  }

  /// Row and token of the entries of a slot.
  private var inSlot: [(row: Int, token: Int)] = []

  private mutating func checkBanks(_ slot: Int) throws {
    defer { inSlot = [] }
    for memory in [OperandMemory.keys, .values] {
      var placeOfBank: [Int: Int] = [:]
      for (row, token) in inSlot {
        let unit = listing.units[rows[row].unit]
        let place = unit.base(memory) + unit.place(head: rows[row].record.head, token: token)
        let bank = place % configuration.memory.banks
        guard placeOfBank.updateValue(place, forKey: bank) ?? place == place else {
          throw BrokenRule(
            .bankConflict,
            "Slot \(slot): two elements read different \(memory.rawValue) of bank \(bank).")
        }
      }
    }
  }

  private func checkEnd() throws {
    for (element, row) in current.enumerated() {
      guard let row else { continue }
      throw BrokenRule(
        .slotEntry,
        "Row \(row) of element \(element) has \(rows[row].keys.count) of its "
          + "\(rows[row].record.entries) entries when the slots are over.")
    }
    guard rows.count == listing.begin.rows, unit == listing.units.count else {
      throw BrokenRule(
        .rowCount,
        "The slots have \(rows.count.counted("row")) of \(unit.counted("unit")), but the program "
          + "has \(listing.begin.rows) of \(listing.units.count).")
    }
  }
}
