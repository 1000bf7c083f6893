import AttentionSpec

/// The cycles of a workload on the array, from its schedule alone.
///
/// SDDMM takes one cycle for each chunk of each slot. SpMM goes over the slots once for each chunk,
/// one cycle a slot and one between two passes; when a row ends, its outputs leave the element in
/// `rowSpacing` cycles, and a next row of the same element that would end earlier stalls all
/// elements until it may. Filling and draining the pipeline, and loading the head, are not counted.
public struct CycleEstimate: Sendable, Equatable {
  /// Cycles of the scores.
  public let sddmm: Int
  /// Cycles of the outputs, stalls included.
  public let spmm: Int
  /// Cycles in which all elements wait for outputs to leave.
  public let stalls: Int

  public var total: Int { sddmm + spmm }

  /// The estimate of a schedule for a head dimension that the configuration takes.
  public init(
    _ schedule: Schedule, configuration: AcceleratorConfiguration, headDimension: Int
  ) {
    let chunks = configuration.chunks(headDimension: headDimension)
    let ends = Self.elementsEnding(schedule)
    var readyCycle = Array(repeating: 0, count: schedule.slots.count)
    var cycle = 0
    for pass in 0..<chunks {
      if pass > 0 { cycle += 1 }
      for slot in 0..<schedule.slotCount {
        let ending = ends.elements[ends.pointers[slot]..<ends.pointers[slot + 1]]
        for element in ending { cycle = max(cycle, readyCycle[element]) }
        for element in ending { readyCycle[element] = cycle + configuration.rowSpacing }
        cycle += 1
      }
    }
    sddmm = schedule.slotCount * chunks
    spmm = cycle
    stalls = spmm - sddmm - (chunks - 1)
  }

  /// For each slot the elements of which a row ends there, in compressed form.
  private static func elementsEnding(
    _ schedule: Schedule
  ) -> (pointers: [Int], elements: [Int]) {
    var ends: [(slot: Int, element: Int)] = []
    var pointers = Array(repeating: 0, count: schedule.slotCount + 1)
    for element in schedule.slots.indices {
      for entry in schedule.entries(of: element) where entry.isLast {
        ends.append((entry.slot, element))
        pointers[entry.slot + 1] += 1
      }
    }
    for slot in 0..<schedule.slotCount { pointers[slot + 1] += pointers[slot] }
    var elements = Array(repeating: 0, count: ends.count)
    var next = pointers
    for (slot, element) in ends {
      elements[next[slot]] = element
      next[slot] += 1
    }
    return (pointers, elements)
  }
}
