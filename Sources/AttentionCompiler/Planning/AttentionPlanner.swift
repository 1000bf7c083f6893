import AttentionSpec

/// The parts of an accelerator that a plan depends on.
public struct PlanningShape: Sendable, Equatable {
  public var elements: Int
  public var banks: Int
  /// Words of each memory of operands.
  public var words: [OperandMemory: Int]

  public init(elements: Int, banks: Int, words: [OperandMemory: Int]) {
    self.elements = elements
    self.banks = banks
    self.words = words
  }
}

/// Plans units of work: schedules, places in memories, and loads that wait for what lies there.
struct AttentionPlanner {
  private let shape: PlanningShape
  private var rings: [OperandMemory: WordRing]
  private var units: [AttentionPlan.Unit] = []
  private var codes: [AttentionPlan.Load] = []
  private var values: [AttentionPlan.Load] = []
  /// Slots and rows of the units so far.
  private var slots = 0
  private var rows = 0

  /// Tokens of a load. Loads of queries and keys alternate, so that early rows can begin.
  private static let tokensOfLoad = 16

  init(_ shape: PlanningShape) {
    self.shape = shape
    rings = Dictionary(
      uniqueKeysWithValues: OperandMemory.allCases.map {
        ($0, WordRing($0, words: shape.words[$0] ?? 0, banks: shape.banks))
      })
  }

  var plan: AttentionPlan { AttentionPlan(units: units, codes: codes, values: values) }

  /// Adds a unit with its schedule.
  ///
  /// - Throws: `Refusal` if its operands do not fit a memory.
  mutating func add(_ workload: Workload, _ schedule: UnitSchedule) throws {
    let tokens = workload.heads.first?.tokens ?? 0
    var base: [OperandMemory: Int] = [:]
    for memory in OperandMemory.allCases {
      guard let place = rings[memory]?.place(workload.tokens) else {
        throw Refusal(
          "\(workload.heads.count.counted("head")) of \(tokens.counted("token")) are "
            + "\(workload.tokens.counted("word")) but the memory of \(memory.rawValue) holds "
            + "\(shape.words[memory] ?? 0); give it more, or fewer heads to a unit.")
      }
      base[memory] = place
    }
    let unit = units.count
    units.append(
      AttentionPlan.Unit(
        heads: workload.heads.count, tokens: tokens, schedule: schedule, base: base))
    addLoads(unit, tokens, workload.heads.count, base)
    use(schedule, workload, base)
    slots += schedule.slotCount
    rows += schedule.rows.count
  }

  private mutating func addLoads(
    _ unit: Int, _ tokens: Int, _ heads: Int, _ base: [OperandMemory: Int]
  ) {
    for first in stride(from: 0, to: tokens, by: Self.tokensOfLoad) {
      let range = first..<min(first + Self.tokensOfLoad, tokens)
      for memory in [OperandMemory.keys, .queries, .values] {
        let start = base[memory] ?? 0
        let places = (0..<heads).flatMap { head in range.map { start + head * tokens + $0 } }
        guard let wait = rings[memory]?.free(places) else { continue }
        let load = AttentionPlan.Load(memory: memory, unit: unit, tokens: range, wait: wait)
        if memory == .values { values.append(load) } else { codes.append(load) }
      }
    }
  }

  /// Notes when the words of a unit are read for the last time.
  private mutating func use(
    _ schedule: UnitSchedule, _ workload: Workload, _ base: [OperandMemory: Int]
  ) {
    var lastSlot = Array(repeating: 0, count: workload.tokens)
    for slot in 0..<schedule.slotCount {
      for token in schedule[slot] where token != UnitSchedule.idle {
        lastSlot[Int(token)] = slots + slot + 1
      }
    }
    var lastRow = Array(repeating: 0, count: workload.tokens)
    for (index, row) in schedule.rows.enumerated() { lastRow[row.row] = rows + index + 1 }
    for memory in OperandMemory.allCases {
      rings[memory]?.use(base[memory] ?? 0, memory == .queries ? lastRow : lastSlot)
    }
  }
}
