import AttentionCompiler
import AttentionSpec
import Testing

@Suite struct CycleEstimateTests {
  /// Two elements, never idle before their last row ends; rows end after the given slots.
  private func schedule(slotCount: Int, rowEnds: [[Int]]) -> Schedule {
    Schedule(
      slotCount: slotCount, rowsOfElement: rowEnds.map { Array($0.indices) }, placements: [],
      slots: rowEnds.map { ends in
        (0..<slotCount).map { $0 < ends.last ?? 0 ? .entry(token: 0) : .idle }
      },
      rowEnds: rowEnds)
  }

  private func estimate(
    _ schedule: Schedule, macsPerLine: Int, headDimension: Int
  ) -> CycleEstimate {
    let configuration = AcceleratorConfiguration.fitting(
      tokens: 8, elements: 2, linesPerElement: 1, macsPerLine: macsPerLine,
      headDimension: headDimension)
    return CycleEstimate(schedule, configuration: configuration, headDimension: headDimension)
  }

  @Test("Rows far enough apart do not stall")
  func noStall() {
    let estimate = estimate(
      schedule(slotCount: 8, rowEnds: [[4, 8], [8]]), macsPerLine: 4, headDimension: 4)
    #expect((estimate.sddmm, estimate.spmm, estimate.stalls) == (8, 8, 0))
  }

  @Test("A row that ends too early stalls until the outputs before it have left")
  func stall() {
    // Ends in slots 1 and 2 of element 0: the second waits 3 cycles; element 1 then ends at once.
    let estimate = estimate(
      schedule(slotCount: 4, rowEnds: [[2, 3], [4]]), macsPerLine: 4, headDimension: 4)
    #expect((estimate.sddmm, estimate.spmm, estimate.stalls) == (4, 7, 3))
  }

  @Test("Chunks repeat SDDMM slots and SpMM passes, and a pass may stall on the one before")
  func chunks() {
    // Pass 1: ends in cycles 0 and 4 of element 0, in cycle 4 of element 1. Pass 2: cycles 8, 12;
    // cycle 5, between the passes, is no stall.
    let estimate = estimate(
      schedule(slotCount: 2, rowEnds: [[1, 2], [2]]), macsPerLine: 4, headDimension: 8)
    #expect((estimate.sddmm, estimate.spmm, estimate.stalls) == (4, 13, 8))
  }
}
