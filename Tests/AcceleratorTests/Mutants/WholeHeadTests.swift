import Testing

/// The heads that the slips of units are tried on hold without a slip.
@Suite("Whole heads")
struct WholeHeadTests {
  @Test("A head takes the cycles that are estimated, and is exact")
  func cycles() throws { try WholeHead.cycles() }

  @Test("One head after the other is exact, with pauses of the host")
  func several() throws { try WholeHead.several() }
}
