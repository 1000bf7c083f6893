import Testing

@testable import SimulationInterface

@Suite struct StreamItemTests {
  @Test("An item prints its cycle and its fields")
  func description() {
    #expect("\(StreamItem(cycle: 3, fields: [1, -77]))" == "cycle 3: [1, -77]")
    #expect("\([StreamItem(cycle: 4, fields: [0])])" == "[cycle 4: [0]]")
  }

  @Test("Only a share of 0 is never, and only one of 1 is always")
  func shares() {
    let shares = [0, 1e-9, 0.000_03, 0.5, 0.999_99, 1 - 1e-9, 1]
    #expect(shares.map(shareParts) == [0, 1, 2, 32_768, 65_535, 65_535, 65_536])
    #expect(StreamPace.random(pausing: 1 - 1e-9, seed: 1).pauseShare == 65_535)
    #expect(StreamPace.stopped.pauseShare == 65_536)
    let settings = MemorySettings(
      pauses: .all(1e-9), errors: [MemoryError(.slaveError, share: 1e-9)])
    #expect(settings.c.r_pause == 1 && settings.errors[0].c.share == 1)
  }
}
