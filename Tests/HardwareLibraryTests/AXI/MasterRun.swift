import BenchSupport
import HardwareDSL
import SimulationInterface
import TestSupport
import Testing

/// A master with a memory at its port, driven by requests.
struct MasterRun {
  /// What goes over the bus.
  enum Way: String {
    case reads = "ar"
    case writes = "aw"
  }

  let simulation: any Simulator
  let memory: AXIMemory
  let plan: TransferPlan
  let requests: [TransferPlan.Request]
  /// In which the first request is on offer.
  let startCycle: Int
  private let way: Way
  private(set) var results: [StreamItem] = []
  private(set) var beats: [StreamItem] = []
  /// Address, beats, bytes of a beat.
  private(set) var bursts: [[Int]] = []

  static let settings = MemorySettings(
    readLatency: 7, writeLatency: 5, errors: TransferPlan.errors)

  init(
    of master: any Module, _ way: Way, _ plan: TransferPlan, _ requests: [TransferPlan.Request],
    _ settings: MemorySettings = settings, pausing: Double = 0, seed: UInt64 = 1
  ) async throws {
    let unit = try TestedSimulation(elaborate(master, .strict))
    try self.init(
      in: await unit(fill: .random(seed: seed)), way, plan, requests, settings, pausing: pausing,
      seed: seed)
  }

  init(
    in simulation: any Simulator, _ way: Way, _ plan: TransferPlan,
    _ requests: [TransferPlan.Request], _ settings: MemorySettings = settings,
    pausing: Double = 0, seed: UInt64 = 1,
    beforeReset: (any Simulator) throws -> Void = { _ in }
  ) throws {
    self.simulation = simulation
    var settings = settings
    settings.pauses = .all(pausing)
    settings.seed = seed
    memory = try simulation.attachMemory(to: "bus", settings)
    self.plan = plan
    self.requests = requests
    self.way = way
    try beforeReset(simulation)
    try simulation.reset()
    for (index, stream) in ["requests", "beats", "results"].enumerated() where pausing > 0 {
      try simulation.pace(stream, .random(pausing: pausing, seed: seed &* 64 &+ UInt64(index)))
    }
    try simulation.openWindows()
    // What comes is recorded from the first time that it is asked for.
    for stream in ["bus_\(way.rawValue)", "results"] + (way == .reads ? ["beats"] : []) {
      _ = try simulation.received(stream)
    }
    startCycle = simulation.cycle
    let isStrided = simulation.interface.ports.contains { $0.name == "requests_pitch_i" }
    try simulation.send(
      "requests",
      requests.map {
        ([$0.address, $0.bytes] + (isStrided ? [$0.rows, $0.pitch] : [])).map { PortValue($0) }
      })
  }

  /// Runs until all requests have a result, and some cycles more.
  mutating func finish(limit: Int = 60_000) throws {
    var rest = 40
    while rest > 0 {
      try MutantRun.current?.count()
      try simulation.step(8)
      for item in try simulation.received("bus_\(way.rawValue)") {
        let fields = item.fields.map { $0.integer ?? -1 }
        bursts.append([fields[1], fields[2] + 1, 1 << fields[3]])
        // Beats that follow each other, modifiable and bufferable.
        #expect(fields[4...] == [1, 3, 0])
      }
      results += try simulation.received("results")
      if way == .reads { beats += try simulation.received("beats") }
      if results.count >= requests.count { rest -= 8 }
      if simulation.cycle > limit {
        Issue.record("\(results.count) of \(requests.count) results after \(limit) cycles")
        return
      }
    }
    try memory.requireIdle()
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

  /// What is wrong with the bursts that went to the memory.
  var mistakeInBursts: String? {
    let expected = requests.flatMap(plan.bursts).map {
      [$0.address, plan.beats($0), plan.dataBytes]
    }
    return difference(bursts, expected)
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
  func mistakeInBeats(_ layout: Layout) throws -> String? {
    var rest = beats[...]
    for (request, result) in zip(requests, results) {
      for range in request.ranges {
        var got: [UInt8] = []
        let count = layout.beats(range, plan)
        for beat in 0..<count {
          guard let item = rest.popFirst() else { return "no more beats for \(request)" }
          got += item.fields[0].bytes(plan.dataBytes)
          if item.fields[1] != (beat == count - 1 ? 1 : 0) {
            return "\(request): the last beat is not the last"
          }
          if item.cycle >= result.cycle { return "\(request): the result came before beat \(beat)" }
        }
        let skipped = layout.skipped(range, plan)
        let bytes = Array(got[skipped..<skipped + range.bytes])
        let expected =
          plan.isRefused(request)
          ? Array(repeating: 0, count: range.bytes)
          : try memory.read(range.address, count: range.bytes)
        for (index, pair) in zip(bytes, expected).enumerated() where pair.0 != pair.1 {
          let isMeant =
            plan.isRefused(request) || plan.isTaken(byte: range.address + index, of: range)
          if isMeant { return "\(request): byte \(index) is \(pair.0), not \(pair.1)" }
        }
      }
    }
    return rest.isEmpty ? nil : "\(rest.count) beats too many"
  }

  /// Sends random beats for all requests.
  ///
  /// - Returns: What is to be in the memory in the end.
  func sendBeats(_ layout: Layout, seed: UInt64) throws -> [UInt8] {
    var expected = try memory.read(0, count: TransferPlan.memoryBytes)
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
        for index in 0..<range.bytes where plan.isTaken(byte: range.address + index, of: range) {
          expected[range.address + index] = bytes[skipped + index]
        }
      }
    }
    return expected
  }
}

extension Simulator {
  /// Opens the windows of a plan.
  func openWindows() throws {
    for (index, window) in TransferPlan.windows.enumerated() {
      try poke("windows_\(index)_first_i", PortValue(window.lowerBound))
      try poke("windows_\(index)_last_i", PortValue(window.upperBound))
      try poke("windows_\(index)_is_open_i", 1)
    }
    // One more, of everything, is closed.
    let closed = TransferPlan.windows.count
    guard interface.ports.contains(where: { $0.name == "windows_\(closed)_first_i" }) else {
      return
    }
    try poke("windows_\(closed)_first_i", 0)
    try poke("windows_\(closed)_last_i", PortValue(TransferPlan.memoryBytes - 1))
    try poke("windows_\(closed)_is_open_i", 0)
  }
}

extension PortValue {
  /// A word whose first byte is the lowest.
  init(bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    let words = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<min(start + 4, bytes.count)].reversed().reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
    }
    self.init(words: words, widthBits: 8 * bytes.count, isSigned: false)
  }

  func bytes(_ count: Int) -> [UInt8] {
    let words = words((count + 3) / 4)
    return (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (8 * UInt32($0 % 4))) }
  }
}
