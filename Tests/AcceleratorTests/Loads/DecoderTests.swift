import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Decoder", .simulated)
struct DecoderTests {
  /// A word of the decoder, by its taps.
  static func taps(_ configuration: AcceleratorConfiguration) -> [String: [String]] {
    var taps = ["ends_valid": ["is_keys", "tag", "ends_token"].map { "ends_\($0)" }]
    for head in 0..<configuration.decoder.heads {
      taps["words_\(head)_valid"] =
        ["words_\(head)_place"] + (configuration.chunkBits == 0 ? [] : ["words_\(head)_chunk"])
        + (0..<configuration.linesPerElement).map { "words_\(head)_words_\($0)" }
    }
    return taps
  }

  /// What was written, in order, and in which cycles.
  static func written(
    _ simulation: any Simulator, _ configuration: AcceleratorConfiguration
  ) throws -> [(cycle: Int, words: WordsWritten)] {
    var words: [Int: [PlacedWord]] = [:]
    for head in 0..<configuration.decoder.heads {
      for item in try simulation.tap("words_\(head)_valid") {
        let hasChunk = configuration.chunkBits > 0
        words[item.cycle, default: []].append(
          PlacedWord(
            place: item.fields[0].integer ?? -1,
            chunk: hasChunk ? item.fields[1].integer ?? -1 : 0,
            features: features(
              ofLines: Array(item.fields[(hasChunk ? 2 : 1)...]),
              macs: configuration.array.macsPerLine)))
      }
    }
    return try simulation.tap("ends_valid").map { item in
      let fields = item.fields.map { $0.integer ?? -1 }
      return (
        item.cycle,
        WordsWritten(
          isKeys: fields[0] == 1, tag: fields[1], endsToken: fields[2] == 1,
          words: words[item.cycle] ?? [])
      )
    }
  }

  struct Shape: CustomTestStringConvertible {
    var lines = 2
    var macs = 2
    var wordsOfBeat = 2
    var decoder: DecoderShape
    var heads = 4
    var chunks = 1
    var pausing = 0.0

    var testDescription: String {
      "\(lines)x\(macs), \(wordsOfBeat) a beat, \(decoder.codes) of \(decoder.codesMax) codes, "
        + "\(decoder.heads) of \(heads) heads, \(chunks) chunks, pausing \(pausing)"
    }

    func configuration() throws -> AcceleratorConfiguration {
      try loadConfiguration(
        lines: lines, macs: macs, wordsOfBeat: wordsOfBeat, decoder: decoder, heads: heads,
        chunks: chunks)
    }
  }

  static let shapes = [
    Shape(decoder: DecoderShape()),
    Shape(decoder: DecoderShape(), heads: 5, chunks: 3, pausing: 0.5),
    Shape(wordsOfBeat: 8, decoder: DecoderShape(codes: 2, heads: 4, codesMax: 15), heads: 7),
    Shape(
      lines: 3, macs: 1, wordsOfBeat: 4, decoder: DecoderShape(codes: 4, heads: 2, codesMax: 6),
      heads: 5, chunks: 2, pausing: 0.3),
    Shape(
      lines: 1, macs: 5, wordsOfBeat: 1, decoder: DecoderShape(codes: 1, codesMax: 3), heads: 1),
    Shape(
      lines: 1, macs: 1, wordsOfBeat: 4, decoder: DecoderShape(codes: 2, heads: 8, codesMax: 4),
      heads: 6, chunks: 4, pausing: 0.6),
  ]

  @Test("Makes the same words in every simulator", .simulatedInAll, arguments: shapes[1...2])
  func inAll(shape: Shape) async throws { try await decodes(shape: shape) }

