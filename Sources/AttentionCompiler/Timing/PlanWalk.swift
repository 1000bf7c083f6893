import AttentionSpec

/// A plan as the array sees it: slots and rows of all units, numbered through, and the program.
struct PlanWalk {
  struct Row {
    let unit: Int
    let element: Int
    /// The token of its query.
    let token: Int
    let entries: Int
  }

  /// An instruction, as far as it takes time.
  enum Instruction {
    /// BEGIN and HEAD.
    case setting
    case index
    case unit(Int)
    case weights
    case load(AttentionPlan.Load)
    case end
  }

  let units: [AttentionPlan.Unit]
  let elements: Int
  let rows: [Row]
  /// For each slot its unit, and for each slot and element the token in its head, or -1.
  let unitOfSlot: [Int]
  let tokens: [Int32]
  /// The slots behind the last of each unit.
  let endOfUnit: [Int]
  let program: [Instruction]

  init(_ plan: AttentionPlan) {
    units = plan.units
    elements = plan.units.first?.schedule.elements ?? 1
    var rows: [Row] = []
    var unitOfSlot: [Int] = []
    var tokens: [Int32] = []
    var endOfUnit: [Int] = []
    for (index, unit) in plan.units.enumerated() {
      rows += unit.schedule.rows.map {
        Row(unit: index, element: $0.element, token: $0.row % unit.tokens, entries: $0.entries)
      }
      unitOfSlot += Array(repeating: index, count: unit.schedule.slotCount)
      tokens += unit.schedule.tokens.map {
        $0 == UnitSchedule.idle ? -1 : $0 % Int32(unit.tokens)
      }
      endOfUnit.append(unitOfSlot.count)
    }
    (self.rows, self.unitOfSlot, self.tokens) = (rows, unitOfSlot, tokens)
    self.endOfUnit = endOfUnit
    program = Self.program(plan)
  }

  var slots: Int { unitOfSlot.count }

  private static func program(_ plan: AttentionPlan) -> [Instruction] {
    var program: [Instruction] = [.setting, .index]
    let loads = plan.loadsOfUnits
    for (index, unit) in plan.units.enumerated() {
      program.append(.unit(index))
      for _ in 0..<unit.heads { program.append(.setting) }
      for _ in 0..<unit.decoderInstructions { program.append(.weights) }
      for load in loads[index] { program.append(.load(load)) }
    }
    return program + [.end]
  }
}

extension AttentionPlan {
  /// The loads of each unit in the order of the program: those of all operands in turn, so that no
  /// channel waits for instructions of another.
  var loadsOfUnits: [[Load]] {
    var loads: [[Load]] = units.map { _ in [] }
    for load in codes + values { loads[load.unit].append(load) }
    return loads.map { loads in
      loads.enumerated().sorted {
        ($0.element.tokens.lowerBound, $0.offset) < ($1.element.tokens.lowerBound, $1.offset)
      }.map(\.element)
    }
  }
}

extension AttentionPlan.Unit {
  /// DECODER instructions: for queries and for keys, of each head, by groups of codes.
  var decoderInstructions: Int {
    guard codes > 0 else { return 0 }
    return 2 * heads
      * dividedRoundingUp(codes, by: AttentionSpec.Instruction.Decoder.codesOfGroup)
  }
}
