import AttentionSpec
import NetworkSpec
import Testing

@testable import ReferenceModel

/// Whole networks in integers, bit for bit at every checkpoint.
@Suite("Integer network")
struct IntegerCheckpointTests {
  struct Variant: Sendable, CustomTestStringConvertible {
    var readout: Readout
    var classTokens = 1
    var classes = 7

    var testDescription: String { "\(readout), \(classTokens) class tokens, \(classes) classes" }
  }

  private static let variants = [
    Variant(readout: .classToken), Variant(readout: .classToken, classTokens: 2),
    Variant(readout: .classToken, classes: 0), Variant(readout: .averageOfTwo, classTokens: 2),
    Variant(readout: .averageOfTwo, classTokens: 2, classes: 0),
    Variant(readout: .classTokenAndPatchMean),
    Variant(readout: .classTokenAndPatchMean, classTokens: 2),
    Variant(readout: .classTokenAndPatchMean, classes: 0),
  ]

  /// A shape that the seed decides.
  private static func shape(_ variant: Variant, seed: UInt64) throws -> NetworkShape {
    var generator = SplitMix64(seed: seed &+ 1000)
    let heads = generator.integer(in: 1...4)
    let patchSide = generator.integer(in: 1...3)
    return try NetworkShape(
      channels: generator.integer(in: 1...3), imageSide: patchSide * generator.integer(in: 1...4),
      patchSide: patchSide, classTokens: variant.classTokens,
      width: heads * generator.integer(in: 1...9), heads: heads,
      blocks: generator.integer(in: 1...3), hidden: generator.integer(in: 1...30),
      classes: variant.classes)
  }

  @Test("Every tensor is that of the definition, bit for bit", arguments: variants)
  func everyTensor(_ variant: Variant) throws {
    var saturated = 0
    for seed in 0..<12 as Range<UInt64> {
      let shape = try Self.shape(variant, seed: seed)
      var source = IntegerSource(seed: seed)
      let quantized = try source.network(
        shape, readout: variant.readout, hasAutoEncoders: seed % 3 != 0)
      let network = IntegerNetwork(quantized)
      let pixels = source.pixels(shape)
      var naive = NaiveIntegerNetwork(quantized)
      let expected = try naive.run(pixels)
      var seen: [NetworkCheckpoint] = []
      let logits = try network.run(pixels) { checkpoint, values in
        let tensor = naive.tensors[min(seen.count, naive.tensors.count - 1)]
        #expect(values.map { Int($0) } == tensor.values, "seed \(seed), \(shape), \(checkpoint)")
        let range = checkpoint.tensor.integerRange
        saturated += values.count {
          Int($0) == range.lowerBound || Int($0) == range.upperBound
        }
        seen.append(checkpoint)
      }
      #expect(seen == naive.tensors.map(\.checkpoint), "seed \(seed)")
      #expect(logits.map { Int($0) } == expected, "seed \(seed)")
    }
    #expect(saturated > 0, "no range was ever full")
  }

  @Test("What stands in for the attention of a head goes on through the network")
  func otherAttention() throws {
    let variant = Variant(readout: .classToken)
    let shape = try Self.shape(variant, seed: 5)
    var source = IntegerSource(seed: 5)
    let network = IntegerNetwork(
      try source.network(shape, readout: variant.readout, hasAutoEncoders: false))
    let pixels = source.pixels(shape)
    var places: [HeadPlace] = []
    var outputs: [Int16] = []
    _ = try network.run(
      pixels,
      attention: { place, input in
        places.append(place)
        return Matrix(
          rows: input.tokens, columns: input.headDimension, repeating: Int8(10 + place.head))
      },
      observe: { if $0 == NetworkCheckpoint(.headOutputs, block: 0) { outputs = $1 } })
    #expect(
      places
        == (0..<shape.blocks).flatMap { block in
          (0..<shape.heads).map { HeadPlace(block: block, head: $0) }
        })
    #expect(
      outputs
        == (0..<shape.tokens * shape.width).map {
          Int16(10 + $0 % shape.width / shape.headDimension)
        })
    #expect(throws: Refusal("no hardware")) {
      try network.run(pixels, attention: { _, _ in throw Refusal("no hardware") })
    }
  }

  @Test("An image of another size is refused")
  func otherImage() throws {
    let shape = try NetworkShape(
      channels: 1, imageSide: 4, patchSide: 2, width: 4, heads: 2, blocks: 1, hidden: 3, classes: 2)
    var source = IntegerSource(seed: 1)
    let network = IntegerNetwork(
      try source.network(shape, readout: .classToken, hasAutoEncoders: false))
    let refusal = #expect(throws: Refusal.self) { try network.run([1, 2, 3]) }
    #expect(
      refusal?.description == "An image of 3 numbers does not fit a network that takes 16; give "
        + "1 x 4 x 4.")
  }

  @Test("LayerNorm is that of the definition where rows are flat, tiny or as wide as may be")
  func norm() {
    let seed: UInt64 = 77
    var generator = SplitMix64(seed: seed)
    for width in [1, 2, 3, 64, 1000, 8192] {
      for deviation in [0, 1, 2, 300, 20_000, 1 << 20] {
        let row = (0..<width).map { _ in Int16(clamping: generator.bell(deviation: deviation)) }
        for epsilon in [0, 1, 1 << 40, 1 << 60] {
          let norm = QuantizedNorm(
            epsilon: epsilon,
            gain: (0..<width).map { _ in Int16(generator.integer(in: -32_768...32_767)) },
            offset: (0..<width).map { _ in generator.integer(in: -(1 << 47)...(1 << 47) - 1) },
            shift: generator.integer(in: 12...42))
          #expect(
            IntegerNorm(norm: norm)(row).map { Int($0) }
              == NaiveIntegerNetwork.norm(row.map { Int($0) }, norm),
            "seed \(seed), width \(width), deviation \(deviation), epsilon \(epsilon)")
        }
      }
    }
  }
}
