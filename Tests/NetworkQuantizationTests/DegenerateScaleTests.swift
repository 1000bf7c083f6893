import AttentionSpec
import Foundation
import NetworkSpec
import ReferenceModel
import TestSupport
import Testing

@testable import NetworkQuantization

/// Networks with tensors that are zero, constant, tiny or huge.
@Suite("Degenerate scales")
struct DegenerateScaleTests {
  /// A change to the example.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (inout Example) throws -> Void

    init(_ name: String, _ apply: @escaping @Sendable (inout Example) throws -> Void) {
      testDescription = name
      self.apply = apply
    }

    /// Multiplies rows of queries (part 0), keys or values of block 0, head 1.
    static func rows(_ part: Int, times factor: Float) -> Change {
      Change("part \(part) of a head times \(factor)") { example in
        example.scaleRows(part, factor)
      }
    }

    static func layer(
      _ name: String, _ path: WritableKeyPath<BlockWeights, LinearWeights> & Sendable,
      times factor: Float
    ) -> Change {
      Change("\(name) times \(factor)") { example in
        let layer = example.weights.blocks[0][keyPath: path]
        example.weights.blocks[0][keyPath: path] = layer.mapped { $0 * factor }
      }
    }
  }

  static let changes: [Change] =
    TestExtent.current.choose(
      daily: [0, 1e-30, 1e-6, 1e-3], all: [0, 1e-30, 1e-8, 1e-6, 1e-4, 1e-3]
    ).flatMap { factor in
      [
        .rows(0, times: factor), .rows(1, times: factor), .rows(2, times: factor),
        Change("queries and keys times \(factor)") {
          $0.scaleRows(0, factor)
          $0.scaleRows(1, factor)
        },
        .layer("projection", \.projection, times: factor),
        .layer("expansion", \.expansion, times: factor),
        .layer("contraction", \.contraction, times: factor),
      ]
    } + [
      .rows(0, times: 4), .rows(2, times: 50),
      .layer("expansion", \.expansion, times: 50),
      Change("zero keys beside huge queries") {
        $0.scaleRows(0, 1e8)
        $0.scaleRows(1, 0)
      },
      Change("a norm that gives zeros") { $0.setNorm(gain: 0, offset: 0) },
      Change("a norm that gives a constant") { $0.setNorm(gain: 0, offset: 0.3) },
      Change("a classifier of zeros") {
        $0.weights.classifiers = $0.weights.classifiers.map { $0.mapped { _ in 0 } }
      },
      Change("a tiny classifier") {
        $0.weights.classifiers = $0.weights.classifiers.map { $0.mapped { $0 * 1e-20 } }
      },
      Change("black images") {
        $0.images = try ImageSet(
          count: 8, channels: 2, side: 8,
          values: .normalized(Array(repeating: 0, count: 8 * 128)))
      },
      Change("images of one colour") {
        $0.images = try ImageSet(
          count: 8, channels: 2, side: 8,
          values: .normalized(Array(repeating: 0.7, count: 8 * 128)))
      },
      Change("a residual stream of zeros") { $0.scaleStream(0) },
      Change("a tiny residual stream") { $0.scaleStream(1e-6) },
      Change("a residual stream that is nothing beside epsilon") { $0.scaleStream(1e-14) },
    ]

  @Test("They become integers, and what is left of them is right", arguments: changes)
  func follows(_ change: Change) throws {
    var example = try Example()
    try change.apply(&example)
    for rule in RangeRule.allCases {
      let quantized = try example.quantized(rule: rule)
      let network = IntegerNetwork(quantized)
      var exact: [NetworkCheckpoint: [Float]] = [:]
      _ = try FloatNetwork(example.weights).run(example.images.normalized(0)) { exact[$0] = $1 }
      var integers: [NetworkCheckpoint: [Int16]] = [:]
      _ = try network.run(quantized.pixels.quantized(example.images, 0)) { integers[$0] = $1 }
      // The residual streams, on which all else depends, within 6 % of their largest number.
      let streams: [NetworkCheckpoint] = [
        NetworkCheckpoint(.attentionResidual, block: 0),
        NetworkCheckpoint(.perceptronResidual, block: 0), NetworkCheckpoint(.logits),
      ]
      for stream in streams {
        let (reals, found) = (try #require(exact[stream]), try #require(integers[stream]))
        let format = try #require(quantized.formats[stream])
        let largest = reals.reduce(0) { max($0, abs(Double($1))) }
        let error = reals.indices.reduce(0) {
          max($0, abs(format.real(found[$1], at: $1) - Double(reals[$1])))
        }
        #expect(
          error <= 0.06 * largest + format.scale(at: 0),
          "\(stream), \(rule): \(error) of \(largest)")
      }
    }
  }

  @Test(
    "Small queries and keys have nearly equal weights",
    arguments: [1e-2, 1e-3, 1e-4, 1e-5, 0] as [Float], [nil, 2])
  func nearlyEqualWeights(factor: Float, hiddenHeads: Int?) throws {
    var example = try Example(hiddenHeads: hiddenHeads)
    example.scaleRows(1, factor)
    let network = IntegerNetwork(try example.quantized())
    var exact: [NetworkCheckpoint: [Float]] = [:]
    _ = try FloatNetwork(example.weights).run(example.images.normalized(0)) { exact[$0] = $1 }
    let probabilities = try #require(exact[NetworkCheckpoint(.probabilities, block: 0)])
    var largest = 0.0
    _ = try network.run(
      network.network.pixels.quantized(example.images, 0),
      attention: { place, input in
        let result = try network.attention(place, input)
        guard place == HeadPlace(block: 0, head: 1) else { return result.output }
        let tokens = input.tokens
        for query in 0..<tokens {
          for key in 0..<tokens {
            let found = Double(result.numerators[query, key]) / Double(result.rowSums[query])
            let real = Double(probabilities[(tokens + query) * tokens + key])
            largest = max(largest, abs(found / real - 1))
          }
        }
        return result.output
      })
    // An auto-encoder mixes in what is left of other heads.
    #expect(largest < (hiddenHeads == nil ? 0.03 : 0.06), "\(largest)")
  }

  @Test(
    "Decoders only shift, whatever the scales and biases",
    arguments: [0, 1e-6, 1e-2, 1, 100] as [Float], [0, 1, 100] as [Float])
  func decoders(factor: Float, bias: Float) throws {
    var example = try Example(hiddenHeads: 2)
    let weights = try #require(example.weights.blocks[0].keyAutoEncoder)
    example.weights.blocks[0].keyAutoEncoder = AutoEncoderWeights(
      encoder: weights.encoder,
      decoder: LinearWeights(
        outputs: weights.decoder.outputs, inputs: weights.decoder.inputs,
        weight: weights.decoder.weight.map { $0 * factor },
        bias: weights.decoder.bias.map { $0 + bias }))
    for block in try example.quantized().blocks {
      for autoEncoder in [block.queryAutoEncoder, block.keyAutoEncoder] {
        let layer = try #require(autoEncoder).decoder
        let decoders = try layer.headDecoders()
        // The same numbers as the layer has.
        for (output, decoder) in decoders.enumerated() {
          for codes in [[127, -128], [-3, 100], [0, 0]] as [[Int8]] {
            let sum = zip(decoder.weights, codes).reduce(decoder.bias) {
              $0 + Int($1.0) * Int($1.1)
            }
            #expect(Int8(clamping: layer.rescale[output](sum)) == decoder.decoded(codes))
          }
        }
      }
    }
  }

  @Test("Queries and keys that are too large are refused with block, head and tensor")
  func tooLarge() throws {
    var example = try Example()
    let layer = example.weights.blocks[1].queriesKeysValues
    var bias = layer.bias
    for feature in 24 + 16..<48 { bias[feature] += 1e7 }
    example.weights.blocks[1].queriesKeysValues = LinearWeights(
      outputs: layer.outputs, inputs: layer.inputs, weight: layer.weight, bias: bias)
    let refusal = #expect(throws: Refusal.self) { try example.quantized() }
    let pattern =
      #/
      Block\ 1\ head\ 2\ has\ queries\ up\ to\ [\d.]+\ and\ keys\ up\ to\ 1e\+07,\ which\ need\ a
      \ softmax\ scale\ of\ [\d.e+]+,\ above\ 1048575;\ look\ for\ weights\ or\ a\ bias\ of\ its
      \ keys\ that\ are\ far\ too\ large\.
      /#
    #expect(refusal?.description.wholeMatch(of: pattern) != nil, "\(refusal?.description ?? "")")
  }

  @Test("A layer whose sums no format holds is refused with its place")
  func layerTooLarge() throws {
    var example = try Example()
    // Two inputs that are equal but for their sign, and weights that leave nothing of them.
    let bias = (0..<24).map { $0 < 12 ? Float(1e9) : 0 }
    example.weights.blocks[0].expansion = LinearWeights(
      outputs: 48, inputs: 24, weight: Array(repeating: 0, count: 48 * 24),
      bias: bias + bias.map { $0 })
    example.weights.blocks[0].contraction = LinearWeights(
      outputs: 24, inputs: 48,
      weight: (0..<24 * 48).map { $0 % 48 == 0 ? 1e6 : $0 % 48 == 1 ? -1e6 : 0 })
    let refusal = #expect(throws: Refusal.self) { try example.quantized() }
    #expect(
      refusal?.description.hasPrefix("blocks.0.perceptronResidual, feature 0: ") == true,
      "\(refusal?.description ?? "")")
  }
}

