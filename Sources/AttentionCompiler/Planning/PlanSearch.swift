import AttentionSpec

/// The plan of all units of work that takes the fewest cycles by the estimate.
///
/// Rows of all units begin in the order that is best for all, but in those units in which another
/// one is better, given the orders of the others. Loads have the size with which that comes out
/// better.
///
/// - Throws: `Refusal` for a unit that does not fit, or a plan that stands still.
public func planAttention(
  _ units: [UnitOfWork], _ shape: PlanningShape, _ parameters: TimingParameters
) throws -> (plan: AttentionPlan, estimate: AttentionEstimate) {
  let search = PlanSearch(units, shape, parameters)
  var best = try search.best(.groups)
  let other = try search.best(.units)
  if other.estimate.cycles < best.estimate.cycles { best = other }
  return best
}

private struct PlanSearch {
  let units: [UnitOfWork]
  let shape: PlanningShape
  let parameters: TimingParameters
  /// For each unit and order.
  let schedules: [[RowOrder: UnitSchedule]]

  /// How often the order of each unit is chosen: what is best for one depends on those behind it.
  private static let rounds = 2

  init(_ units: [UnitOfWork], _ shape: PlanningShape, _ parameters: TimingParameters) {
    (self.units, self.shape, self.parameters) = (units, shape, parameters)
    schedules = units.map { unit in
      Dictionary(
        uniqueKeysWithValues: RowOrder.allCases.map { order in
          let schedule = UnitScheduler.schedule(
            unit.workload, elements: shape.elements, banks: shape.banks, decoder: shape.decoder,
            order: order)
          return (order, schedule)
        })
    }
  }

  func best(_ size: LoadSize) throws -> (plan: AttentionPlan, estimate: AttentionEstimate) {
    var orders = units.map { _ in RowOrder.byQuery }
    var best = try result(orders, size)
    func attempt(_ tried: [RowOrder]) {
      // Orders with which the plan stands still are none of the choices.
      guard let result = try? result(tried, size),
        result.estimate.cycles < best.estimate.cycles
      else { return }
      (best, orders) = (result, tried)
    }
    for order in RowOrder.allCases where order != .byQuery { attempt(units.map { _ in order }) }
    for _ in 0..<Self.rounds {
      for unit in units.indices {
        for order in RowOrder.allCases where order != orders[unit] {
          var tried = orders
          tried[unit] = order
          attempt(tried)
        }
      }
    }
    return best
  }

  private func result(
    _ orders: [RowOrder], _ size: LoadSize
  ) throws -> (plan: AttentionPlan, estimate: AttentionEstimate) {
    var planner = AttentionPlanner(shape, size)
    for (index, unit) in units.enumerated() {
      guard let schedule = schedules[index][orders[index]] else { continue }
      try planner.add(unit, schedule)
    }
    do {
      return (planner.plan, try AttentionTiming.estimate(planner.plan, parameters))
    } catch let still as StandStill {
      throw Refusal(still.sentence(units[still.unit].name))
    }
  }
}
