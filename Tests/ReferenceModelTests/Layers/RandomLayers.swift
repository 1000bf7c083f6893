import AttentionCompiler
import AttentionSpec
import LayerSupport

/// Layers and a configuration that takes them, from a seed.
struct RandomLayers {
  let configuration: AcceleratorConfiguration
  let layers: [LayerInput]

  init(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let elements = generator.integer(in: 1...5)
    let linesPerElement = generator.integer(in: 1...3)
    let heads = generator.integer(in: 1...5)
    let tokens = generator.integer(in: 1...24)
    let headDimension = generator.integer(in: 1...20)
    let banks = generator.element(of: [4, 8, 16])
    let capacity = generator.chance(perMille: 200) ? 300 : tokens
    func words(_ heads: Int) -> Int {
      dividedRoundingUp(max(heads * (tokens + 1), capacity), by: banks) * banks
    }
    configuration = AcceleratorConfiguration(
      name: "random",
      array: ArrayShape(
        lines: elements * linesPerElement, macsPerLine: generator.integer(in: 3...5),
        elements: elements),
      capacity: Capacity(
        tokens: capacity, headDimension: 20, heads: heads),
      memory: MemoryShape(
        banks: banks, queries: words(generator.integer(in: 1...heads + 1)),
        keys: words(generator.integer(in: 1...3 * heads)),
        values: words(generator.integer(in: 1...2 * heads)), slots: 128,
        scores: capacity == 300 ? 512 : 64, rows: 32),
      decoder: DecoderShape(
        codes: generator.element(of: [1, 2, 4]),
        heads: generator.element(of: [1, 2, 4].filter { $0 < 2 * heads })),
      port: PortShape(
        dataBits: generator.element(of: [512, 1024]),
        burstBytes: generator.element(of: [128, 1024])))
    layers = try (0..<generator.integer(in: 1...4)).map { _ in
      try RandomLayer.layer(
        heads: heads, tokens: tokens, headDimension: headDimension,
        codes: generator.chance(perMille: 500) ? generator.integer(in: 1...6) : 0, &generator)
    }
  }
}
