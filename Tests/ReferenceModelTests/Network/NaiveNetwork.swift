import AttentionSpec
import Foundation
import NetworkSpec

/// A network in float64, written straight from its definition and slow: the judge of
/// `FloatNetwork`.
struct NaiveNetwork {
  typealias Rows = [[Double]]

  let weights: NetworkWeights
  /// Nil for a network that keeps everything.
  let masks: NetworkMasks?
  private(set) var tensors: [(checkpoint: NetworkCheckpoint, values: [Double])] = []

  private var shape: NetworkShape { weights.shape }

  init(_ weights: NetworkWeights, masks: NetworkMasks? = nil) {
    self.weights = weights
    self.masks = masks
  }

  /// The logits; `tensors` then holds all checkpoints.
  mutating func run(_ image: [Float]) -> [Double] {
    tensors = []
    note(.pixels, nil, [image.map(Double.init)])
    var x = embedding(image)
    note(.embedding, nil, x)
    for block in 0..<shape.blocks { x = run(block, x) }
    let tokens = x.map { Self.norm($0, weights.norm, shape.normEpsilon) }
    if weights.readout == .classTokenAndPatchMean { note(.normalizedTokens, nil, tokens) }
    let patches = tokens.dropFirst(shape.classTokens)
    let features: Rows =
      switch weights.readout {
      case .classToken: [tokens[0]]
      case .averageOfTwo: [tokens[0], tokens[1]]
      case .classTokenAndPatchMean:
        [
          tokens[0]
            + (0..<shape.width).map { feature in
              patches.map { $0[feature] }.reduce(0, +) / Double(patches.count)
            }
        ]
      }
    note(.features, nil, features)
    var logits = features.flatMap { $0 }
    if !weights.classifiers.isEmpty {
      let each = zip(weights.classifiers, features).map { Self.linear($1, $0) }
      logits = each[0].indices.map { index in
        each.map { $0[index] }.reduce(0, +) / Double(each.count)
      }
    }
    note(.logits, nil, [logits])
    return logits
  }

  private mutating func note(_ tensor: NetworkTensor, _ block: Int?, _ rows: Rows) {
    tensors.append((NetworkCheckpoint(tensor, block: block), rows.flatMap { $0 }))
  }

  private func embedding(_ image: [Float]) -> Rows {
    var tokens: Rows = (0..<shape.classTokens).map { token in
      weights.classTokens[token * shape.width..<(token + 1) * shape.width].map(Double.init)
    }
    for y in 0..<shape.grid {
      for x in 0..<shape.grid {
        var patch: [Double] = []
        for channel in 0..<shape.channels {
          for row in 0..<shape.patchSide {
            for column in 0..<shape.patchSide {
              let line = channel * shape.imageSide + y * shape.patchSide + row
              patch.append(Double(image[line * shape.imageSide + x * shape.patchSide + column]))
            }
          }
        }
        tokens.append(Self.linear(patch, weights.patchEmbedding))
      }
    }
    for token in tokens.indices {
      for feature in 0..<shape.width {
        tokens[token][feature] += Double(weights.positions[token * shape.width + feature])
      }
    }
    return tokens
  }

  private mutating func run(_ index: Int, _ input: Rows) -> Rows {
    let block = weights.blocks[index]
    let width = shape.width
    let normed = input.map { Self.norm($0, block.attentionNorm, shape.normEpsilon) }
    note(.attentionInput, index, normed)
    let joint = normed.map { Self.linear($0, block.queriesKeysValues) }
    var queries = joint.map { Array($0[..<width]) }
    var keys = joint.map { Array($0[width..<2 * width]) }
    let values = joint.map { Array($0[(2 * width)...]) }
    note(.queries, index, queries)
    note(.keys, index, keys)
    note(.values, index, values)
    if let queryCoder = block.queryAutoEncoder, let keyCoder = block.keyAutoEncoder {
      queries = queries.map { acrossHeads($0, queryCoder.encoder) }
      keys = keys.map { acrossHeads($0, keyCoder.encoder) }
      note(.encodedQueries, index, queries)
      note(.encodedKeys, index, keys)
      queries = queries.map { acrossHeads($0, queryCoder.decoder) }
      keys = keys.map { acrossHeads($0, keyCoder.decoder) }
      note(.decodedQueries, index, queries)
      note(.decodedKeys, index, keys)
    }
    let outputs = attention(index, queries, keys, values)
    note(.headOutputs, index, outputs)
    let residual = Self.sum(input, outputs.map { Self.linear($0, block.projection) })
    note(.attentionResidual, index, residual)
    let perceptronInput = residual.map { Self.norm($0, block.perceptronNorm, shape.normEpsilon) }
    note(.perceptronInput, index, perceptronInput)
    let expanded = perceptronInput.map { Self.linear($0, block.expansion) }
    note(.expanded, index, expanded)
    let activated = expanded.map { $0.map { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) } }
    note(.activated, index, activated)
    let output = Self.sum(residual, activated.map { Self.linear($0, block.contraction) })
    note(.perceptronResidual, index, output)
    return output
  }

  /// The outputs of all heads, token after token; notes the probabilities.
  private mutating func attention(
    _ block: Int, _ queries: Rows, _ keys: Rows, _ values: Rows
  ) -> Rows {
    let dimension = shape.headDimension
    var probabilities: Rows = []
    var outputs = Rows(repeating: [], count: shape.tokens)
    for head in 0..<shape.heads {
      let features = head * dimension..<(head + 1) * dimension
      for query in 0..<shape.tokens {
        let exponentials = (0..<shape.tokens).map { key in
          guard masks?[block, head][query, key] ?? true else { return 0.0 }
          let score = features.map { queries[query][$0] * keys[key][$0] }.reduce(0, +)
          return exp(score / Double(dimension).squareRoot())
        }
        let sum = exponentials.reduce(0, +)
        probabilities.append(exponentials.map { $0 / sum })
        outputs[query] += features.map { feature in
          (0..<shape.tokens).map { exponentials[$0] / sum * values[$0][feature] }.reduce(0, +)
        }
      }
    }
    note(.probabilities, block, probabilities)
    return outputs
  }

  /// A layer of the vector of heads, for each feature of a head.
  private func acrossHeads(_ token: [Double], _ layer: LinearWeights) -> [Double] {
    let dimension = shape.headDimension
    var result = Array(repeating: 0.0, count: layer.outputs * dimension)
    for feature in 0..<dimension {
      let heads = (0..<layer.inputs).map { token[$0 * dimension + feature] }
      for (head, value) in Self.linear(heads, layer).enumerated() {
        result[head * dimension + feature] = value
      }
    }
    return result
  }

  static func linear(_ x: [Double], _ layer: LinearWeights) -> [Double] {
    (0..<layer.outputs).map { output in
      x.indices.reduce(Double(layer.bias[output])) { sum, input in
        sum + Double(layer.weight[output * layer.inputs + input]) * x[input]
      }
    }
  }

  static func norm(_ x: [Double], _ weights: NormWeights, _ epsilon: Float) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(x.count)
    return x.indices.map { index in
      (x[index] - mean) / (variance + Double(epsilon)).squareRoot() * Double(weights.gain[index])
        + Double(weights.offset[index])
    }
  }

  private static func sum(_ left: Rows, _ right: Rows) -> Rows {
    zip(left, right).map { zip($0, $1).map { $0 + $1 } }
  }
}
