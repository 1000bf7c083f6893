/// The row dispatcher: rows whose queries have arrived, in their order, to elements with room.
struct DispatchTiming {
  private let walk: PlanWalk
  private let chunks: Int
  private var next = 0
  /// Rows on their way: whose head is asked for, found, and whose query is placed; -1 for none.
  private var asked = -1
  private var found = -1
  private var placed = -1
  private var chunk = 0

  init(_ walk: PlanWalk, _ parameters: TimingParameters) {
    self.walk = walk
    chunks = parameters.chunks
  }

  /// Takes a row, if it can, and gives another one to its element.
  mutating func step(
    _ cycle: Int, _ loads: inout LoadTiming, _ elements: inout [ElementTiming],
    _ parameters: TimingParameters
  ) -> Bool {
    var gives = false
    if placed >= 0 {
      let element = walk.rows[placed].element
      if chunk > 0 || elements[element].hasRoom(parameters) {
        chunk += 1
        gives = chunk == chunks
        if gives {
          elements[element].give()
          (chunk, placed) = (0, -1)
        }
      }
    }
    if placed < 0 { (placed, found) = (found, -1) }
    if found < 0 { (found, asked) = (asked, -1) }
    guard asked < 0, next < walk.rows.count, loads.rows.hasRecord else { return gives }
    let row = walk.rows[next]
    guard loads.isKnown(row.unit, cycle), loads.arrivals.count(.queries, row.unit) > row.token
    else { return gives }
    loads.takeRow()
    asked = next
    next += 1
    return gives
  }
}
