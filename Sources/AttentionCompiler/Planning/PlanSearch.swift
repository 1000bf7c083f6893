import AttentionSpec

/// The plan of all units of work that takes the fewest cycles by the estimate.
///
/// Rows begin by the arrival of their queries, but in those units in which another order is better,
/// given the units before. Loads have the size with which that comes out better.
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
    for unit in units.indices {
      var tried = orders
      tried[unit] = .byArrival
      let result = try result(tried, size)
      guard result.estimate.cycles < best.estimate.cycles else { continue }
      (best, orders) = (result, tried)
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
