import AttentionSpec

/// The two streams of a plan's index.
struct IndexStreams {
  let slots: [UInt8]
  let rows: [UInt8]
  let slotCount: Int
  let rowCount: Int

  init(_ plan: AttentionPlan, _ format: StreamFormat) {
    var slots: [UInt8] = []
    var records: [RowRecord] = []
    slotCount = plan.units.reduce(0) { $0 + $1.schedule.slotCount }
    slots.reserveCapacity(format.bytes(ofSlots: slotCount))
    for unit in plan.units {
      let schedule = unit.schedule
      for slot in 0..<schedule.slotCount {
        slots += format.bytes(
          ofSlot: schedule[slot].map { $0 == UnitSchedule.idle ? nil : Int($0) % unit.tokens })
      }
      records += schedule.rows.enumerated().map { number, row in
        RowRecord(
          element: row.element, head: row.row / unit.tokens, token: row.row % unit.tokens,
          entries: row.entries, endsUnit: number == schedule.rows.count - 1)
      }
    }
    slots += Array(repeating: 0, count: format.bytes(ofSlots: slotCount) - slots.count)
    self.slots = slots
    rows = format.bytes(ofRows: records)
    rowCount = records.count
  }
}
