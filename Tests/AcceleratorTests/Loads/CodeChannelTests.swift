import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Code channel", .simulated)
struct CodeChannelTests {
  /// The fields of a command that is a load.
  static func fields(
    _ load: BenchLoad, _ configuration: AcceleratorConfiguration, noise: inout TestRandom
  ) -> [PortValue] {
    let weights = [noise.integer(0...1), 0, 0, 1, 2, 3, 4, 5, 6].map { PortValue($0) }
    return [0] + weights + [load.isKeys ? 1 : 0, PortValue(load.codes)]
      + load.fields(configuration)
  }

  /// The fields of commands that are weights.
  static func commands(_ weights: [[PortValue]]) -> [[PortValue]] {
    weights.map { [1] + $0 + [1, 0, 3, 0, 1, 1, 1, 1] }
  }

  /// Units of work, one after the other: their commands, beats, and what is written.
  struct Work {
    var commands: [[PortValue]] = []
    var beats: [[PortValue]] = []
    var writes: [WordsWritten] = []

    init(
      _ configuration: AcceleratorConfiguration, units: Int, features: Int,
      noise: inout TestRandom
    ) {
      for unit in 0..<units {
        let codes = unit % 3 == 1 ? 0 : noise.integer(1...configuration.decoder.codesMax)
        let heads = noise.integer(1...configuration.capacity.heads)
        let sides = (0..<2).map { _ in decoders(heads: heads, codes: codes, noise: &noise) }
        for (side, decoders) in sides.enumerated() {
          for (head, decoder) in decoders.enumerated() {
            commands += CodeChannelTests.commands(decoder.items(isKeys: side == 1, head: head))
          }
        }
        for _ in 0..<noise.integer(1...5) {
          let load = BenchLoad(
            configuration, codes: codes, heads: heads, in: 0..<configuration.memory.queries,
            noise: &noise)
          commands.append(CodeChannelTests.fields(load, configuration, noise: &noise))
          let bytes = load.bytes(configuration, noise: &noise)
          beats += AcceleratorTests.beats(bytes, configuration, noise: &noise)
          writes += load.writes(
            headsAtOnce: configuration.decoder.heads, by: sides[load.isKeys ? 1 : 0],
            features: features)
        }
      }
    }
  }

  /// The words of queries and of keys in the cycle that has ended.
  static func written(
    _ simulation: any Simulator, _ configuration: AcceleratorConfiguration
  ) throws -> (queries: [PlacedWord], keys: [PlacedWord]) {
    func words(_ name: String) throws -> [PlacedWord] {
      try (0..<configuration.decoder.heads).flatMap { head in
        try simulation.tap("\(name)_\(head)_valid").map { item in
          let hasChunk = configuration.chunkBits > 0
          return PlacedWord(
            place: item.fields[0].integer ?? -1,
            chunk: hasChunk ? item.fields[1].integer ?? -1 : 0,
            features: features(
              ofLines: Array(item.fields[(hasChunk ? 2 : 1)...]),
              macs: configuration.array.macsPerLine))
        }
      }
    }
    return (try words("queries"), try words("keys"))
  }

  static func taps(_ configuration: AcceleratorConfiguration) -> [String: [String]] {
    var taps: [String: [String]] = ["source_freed": []]
    for name in ["queries", "keys"] {
      for head in 0..<configuration.decoder.heads {
        let word = "\(name)_\(head)"
        taps["\(word)_valid"] =
          ["\(word)_place"] + (configuration.chunkBits == 0 ? [] : ["\(word)_chunk"])
          + (0..<configuration.linesPerElement).map { "\(word)_words_\($0)" }
      }
    }
    return taps
  }

  @Test(
    "Weights and loads act in order; a token counts when its last word is written",
    .simulatedInAll, arguments: [(1, 1, 0.0), (4, 2, 0.4)])
  func order(heads: Int, chunks: Int, pausing: Double) async throws {
    let seed = UInt64(heads)
    let configuration = try loadConfiguration(
      wordsOfBeat: 4, decoder: DecoderShape(codes: 2, heads: heads, codesMax: 5), heads: 6,
      chunks: chunks)
    var noise = TestRandom(seed: seed)
    // With several heads not all of a word, and else all of it.
    let features = heads - 1
    let work = Work(configuration, units: 20, features: features, noise: &noise)
    let simulation = try await simulation(
      of: CodeChannel(configuration), taps: Self.taps(configuration), seed: seed)
    try simulation.poke("counts_clear_valid_i", 0)
    try simulation.poke("features_i", PortValue(features))
    try simulation.pace("source_beats", .random(pausing: pausing, seed: seed))
    try simulation.pace("commands", .random(pausing: pausing, seed: seed + 1))
    try simulation.send("source_beats", work.beats)
    try simulation.send("commands", work.commands)
    var model = ArrivalModel()
    var next = 0
    var freed = 0
    for _ in 0..<60_000 where next < work.writes.count {
      try model.clear(in: simulation, noise: &noise)
      try simulation.step(1)
      freed += try simulation.tap("source_freed").count
      var written: [WordsWritten] = []
      let (queries, keys) = try Self.written(simulation, configuration)
      if !queries.isEmpty || !keys.isEmpty {
        let due = work.writes[next]
        next += 1
        guard (due.isKeys ? keys : queries) == due.words, (due.isKeys ? queries : keys).isEmpty
        else {
          Issue.record("write \(next): expected \(due), got \(queries) and \(keys)")
          return
        }
        written.append(due)
      }
      model.count(written)
      if let mistake = model.mistake(in: simulation, kinds: 2, configuration) {
        Issue.record("after write \(next): \(mistake)")
        return
      }
    }
    #expect(next == work.writes.count)
    #expect(freed == work.beats.count)
  }
}