  @Test("Makes all words of tokens, wherever their codes end", arguments: shapes)
  func decodes(shape: Shape) async throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let configuration = try shape.configuration()
      var noise = TestRandom(seed: seed)
      let simulation = try await simulation(
        of: Decoder(configuration), taps: Self.taps(configuration), seed: seed)
      try simulation.pace("source_beats", .random(pausing: shape.pausing, seed: seed))
      var expected: [WordsWritten] = []
      var features = 0
      try simulation.poke("features_i", 0)
      for unit in 0..<12 {
        if unit % 4 == 3 {
          // Of another program, when the words of the last one have left.
          try simulation.run(limit: 20_000, until: .port("weights_ready_o", equals: 1))
          try simulation.step(10)
          features = noise.integer(0...configuration.featuresPerCycle)
          try simulation.poke("features_i", PortValue(features))
        }
        let codes =
          unit % 3 == 2 ? 0 : noise.integer(1...configuration.decoder.codesMax)
        let heads = noise.integer(1...configuration.capacity.heads)
        let sides = (0..<2).map { _ in decoders(heads: heads, codes: codes, noise: &noise) }
        try simulation.send(
          "weights",
          sides.enumerated().flatMap { side, decoders in
            decoders.enumerated().flatMap { $1.items(isKeys: side == 1, head: $0) }
          })
        try simulation.run(limit: 20_000, until: .port("weights_ready_o", equals: 1))
        try simulation.step(untilTaken: "weights")
        for _ in 0..<noise.integer(1...3) {
          let load = BenchLoad(
            configuration, codes: codes, heads: heads, in: 0..<configuration.memory.queries,
            noise: &noise)
          expected += load.writes(
            headsAtOnce: configuration.decoder.heads, by: sides[load.isKeys ? 1 : 0],
            features: features)
          try simulation.send(
            "source_beats",
            beats(load.bytes(configuration, noise: &noise), configuration, noise: &noise))
          var fields = load.fields(configuration)
          fields.insert(contentsOf: [load.isKeys ? 1 : 0, PortValue(load.codes)], at: 0)
          try simulation.send("loads", [fields])
          if noise.oneIn(2) { try simulation.step(noise.integer(0...30)) }
        }
        try simulation.step(untilTaken: "loads")
      }
      try simulation.run(limit: 20_000, until: .port("weights_ready_o", equals: 1))
      try simulation.step(10)
      let got = try Self.written(simulation, configuration).map(\.words)
      if let mistake = difference(got, expected) {
        Issue.record("seed \(seed): \(mistake)")
        return
      }
    }
  }

  @Test(
    "Makes words for all its heads in every cycle, from load to load",
    arguments: [
      // The paper's preset: a beat of two codes a cycle.
      (Shape(decoder: DecoderShape()), 2, 3), (Shape(decoder: DecoderShape()), 5, 3),
      (Shape(decoder: DecoderShape()), 0, 3),
      (Shape(wordsOfBeat: 8, decoder: DecoderShape(codes: 2, heads: 4, codesMax: 8)), 2, 4),
      (Shape(wordsOfBeat: 8, decoder: DecoderShape(codes: 2, heads: 4, codesMax: 8)), 3, 3),
    ])
  func throughput(shape: Shape, codes: Int, heads: Int) async throws {
    let configuration = try shape.configuration()
    var noise = TestRandom(seed: 3)
    let simulation = try await simulation(
      of: Decoder(configuration), taps: Self.taps(configuration), seed: 3)
    try simulation.poke("features_i", 0)
    for isKeys in [false, true] {
      for (head, decoder) in decoders(heads: heads, codes: codes, noise: &noise).enumerated() {
        try simulation.send("weights", decoder.items(isKeys: isKeys, head: head))
      }
    }
    try simulation.step(untilTaken: "weights")
    var writes = 0
    for _ in 0..<5 {
      let load = BenchLoad(
        configuration, codes: codes, heads: heads, in: 0..<configuration.memory.queries,
        noise: &noise)
      let groups = dividedRoundingUp(heads, by: configuration.decoder.heads)
      writes += load.tokens * (codes == 0 ? heads : groups)
      try simulation.send(
        "source_beats",
        beats(load.bytes(configuration, noise: &noise), configuration, noise: &noise))
      var fields = load.fields(configuration)
      fields.insert(contentsOf: [load.isKeys ? 1 : 0, PortValue(load.codes)], at: 0)
      try simulation.send("loads", [fields])
    }
    try simulation.step(2000)
    let cycles = try Self.written(simulation, configuration).map(\.cycle)
    #expect(cycles.count == writes)
    // Two codes a cycle, those of a token together.
    let steps = max(1, (codes + 1) / 2)
    #expect(zip(cycles, cycles.dropFirst()).allSatisfy { $1 - $0 == steps })
  }
}
