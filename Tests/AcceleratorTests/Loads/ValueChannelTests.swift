import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Value channel", .simulated)
struct ValueChannelTests {
  /// Loads one after the other.
  struct Work {
    var loads: [[PortValue]] = []
    var beats: [[PortValue]] = []
    var writes: [WordsWritten] = []

    init(_ configuration: AcceleratorConfiguration, loads count: Int, noise: inout TestRandom) {
      for _ in 0..<count {
        var load = BenchLoad(
          configuration, codes: 0, heads: noise.integer(1...configuration.capacity.heads),
          in: configuration.memory.keys..<(configuration.memory.keys + configuration.memory.values),
          noise: &noise)
        load.isKeys = false
        loads.append(load.fields(configuration))
        let bytes = load.bytes(configuration, noise: &noise)
        beats += AcceleratorTests.beats(bytes, configuration, noise: &noise)
        writes += load.writes(headsAtOnce: 1, by: [])
      }
    }
  }

  static func word(_ fields: [PortValue], _ configuration: AcceleratorConfiguration) -> PlacedWord {
    PlacedWord(
      place: fields[0].integer ?? -1, chunk: fields[1].integer ?? -1,
      features: features(ofLines: Array(fields[2...]), macs: configuration.array.macsPerLine))
  }

  @Test(
    "Words go to their places in order; a token counts when its last word is written",
    .simulatedInAll, arguments: [(1, 2, 0.0), (3, 8, 0.4), (2, 1, 0.2)])
  func order(chunks: Int, wordsOfBeat: Int, pausing: Double) async throws {
    let seed = UInt64(chunks)
    let configuration = try loadConfiguration(
      lines: chunks, macs: 2, wordsOfBeat: wordsOfBeat, heads: 5, chunks: chunks)
    var noise = TestRandom(seed: seed)
    let work = Work(configuration, loads: 40, noise: &noise)
    let simulation = try await simulation(
      of: ValueChannel(configuration), taps: ["source_freed": []], seed: seed)
    try simulation.poke("counts_clear_valid_i", 0)
    for (number, name) in ["source_beats", "loads", "values"].enumerated() {
      try simulation.pace(name, .random(pausing: pausing, seed: seed + UInt64(number)))
    }
    try simulation.send("source_beats", work.beats)
    try simulation.send("loads", work.loads)
    var model = ArrivalModel()
    var next = 0
    var freed = 0
    var cycles: [Int] = []
    for _ in 0..<40_000 where next < work.writes.count {
      try model.clear(in: simulation, noise: &noise)
      try simulation.step(1)
      freed += try simulation.tap("source_freed").count
      var written: [WordsWritten] = []
      for item in try simulation.received("values") {
        let due = work.writes[next]
        next += 1
        cycles.append(item.cycle)
        guard [Self.word(item.fields, configuration)] == due.words else {
          Issue.record("word \(next): expected \(due.words), got \(item.fields)")
          return
        }
        written.append(due)
      }
      model.count(written)
      if let mistake = model.mistake(in: simulation, kinds: 1, configuration) {
        Issue.record("after word \(next): \(mistake)")
        return
      }
    }
    #expect(next == work.writes.count)
    #expect(freed == work.beats.count)
    if pausing == 0 {
      #expect(cycles.last.map { $0 - cycles[0] } == work.writes.count - 1, "a word a cycle")
    }
  }
}
