import AttentionSpec

/// Walks slots for scores as far ahead as elements and index hold, and for outputs behind: whether
/// both come to their ends.
struct RingWalk {
  private struct Element {
    /// Entries and rows between their scores and their outputs.
    var entries = 0
    var rows = 0
  }

  private let memory: MemoryShape
  private let rows: [WalkedRow]
  /// The rows that have an entry in each slot.
  private var rowsOfSlot: [[Int]]
  private var elements: [Element]
  private var scored = 0
  private var summed = 0

  static func check(
    _ rows: [WalkedRow], slots: Int, _ configuration: AcceleratorConfiguration
  ) throws {
    var walk = RingWalk(rows, slots: slots, configuration)
    while walk.summed < slots {
      if walk.scored < slots, walk.canScore {
        walk.score()
      } else if walk.summed < walk.scored, walk.canSum {
        walk.sum()
      } else {
        throw BrokenRule(
          .scoreRing,
          "The walk for outputs stands at slot \(walk.summed), whose rows have no room to end: the "
            + "walk for scores cannot pass slot \(walk.scored).")
      }
    }
  }

  private init(_ rows: [WalkedRow], slots: Int, _ configuration: AcceleratorConfiguration) {
    self.rows = rows
    memory = configuration.memory
    rowsOfSlot = Array(repeating: [], count: slots)
    for (number, row) in rows.enumerated() {
      for slot in row.slots { rowsOfSlot[slot].append(number) }
    }
    elements = Array(repeating: Element(), count: configuration.array.elements)
  }

  private var canScore: Bool {
    scored < summed + memory.slots
      && rowsOfSlot[scored].allSatisfy { number in
        let element = elements[rows[number].record.element]
        return element.entries < memory.scores
          && (rows[number].slots.first != scored || element.rows <= memory.rowsBeforeNext)
      }
  }

  private mutating func score() {
    for number in rowsOfSlot[scored] {
      let element = rows[number].record.element
      elements[element].entries += 1
      if rows[number].slots.first == scored { elements[element].rows += 1 }
    }
    scored += 1
  }

  /// Numerators are there once all scores of a row are.
  private var canSum: Bool {
    rowsOfSlot[summed].allSatisfy { number in rows[number].slots.allSatisfy { $0 < scored } }
  }

  private mutating func sum() {
    for number in rowsOfSlot[summed] {
      let element = rows[number].record.element
      elements[element].entries -= 1
      if rows[number].slots.last == summed { elements[element].rows -= 1 }
    }
    summed += 1
  }
}
