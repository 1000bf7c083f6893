import BenchSupport
import HardwareLibrary
import TestSupport
import Testing

@Suite("Stream FIFO", .simulated)
struct StreamFIFOTests {
  static let drives: [(source: StreamPace, sink: StreamPace)] = [
    (.full, .full),
    (.random(pausing: 0.5, seed: 1), .full),
    (.full, .random(pausing: 0.5, seed: 2)),
    (.random(pausing: 0.4, seed: 3), .random(pausing: 0.4, seed: 4)),
  ]

  @Test("Every word arrives once and in order under the four drives", arguments: drives.indices)
  func order(drive: Int) async throws {
    let bench = try await Bench(StreamFIFO(width: 32, depth: 4))
    let simulation = bench.simulation
    let (source, sink) = Self.drives[drive]
    var noise = TestRandom(seed: UInt64(drive))
    let words = (0..<500).map { _ in noise.integer(0...(1 << 32) - 1) }
    try simulation.pace("input", source)
    try simulation.pace("output", sink)
    try simulation.send("input", words)
    let received = try simulation.receive("output", words.count, limit: 3000)
    #expect(difference(received.map { $0.integer ?? -1 }, words) == nil)
    if drive == 0 {
      let accepted = try simulation.received("input")
      #expect(received.map(\.cycle) == accepted.map { $0.cycle + 1 })
      #expect(received[499].cycle - received[0].cycle == 499)
    }
  }

  @Test(
    "It does what a queue does, in every cycle", .simulatedInAll,
    arguments: [(4, 11), (4, 12), (2, 13)])
  func queue(depth: Int, seed: Int) async throws {
    let bench = try await Bench(
      StreamFIFO(width: 32, depth: depth), pulses: ["input_valid", "output_ready"],
      seed: UInt64(seed))
    var noise = TestRandom(seed: UInt64(seed))
    var queue: [Int] = []
    var offer: Int?
    var fullCycles = 0
    var emptyCycles = 0
    for cycle in 0..<3000 {
      // Filling and draining phases, so that both ends are reached and held.
      let share = [900, 500, 100][cycle / 64 % 3]
      let pops = noise.chance(perMille: 1000 - share)
      // An offer stands until it is accepted.
      if offer == nil && noise.chance(perMille: share) {
        offer = noise.integer(0...(1 << 32) - 1)
      }
      var inputs = ["output_ready": pops ? 1 : 0]
      if let offer { inputs.merge(["input_valid": 1, "input_data": offer]) { $1 } }
      try bench.set(inputs)
      let accepts = bench["input_ready"] == 1
      let offers = bench["output_valid"] == 1
      guard accepts == (queue.count < depth), offers == !queue.isEmpty,
        !offers || bench["output_data"] == queue[0]
      else {
        Issue.record("seed \(seed), cycle \(cycle): not what a queue of \(queue) does")
        return
      }
      fullCycles += accepts ? 0 : 1
      emptyCycles += offers ? 0 : 1
      if offers && pops { queue.removeFirst() }
      if accepts, let word = offer {
        queue.append(word)
        offer = nil
      }
      try bench.simulation.step()
    }
    #expect(fullCycles > 100)
    #expect(emptyCycles > 100)
  }
}
