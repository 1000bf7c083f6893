import AttentionSpec

/// A plan as the walks see it: slots and rows of all units, numbered through.
struct PlanWalk {
  struct Row {
    let unit: Int
    let element: Int
    /// The token of its query.
    let token: Int
    let entries: Int
  }

  let elements: Int
  let rows: [Row]
  /// For each slot its unit, and for each slot and element the token in its head, or -1.
  let unitOfSlot: [Int]
  let tokens: [Int32]
  /// The first token of each unit, and of one more, tokens of all units being numbered through.
  let firstToken: [Int]
  /// The slots behind the last of each unit.
  let endOfUnit: [Int]

  init(_ plan: AttentionPlan) {
    elements = plan.units.first?.schedule.elements ?? 1
    var rows: [Row] = []
    var unitOfSlot: [Int] = []
    var tokens: [Int32] = []
    var firstToken = [0]
    var endOfUnit: [Int] = []
    for (index, unit) in plan.units.enumerated() {
      rows += unit.schedule.rows.map {
        Row(unit: index, element: $0.element, token: $0.row % unit.tokens, entries: $0.entries)
      }
      unitOfSlot += Array(repeating: index, count: unit.schedule.slotCount)
      tokens += unit.schedule.tokens.map {
        $0 == UnitSchedule.idle ? -1 : $0 % Int32(unit.tokens)
      }
      firstToken.append((firstToken.last ?? 0) + unit.tokens)
      endOfUnit.append(unitOfSlot.count)
    }
    (self.rows, self.unitOfSlot, self.tokens) = (rows, unitOfSlot, tokens)
    (self.firstToken, self.endOfUnit) = (firstToken, endOfUnit)
  }

  var slots: Int { unitOfSlot.count }
}
