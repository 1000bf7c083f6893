import AttentionSpec
import CoSimulation
import LayerSupport
import SimulationInterface
import TestSupport

/// Small accelerators of all kinds, and what they are to run with which memory, from a seed.
enum RandomRuns {
  static let configurations = [
    configuration(
      elements: 1, lines: 2, macs: 4, chunks: 1, tokens: 16, banks: 2,
      DecoderShape(codes: 2, heads: 1, codesMax: 5), dataBits: 128),
    configuration(
      elements: 3, lines: 2, macs: 2, chunks: 3, tokens: 14, banks: 4,
      DecoderShape(codes: 4, heads: 4, codesMax: 5), dataBits: 512),
    // More tokens than one byte of a slot counts, and few rows.
    configuration(
      elements: 5, lines: 1, macs: 3, chunks: 2, tokens: 300, banks: 8,
      DecoderShape(codes: 4, heads: 2, codesMax: 6), dataBits: 128, rows: 6),
    configuration(
      elements: 2, lines: 1, macs: 6, chunks: 2, tokens: 20, banks: 4,
      DecoderShape(codes: 1, heads: 2, codesMax: 5), dataBits: 256),
    configuration(
      elements: 4, lines: 1, macs: 8, chunks: 1, tokens: 24, banks: 8,
      DecoderShape(codes: 2, heads: 4, codesMax: 5), dataBits: 1024),
    configuration(
      elements: 2, lines: 2, macs: 4, chunks: 3, tokens: 30, banks: 16,
      DecoderShape(codes: 2, heads: 1, codesMax: 8), dataBits: 1024),
  ]

  /// - Parameter lines: Of an element.
  private static func configuration(
    elements: Int, lines: Int, macs: Int, chunks: Int, tokens: Int, banks: Int,
    _ decoder: DecoderShape, dataBits: Int, rows: Int = 32
  ) -> AcceleratorConfiguration {
    let places = dividedRoundingUp(tokens + 1, by: banks) * banks
    return AcceleratorConfiguration(
      name: "attention_\(elements)x\(lines * macs)_c\(chunks)_p\(dataBits)",
      array: ArrayShape(lines: elements * lines, macsPerLine: macs, elements: elements),
      capacity: Capacity(
        tokens: tokens, headDimension: chunks * lines * macs, heads: 4),
      memory: MemoryShape(
        banks: banks, queries: 2 * places, keys: 3 * places, values: 2 * places,
        slots: 4 << bitsToIndex(tokens), slotsAhead: 4, scores: 2 << bitsToIndex(tokens),
        rows: rows,
        finishedRows: 2, outputs: 3, codeBeats: 16, valueBeats: 8, indexBeats: 2),
      decoder: decoder,
      port: PortShape(dataBits: dataBits, addressBits: 32, burstBytes: dataBits / 2, writes: 3))
  }

  /// Layers that an accelerator has the room for.
  static func job(
    _ configuration: AcceleratorConfiguration, _ noise: inout TestRandom
  ) throws -> AttentionJob {
    for _ in 0..<20 {
      let layers = try layers(configuration, &noise)
      do { return try AttentionJob(layers, configuration) } catch is Refusal { continue }
    }
    return try AttentionJob(layers(configuration, &noise), configuration)
  }

  /// A few layers of heads of as many features, some encoded and some plain.
  private static func layers(
    _ configuration: AcceleratorConfiguration, _ noise: inout TestRandom
  ) throws -> [LayerInput] {
    let headDimension = noise.integer(1...configuration.capacity.headDimension)
    return try (0..<noise.integer(1...4)).map { _ in
      try RandomLayer.layer(
        heads: noise.integer(1...4),
        tokens: noise.integer(1...min(30, configuration.capacity.tokens)),
        headDimension: headDimension, codes: noise.integer(0...5), &noise)
    }
  }

  /// Slow or fast, in order or not, with pauses or without.
  static func memory(
    _ configuration: AcceleratorConfiguration, _ noise: inout TestRandom
  ) -> MemorySettings {
    let beat = configuration.port.dataBits / 8
    func bucket() -> TokenBucket {
      TokenBucket(
        bytes: noise.integer(beat / 4...2 * beat), cycles: noise.integer(1...3),
        capacity: noise.integer(beat...4 * beat))
    }
    let bandwidths: [MemoryBandwidth] = [
      .unlimited, .shared(bucket()), .separate(reads: bucket(), writes: bucket()),
    ]
    let orders: [MemorySettings.Order] = [.asRequested, .anyBurst, .anyBeat]
    func pause() -> Double { noise.oneIn(2) ? 0 : Double(noise.integer(1...8)) / 10 }
    return MemorySettings(
      bandwidth: bandwidths[noise.integer(0...2)], readLatency: noise.integer(1...150),
      writeLatency: noise.integer(1...150), latencySpread: noise.integer(0...60),
      pauses: .init(aw: pause(), w: pause(), b: pause(), ar: pause(), r: pause()),
      order: orders[noise.integer(0...2)],
      outstandingMax: noise.oneIn(3) ? noise.integer(1...6) : nil,
      earlyBeatsMax: noise.oneIn(3) ? noise.integer(0...2) : nil, seed: noise.next())
  }
}
