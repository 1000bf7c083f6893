import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("Window ring", .simulated)
struct WindowRingTests {
  /// Positions as the ring counts them, of words by their numbers.
  private struct Positions {
    let depth: Int

    func callAsFunction(_ number: Int) -> Int {
      let slots = 1 << (depth == 1 ? 0 : Int.bitWidth - (depth - 1).leadingZeroBitCount)
      return number % depth + (number / depth % 2) * slots
    }
  }

  @Test(
    "Every read gives its word, waits for one that is to come, and nothing is overwritten",
    arguments: [(1, 1, 1), (2, 2, 2), (3, 1, 2), (5, 2, 1), (8, 2, 8)], [33])
  func reads(_ sizes: (depth: Int, ports: Int, releases: Int), width: Int) async throws {
    let (depth, ports, releasesMax) = sizes
    let position = Positions(depth: depth)
    let bench = try await Bench(
      WindowRing(.bits(width), depth: depth, ports: ports, releasesMax: releasesMax),
      pulses: ["input_valid", "releases"] + (0..<ports).map { "reads_\($0)_valid" })
    var noise = TestRandom(seed: UInt64(depth))
    /// Words by their numbers; those below `first` were given back.
    var words: [Int] = []
    var first = 0
    var offer: Int?
    var reads = [Int?](repeating: nil, count: ports)
    var expected = [Int?](repeating: nil, count: ports)
    var waits = 0
    for cycle in 0..<3000 {
      // Phases in which it fills and drains.
      let share = [850, 200][cycle / 60 % 2]
      if offer == nil, noise.chance(perMille: share) { offer = noise.integer(0...(1 << width) - 1) }
      for port in 0..<ports where reads[port] == nil && noise.oneIn(2) {
        reads[port] = noise.integer(first...first + depth - 1)
      }
      // No word that is still to be read is given back.
      let free = (reads.compactMap { $0 }.min() ?? Int.max) - first
      let releases = min(releasesMax, words.count - first, free, noise.integer(0...releasesMax))
      var inputs = ["releases": noise.chance(perMille: 1000 - share) ? releases : 0]
      if let offer { inputs.merge(["input_valid": 1, "input_data": offer]) { $1 } }
      for (port, number) in reads.enumerated() {
        guard let number else { continue }
        inputs.merge(["reads_\(port)_valid": 1, "reads_\(port)_data": position(number)]) { $1 }
      }
      try bench.set(inputs)
      try #require(bench["level"] == words.count - first, "cycle \(cycle)")
      try #require(bench["first"] == position(first) && bench["end"] == position(words.count))
      let takes = bench["input_ready"] == 1
      try #require(takes == (words.count - first < depth), "cycle \(cycle)")
      for port in 0..<ports {
        if let word = expected[port] { try #require(bench["words_\(port)"] == word, "\(cycle)") }
        guard let number = reads[port] else { continue }
        let isThere = number < words.count
        try #require(bench["reads_\(port)_ready"] == (isThere ? 1 : 0), "cycle \(cycle)")
        if isThere {
          expected[port] = words[number]
          reads[port] = nil
        } else {
          waits += 1
        }
      }
      first += inputs["releases"] ?? 0
      if takes, let word = offer {
        words.append(word)
        offer = nil
      }
      try bench.simulation.step()
    }
    #expect(words.count > 150 && waits > 100, "\(words.count), \(waits)")
  }

  @Test("It does so in every simulator", .simulatedInAll)
  func all() async throws { try await reads((3, 2, 2), width: 33) }

  @Test("Words of any width", arguments: [0, 1, 8])
  func widths(width: Int) async throws { try await reads((3, 2, 1), width: width) }

  @Test("A read of a word that was given back is reported, and a word that is not there")
  func outside() async throws {
    func failing(_ inputs: [String: Int]) async throws -> SimulationFailure {
      let bench = try await Bench(
        WindowRing(.bits(8), depth: 4), pulses: ["input_valid", "releases", "reads_0_valid"])
      for word in 0..<3 { try bench.step(["input_valid": 1, "input_data": word]) }
      try bench.step(["releases": 1])
      try bench.set(inputs)
      return try failure { try bench.simulation.step() }
    }
    let read = try await failing(["reads_0_valid": 1, "reads_0_data": 0])
    #expect(read.kind == .assumption && read.text.contains("NotReleased_0"))
    let bench = try await Bench(
      WindowRing(.bits(8), depth: 4, releasesMax: 4),
      pulses: ["input_valid", "releases", "reads_0_valid"])
    try bench.step(["input_valid": 1, "input_data": 7])
    try bench.set(["releases": 2])
    let release = try failure { try bench.simulation.step() }
    #expect(
      release.kind == .assumption && release.text.contains("ReleasesWritten"), "\(release)")
  }
}
