import AttentionSpec

/// Checks that loads bring what is read and leave alone what is still to be read, whatever the
/// timing: by the counts alone that they wait for.
struct LoadCheck {
  private let listing: ProgramListing
  private let rows: [WalkedRow]
  /// The first row, and the first slot, of each unit.
  private let firstRow: [Int]
  private let firstSlot: [Int]
  /// For each place of a memory what has to be over before it may be written: the slot or row that
  /// reads it last, plus 1.
  private var lastRead: [OperandMemory: [Int: Int]] = [:]
  /// What is over when a load of a channel is asked for.
  private var codesReached: [AttentionPlan.Progress: Int] = [:]
  private var valuesReached: [AttentionPlan.Progress: Int] = [:]

  static func check(_ listing: ProgramListing, _ rows: [WalkedRow]) throws {
    var check = LoadCheck(listing, rows)
    for unit in listing.units.indices {
      try check.checkOrder(unit)
      for load in listing.units[unit].loads { try check.checkLoad(load, unit) }
      check.read(unit)
    }
  }

  private init(_ listing: ProgramListing, _ rows: [WalkedRow]) {
    (self.listing, self.rows) = (listing, rows)
    firstRow = listing.units.indices.map { unit in
      rows.firstIndex { $0.unit == unit } ?? rows.count
    }
    firstSlot = firstRow.map { $0 < rows.count ? rows[$0].slots[0] : listing.begin.slots }
  }

  private func checkOrder(_ unit: Int) throws {
    let listed = listing.units[unit]
    for memory in OperandMemory.allCases {
      var next = 0
      for load in listed.loads where load.memory == memory {
        guard load.tokens.lowerBound == next else {
          throw BrokenRule(
            .loadOrder,
            "Unit \(unit): the \(memory.rawValue) go on at token \(load.tokens.lowerBound) behind "
              + "token \(next - 1).")
        }
        next = load.tokens.upperBound
      }
      guard next == listed.unit.tokens else {
        throw BrokenRule(
          .tokenArrival,
          "Unit \(unit): the loads bring \(next) of \(listed.unit.tokens.counted("token")) of "
            + "\(memory.rawValue).")
      }
    }
  }

  private mutating func checkLoad(_ load: ListedLoad, _ unit: Int) throws {
    if let wait = load.wait {
      let earlier = wait == .rows ? firstRow[unit] : firstSlot[unit]
      guard load.load.count <= earlier else {
        throw BrokenRule(
          .tokenArrival,
          "Unit \(unit): a load of \(load.memory.rawValue) waits for \(load.load.count) "
            + "\(wait == .rows ? "rows" : "slots"), but the units before have \(earlier).")
      }
      reach(wait, load.load.count, ofValues: load.memory == .values)
    }
    let progress = load.memory.progress
    let reached = (load.memory == .values ? valuesReached : codesReached)[progress, default: 0]
    let listed = listing.units[unit]
    for head in 0..<listed.unit.heads {
      for token in load.tokens {
        let place = listed.base(load.memory) + listed.place(head: head, token: token)
        let needed = lastRead[load.memory]?[place] ?? 0
        guard needed <= reached else {
          throw BrokenRule(
            .overwriting,
            "Unit \(unit): token \(token) of head \(head) of the \(load.memory.rawValue) goes to "
              + "place \(place), which is read until \(needed) "
              + "\(progress == .rows ? "rows" : "slots") are over, but its load waits for "
              + "\(reached).")
        }
      }
    }
  }

  /// Notes what is over: a slot walked for outputs was walked for scores, and rows were given that
  /// begin in it.
  private mutating func reach(
    _ wait: AttentionPlan.Progress, _ count: Int, ofValues isOfValues: Bool
  ) {
    var reached = isOfValues ? valuesReached : codesReached
    func raise(_ progress: AttentionPlan.Progress, _ count: Int) {
      reached[progress] = max(reached[progress, default: 0], count)
    }
    raise(wait, count)
    if wait != .rows {
      raise(.scoreSlots, count)
      raise(.rows, rows.firstIndex { $0.slots[0] >= count } ?? rows.count)
    }
    if isOfValues { valuesReached = reached } else { codesReached = reached }
  }

  /// Notes what the rows of a unit read.
  private mutating func read(_ unit: Int) {
    let listed = listing.units[unit]
    for (number, row) in rows.enumerated() where row.unit == unit {
      let query = listed.place(head: row.record.head, token: row.record.token)
      note(.queries, listed.base(.queries) + query, number + 1)
      for (token, slot) in zip(row.keys, row.slots) {
        let place = listed.place(head: row.record.head, token: token)
        note(.keys, listed.base(.keys) + place, slot + 1)
        note(.values, listed.base(.values) + place, slot + 1)
      }
    }
  }

  private mutating func note(_ memory: OperandMemory, _ place: Int, _ count: Int) {
    lastRead[memory, default: [:]][place] = max(lastRead[memory]?[place] ?? 0, count)
  }
}
