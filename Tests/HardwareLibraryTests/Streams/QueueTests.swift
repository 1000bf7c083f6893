import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

/// Queues whose words may be dropped, come again, or go to several readers.
@Suite("Queues with a past", .simulated)
struct QueueTests {
  /// A bench with a word at each side in some cycles: more come in some phases, more go in others.
  private struct Traffic {
    var noise: TestRandom
    var offer: Int?
    let width: Int
    private let most: Int

    init(width: Int, seed: UInt64) {
      noise = TestRandom(seed: seed)
      self.width = width
      most = width >= 62 ? Int.max : (1 << width) - 1
    }

    mutating func inputs(_ cycle: Int) -> [String: Int] {
      let share = [850, 250][cycle / 60 % 2]
      if offer == nil, noise.chance(perMille: share) { offer = noise.integer(0...most) }
      var inputs = ["output_ready": noise.chance(perMille: 1000 - share) ? 1 : 0]
      if let offer { inputs.merge(["input_valid": 1, "input_data": offer]) { $1 } }
      return inputs
    }
  }

  @Test("What is not committed can be dropped, and never goes out", arguments: [1, 2, 3, 5], [33])
  func drop(depth: Int, width: Int) async throws {
    let bench = try await Bench(
      DropFIFO(width: width, depth: depth),
      pulses: ["input_valid", "output_ready", "commit", "drop"])
    var traffic = Traffic(width: width, seed: UInt64(depth))
    var open: [Int] = []
    var kept: [Int] = []
    var (given, dropped) = (0, 0)
    for cycle in 0..<3000 {
      var inputs = traffic.inputs(cycle)
      // In the beginning nothing is dropped.
      let choice = traffic.noise.integer((cycle < 30 ? 1 : 0)...7)
      if choice == 0 { inputs["drop"] = 1 }
      if choice < 4, choice > 0 { inputs["commit"] = 1 }
      try bench.set(inputs)
      if bench["output_valid"] == 1 {
        try #require(!kept.isEmpty, "cycle \(cycle)")
        try #require(bench["output_data"] == kept[0], "cycle \(cycle)")
        if inputs["output_ready"] == 1 {
          kept.removeFirst()
          given += 1
        }
      }
      // One word more waits at the output.
      if open.count + kept.count < depth { try #require(bench["input_ready"] == 1, "\(cycle)") }
      if bench["input_ready"] == 1, let word = traffic.offer {
        open.append(word)
        traffic.offer = nil
      }
      if choice == 0 {
        dropped += open.count
        open = []
      } else if choice < 4 {
        kept += open
        open = []
      }
      try #require(open.count + kept.count <= depth + 1)
      try bench.simulation.step()
    }
    #expect(given > 200 && dropped > 100)
  }

  @Test(
    "After a rewind the words that are not committed come again", arguments: [1, 2, 3, 5], [33])
  func replay(depth: Int, width: Int) async throws {
    let bench = try await Bench(
      ReplayFIFO(width: width, depth: depth),
      pulses: ["input_valid", "output_ready", "commit", "rewinds_valid"])
    var traffic = Traffic(width: width, seed: UInt64(depth))
    var words: [Int] = []
    var (taken, done, again) = (0, 0, 0)
    var rewinds = false
    for cycle in 0..<3000 {
      var inputs = traffic.inputs(cycle)
      if !rewinds { rewinds = traffic.noise.oneIn(12) }
      let commits = traffic.noise.oneIn(4)
      inputs["rewinds_valid"] = rewinds ? 1 : 0
      inputs["commit"] = commits ? 1 : 0
      try bench.set(inputs)
      let isValid = bench["output_valid"] == 1
      let takes = isValid && inputs["output_ready"] == 1
      if isValid {
        try #require(taken < words.count && bench["output_data"] == words[taken], "cycle \(cycle)")
      }
      try #require(bench["input_ready"] == (words.count - done < depth ? 1 : 0), "cycle \(cycle)")
      try #require(bench["rewinds_ready"] == (isValid && !takes ? 0 : 1), "cycle \(cycle)")
      if bench["input_ready"] == 1, let word = traffic.offer {
        words.append(word)
        traffic.offer = nil
      }
      if takes { taken += 1 }
      if commits { done = taken }
      if rewinds, bench["rewinds_ready"] == 1 {
        again += taken - done
        taken = done
        rewinds = false
      }
      try bench.simulation.step()
    }
    #expect(words.count > 200 && again > (depth == 1 ? 50 : 100), "\(words.count), \(again)")
  }

  @Test("All of them do so in every simulator", .simulatedInAll)
  func all() async throws {
    try await drop(depth: 3, width: 33)
    try await replay(depth: 3, width: 33)
    try await multicast(depth: 3, readers: 3, width: 33)
  }

  @Test("Words of any width come again or are dropped", arguments: [0, 1, 8])
  func widths(width: Int) async throws {
    try await drop(depth: 3, width: width)
    try await replay(depth: 3, width: width)
  }

  @Test(
    "Every reader gets every word, at its own pace",
    arguments: [(1, 2), (2, 3), (3, 2), (5, 5), (8, 2)], [33])
  func multicast(_ sizes: (depth: Int, readers: Int), width: Int) async throws {
    try await multicast(depth: sizes.depth, readers: sizes.readers, width: width)
  }

  @Test("Words of any width for several readers", arguments: StreamStageTests.widths)
  func multicast(width: Int) async throws {
    try await multicast(depth: 3, readers: 2, width: width)
  }

  func multicast(depth: Int, readers: Int, width: Int) async throws {
    try await verifyStreams(
      of: MulticastFIFO(width: width, depth: depth, readers: readers), items: 100
    ) { run in
      for number in 0..<readers {
        if let mistake = run.gives("outputs_\(number)", run.sent["input"]) { return mistake }
        // Of one place, a word takes as long as until all have it.
        let cycles = max(readers, depth == 1 ? readers + 2 : depth == 2 ? (readers + 3) / 2 + 1 : 2)
        let items = run.received["outputs_\(number)"] ?? []
        let taken = (items.last?.cycle ?? 0) - (items.first?.cycle ?? 0)
        if run.drive == .fullRate, taken > 100 * cycles {
          return "reader \(number) took \(taken) cycles"
        }
      }
      return nil
    }
  }

  @Test("The queue of one reader who stops is full, and the others get what is in it")
  func stopped() async throws {
    let simulation = try await TestedSimulation(
      elaborate(MulticastFIFO(width: 8, depth: 4, readers: 2)))()
    try simulation.reset()
    try simulation.pace("outputs_1", .stopped)
    try simulation.send("input", Array(1...20))
    // Two words wait at the reader, and four in the ring.
    #expect(try simulation.receive("outputs_0", 6, limit: 100).map(\.integer) == Array(1...6))
    try simulation.step(50)
    #expect(try simulation.received("outputs_0").isEmpty)
    #expect(try simulation.pending("input") == 14)
    try simulation.pace("outputs_1", .full)
    #expect(try simulation.receive("outputs_1", 20, limit: 200).map(\.integer) == Array(1...20))
  }
}
