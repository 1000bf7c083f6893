import AttentionSpec

/// Plans units of work: schedules, places in memories, and loads that wait for what lies there.
struct AttentionPlanner {
  private let shape: PlanningShape
  private let loadSize: LoadSize
  private var rings: [OperandMemory: WordRing]
  private var units: [AttentionPlan.Unit] = []
  private var codes: [AttentionPlan.Load] = []
  private var values: [AttentionPlan.Load] = []
  /// Slots and rows of the units so far.
  private var slots = 0
  private var rows = 0

  init(_ shape: PlanningShape, _ loadSize: LoadSize = .groups) {
    self.shape = shape
    self.loadSize = loadSize
    rings = Dictionary(
      uniqueKeysWithValues: OperandMemory.allCases.map {
        ($0, WordRing($0, words: shape.words[$0] ?? 0, banks: shape.banks))
      })
  }

  var plan: AttentionPlan { AttentionPlan(units: units, codes: codes, values: values) }

  /// Adds a unit with its schedule.
  ///
  /// - Throws: `Refusal` if its operands do not fit a memory.
  mutating func add(_ work: UnitOfWork, _ schedule: UnitSchedule) throws {
    let layout = schedule.layout
    var base: [OperandMemory: Int] = [:]
    for memory in OperandMemory.allCases {
      guard let place = rings[memory]?.place(layout.places) else {
        throw Refusal(
          "\(work.name): \(layout.heads.counted("head")) of "
            + "\(layout.tokens.counted("token")) take \(layout.places.counted("word")), "
            + "but the memory of \(memory.rawValue) holds \(shape.words[memory] ?? 0); "
            + "give it more, or fewer heads to a unit.")
      }
      base[memory] = place
    }
    let unit = AttentionPlan.Unit(schedule: schedule, base: base, codes: work.codes)
    addLoads(unit)
    units.append(unit)
    use(unit)
    slots += schedule.slotCount
    rows += schedule.rows.count
  }

  private mutating func addLoads(_ unit: AttentionPlan.Unit) {
    let (keys, queries) = (loads(unit, .keys), loads(unit, .queries))
    codes += zip(keys, queries).flatMap { [$0, $1] }
    values += loads(unit, .values)
  }

  /// The loads of an operand, as many of queries as of keys.
  private func loads(
    _ unit: AttentionPlan.Unit, _ memory: OperandMemory
  ) -> [AttentionPlan.Load] {
    let count = loadSize.tokens(of: memory, unit.layout, isFirst: units.isEmpty, shape)
    let start = unit.base[memory] ?? 0
    return stride(from: 0, to: unit.tokens, by: count).compactMap { first in
      let tokens = first..<min(first + count, unit.tokens)
      let places = (0..<unit.heads).flatMap { head in
        tokens.map { start + unit.layout.place(head: head, token: $0) }
      }
      return rings[memory].map { ring in
        AttentionPlan.Load(
          memory: memory, unit: units.count, tokens: tokens, wait: ring.free(places))
      }
    }
  }

  /// Notes when the words of a unit are read for the last time.
  private mutating func use(_ unit: AttentionPlan.Unit) {
    let schedule = unit.schedule
    let tokens = unit.heads * unit.tokens
    var lastSlot = Array(repeating: 0, count: tokens)
    for slot in 0..<schedule.slotCount {
      for token in schedule[slot] where token != UnitSchedule.idle {
        lastSlot[Int(token)] = slots + slot + 1
      }
    }
    var lastRow = Array(repeating: 0, count: tokens)
    for (index, row) in schedule.rows.enumerated() { lastRow[row.row] = rows + index + 1 }
    for memory in OperandMemory.allCases {
      let last = memory == .queries ? lastRow : lastSlot
      let base = unit.base[memory] ?? 0
      for token in 0..<tokens {
        rings[memory]?.use(base + unit.layout.place(ofToken: token), last[token])
      }
    }
  }
}
