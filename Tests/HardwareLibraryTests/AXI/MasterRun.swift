import BenchSupport
import HardwareDSL
import SimulationInterface
import TestSupport
import Testing

/// A master with a memory at its port, driven by requests.
struct MasterRun {
  let simulation: any Simulator
  let memory: TestMemory
  let plan: TransferPlan
  let requests: [TransferPlan.Request]
  private(set) var results: [StreamItem] = []
  private(set) var beats: [StreamItem] = []

  init(
    of master: any Module, _ plan: TransferPlan, _ requests: [TransferPlan.Request],
    pausing: Double = 0, latency: Int = 7, seed: UInt64 = 1
  ) async throws {
    simulation = try await TestedSimulation(elaborate(master, .strict))(fill: .random(seed: seed))
    memory = TestMemory(
      bytes: TransferPlan.memoryBytes, dataBytes: plan.dataBytes, latency: latency)
    memory.errors = TransferPlan.errors
    self.plan = plan
    self.requests = requests
    try simulation.reset()
    for (index, stream) in simulation.interface.streams.enumerated() where pausing > 0 {
      try simulation.pace(
        stream.name, .random(pausing: pausing, seed: seed &* 64 &+ UInt64(index)))
    }
    for (index, window) in TransferPlan.windows.enumerated() {
      try simulation.poke("windows_\(index)_first_i", PortValue(window.lowerBound))
      try simulation.poke("windows_\(index)_last_i", PortValue(window.upperBound))
      try simulation.poke("windows_\(index)_is_open_i", 1)
    }
    let isStrided = simulation.interface.ports.contains { $0.name == "requests_pitch_i" }
    try simulation.send(
      "requests",
      requests.map {
        ([$0.address, $0.bytes] + (isStrided ? [$0.rows, $0.pitch] : [])).map { PortValue($0) }
      })
  }

  /// Runs until all requests have a result, and some cycles more.
  mutating func finish(_ streams: Set<String>, limit: Int = 60_000) throws {
    var rest = 40
    while rest > 0 {
      try MutantRun.current?.count()
      try memory.step(simulation, streams: streams)
      try simulation.step()
      results += try simulation.received("results")
      if streams.contains("ar") { beats += try simulation.received("beats") }
      if results.count >= requests.count { rest -= 1 }
      if simulation.cycle > limit {
        Issue.record("\(results.count) of \(requests.count) results after \(limit) cycles")
        return
      }
    }
  }

  /// What is wrong with the results.
  var mistakeInResults: String? {
    guard results.count == requests.count else {
      return "\(results.count) results of \(requests.count) requests"
    }
    for (request, result) in zip(requests, results) {
      let expected = plan.result(request)
      let got = result.fields.map { $0.integer ?? -1 }
      if got[0] != expected.error || got[1] != expected.address ?? got[1] {
        return "\(request): expected \(expected), got \(got)"
      }
    }
    return nil
  }

  /// What is wrong with the bursts that the memory saw.
  func mistake(inBursts seen: [SeenBurst]) -> String? {
    let got = seen.map { [$0.address, $0.beats, 1 << $0.size] }
    let expected = requests.flatMap(plan.bursts).map {
      [$0.address, plan.beats($0), plan.dataBytes]
    }
    return difference(got, expected)
  }

  /// How the bytes of a range stand in beats.
  enum Layout: CaseIterable {
    /// In the lanes of the bus.
    case lanes
    /// From the lowest lane of the first beat on.
    case packed

    /// The lanes before the first byte.
    func skipped(_ range: TransferPlan.Range, _ plan: TransferPlan) -> Int {
      self == .lanes ? range.address % plan.dataBytes : 0
    }

    func beats(_ range: TransferPlan.Range, _ plan: TransferPlan) -> Int {
      self == .lanes ? plan.beats(range) : plan.packedBeats(range)
    }
  }

  /// What is wrong with the beats that were read.
  func mistakeInBeats(_ layout: Layout) -> String? {
    var rest = beats[...]
    for request in requests {
      for range in request.ranges {
        var got: [UInt8] = []
        let count = layout.beats(range, plan)
        for beat in 0..<count {
          guard let item = rest.popFirst() else { return "no more beats for \(request)" }
          got += item.fields[0].bytes(plan.dataBytes)
          if item.fields[1] != (beat == count - 1 ? 1 : 0) {
            return "\(request): the last beat is not the last"
          }
        }
        let skipped = layout.skipped(range, plan)
        let bytes = Array(got[skipped..<skipped + range.bytes])
        let expected =
          plan.isRefused(request)
          ? Array(repeating: 0, count: range.bytes)
          : Array(memory.bytes[range.address..<range.address + range.bytes])
        if bytes != expected { return "\(request): other bytes" }
      }
    }
    return rest.isEmpty ? nil : "\(rest.count) beats too many"
  }

  /// Sends random beats for all requests.
  ///
  /// - Returns: What is to be in the memory in the end.
  func sendBeats(_ layout: Layout, seed: UInt64) throws -> [UInt8] {
    var expected = memory.bytes
    var noise = TestRandom(seed: seed)
    for request in requests {
      for range in request.ranges {
        let beats = layout.beats(range, plan)
        let bytes = (0..<beats * plan.dataBytes).map { _ in
          UInt8(truncatingIfNeeded: noise.next())
        }
        for beat in 0..<beats {
          let data = bytes[(beat * plan.dataBytes)..<((beat + 1) * plan.dataBytes)]
          try simulation.send("beats", [[PortValue(bytes: data)]])
        }
        guard !plan.isRefused(request) else { continue }
        let skipped = layout.skipped(range, plan)
        expected.replaceSubrange(
          range.address..<range.address + range.bytes,
          with: bytes[skipped..<skipped + range.bytes])
      }
    }
    return expected
  }
}
