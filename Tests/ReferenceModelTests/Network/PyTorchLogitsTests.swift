import AttentionSpec
import NetworkSpec
import ReferenceModel
import Testing

/// The same small network in PyTorch: blocks, auto-encoders and masks of `training/model.py`, an
/// `nn.Conv2d` of two channels before them, an `nn.LayerNorm` and an `nn.Linear` after them.
///
/// Number `i` of tensor `t` is `((37 i + 101 t) % 211 - 105) / 256`, where `t` counts from 1 in the
/// order in which the tensors are made below.
@Suite struct PyTorchLogitsTests {
  private struct Formula {
    private var tensor = 0

    mutating func numbers(_ count: Int) -> [Float] {
      tensor += 1
      return (0..<count).map { Float((37 * $0 + 101 * tensor) % 211 - 105) / 256 }
    }

    mutating func layer(_ inputs: Int, _ outputs: Int) -> LinearWeights {
      let weight = numbers(inputs * outputs)
      return LinearWeights(
        outputs: outputs, inputs: inputs, weight: weight, bias: numbers(outputs))
    }

    mutating func norm(_ width: Int) -> NormWeights {
      let gain = numbers(width)
      return NormWeights(gain: gain, offset: numbers(width))
    }

    mutating func autoEncoder(_ heads: Int, _ hiddenHeads: Int) -> AutoEncoderWeights {
      let encoder = layer(heads, hiddenHeads)
      return AutoEncoderWeights(encoder: encoder, decoder: layer(hiddenHeads, heads))
    }

    mutating func block() -> BlockWeights {
      let attentionNorm = norm(8)
      let queriesKeysValues = layer(8, 24)
      let (queryAutoEncoder, keyAutoEncoder) = (autoEncoder(4, 2), autoEncoder(4, 2))
      let projection = layer(8, 8)
      let perceptronNorm = norm(8)
      let expansion = layer(8, 12)
      return BlockWeights(
        attentionNorm: attentionNorm, queriesKeysValues: queriesKeysValues,
        queryAutoEncoder: queryAutoEncoder, keyAutoEncoder: keyAutoEncoder,
        projection: projection, perceptronNorm: perceptronNorm, expansion: expansion,
        contraction: layer(12, 8))
    }
  }

  @Test("The logits are those of PyTorch")
  func logits() throws {
    let shape = try NetworkShape(
      channels: 2, imageSide: 6, patchSide: 2, width: 8, heads: 4, blocks: 2, hidden: 12,
      classes: 5)
    var formula = Formula()
    let (classToken, positions) = (formula.numbers(8), formula.numbers(80))
    let patchEmbedding = formula.layer(8, 8)
    let blocks = [formula.block(), formula.block()]
    let norm = formula.norm(8)
    let weights = try NetworkWeights(
      shape: shape, patchEmbedding: patchEmbedding, classTokens: classToken, positions: positions,
      blocks: blocks, norm: norm, classifiers: [formula.layer(8, 5)])
    let masks = try NetworkMasks(
      blocks: 2, heads: 4,
      masks: (0..<8).map { place in
        let (block, head) = (place / 4, place % 4)
        return try AttentionMask(
          tokens: 10,
          kept: (0..<100).map { entry in
            let (query, key) = (entry / 10, entry % 10)
            return (7 * query + 3 * key + head + block) % 4 == 0 || query == key
          })
      })
    let logits = try FloatNetwork(weights, masks: masks).run(formula.numbers(72))
    // PyTorch 2.13 in float64; in float32 it differs by 1e-7 itself.
    let expected = [0.1406605, -0.4306519, 0.0832651, -0.4458001, 0.6138859]
    #expect(distance(logits, expected) < 5e-7)
  }
}