extension LinearWeights {
  fileprivate func mapped(_ change: (Float) -> Float) -> LinearWeights {
    LinearWeights(
      outputs: outputs, inputs: inputs, weight: weight.map(change), bias: bias.map(change))
  }
}

extension Example {
  fileprivate mutating func scaleRows(_ part: Int, _ factor: Float) {
    let layer = weights.blocks[0].queriesKeysValues
    let rows = part * 24 + 8..<part * 24 + 16
    weights.blocks[0].queriesKeysValues = LinearWeights(
      outputs: layer.outputs, inputs: layer.inputs,
      weight: layer.weight.enumerated().map { rows.contains($0 / 24) ? $1 * factor : $1 },
      bias: layer.bias.enumerated().map { rows.contains($0) ? $1 * factor : $1 })
  }

  fileprivate mutating func setNorm(gain: Float, offset: Float) {
    weights.blocks[0].attentionNorm = NormWeights(
      gain: Array(repeating: gain, count: 24), offset: Array(repeating: offset, count: 24))
  }

  fileprivate mutating func scaleStream(_ factor: Float) {
    weights.patchEmbedding = weights.patchEmbedding.mapped { $0 * factor }
    weights.classTokens = weights.classTokens.map { $0 * factor }
    weights.positions = weights.positions.map { $0 * factor }
    for block in weights.blocks.indices {
      weights.blocks[block].projection = weights.blocks[block].projection.mapped { $0 * factor }
      weights.blocks[block].contraction = weights.blocks[block].contraction.mapped { $0 * factor }
    }
  }
}
