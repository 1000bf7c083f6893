import AttentionSpec
import NetworkSpec

/// A network in integers, written straight from `NetworkFormats` and `NumberFormats`, number by
/// number in `Int`, and slow: the judge of `IntegerNetwork`.
struct NaiveIntegerNetwork {
  typealias Rows = [[Int]]

  let network: QuantizedNetwork
  private(set) var tensors: [(checkpoint: NetworkCheckpoint, values: [Int])] = []

  private var shape: NetworkShape { network.shape }

  init(_ network: QuantizedNetwork) {
    self.network = network
  }

  /// The logits; `tensors` then holds all checkpoints.
  mutating func run(_ pixels: [Int8]) throws -> [Int] {
    tensors = []
    note(.pixels, nil, [pixels.map(Int.init)])
    var x = embedding(pixels.map(Int.init))
    note(.embedding, nil, x)
    for block in 0..<shape.blocks { x = try run(block, x) }
    let features = features(x)
    note(.features, nil, features)
    let logits = logits(features)
    note(.logits, nil, [logits])
    return logits
  }

  private mutating func note(_ tensor: NetworkTensor, _ block: Int?, _ rows: Rows) {
    tensors.append((NetworkCheckpoint(tensor, block: block), rows.flatMap { $0 }))
  }

  /// `floor(value / 2^shift + 1/2)`, by division.
  static func rounded(_ value: Int, _ shift: Int) -> Int {
    quotient(2 * value + (1 << shift), 1 << (shift + 1))
  }

  /// `floor(dividend / divisor)`.
  private static func quotient(_ dividend: Int, _ divisor: Int) -> Int {
    let quotient = dividend / divisor
    return quotient * divisor > dividend ? quotient - 1 : quotient
  }

  private static func clamped(_ value: Int, bits: Int) -> Int {
    max(-(1 << (bits - 1)), min((1 << (bits - 1)) - 1, value))
  }

  private static func sum(_ left: Rows, _ right: Rows) -> Rows {
    zip(left, right).map { zip($0, $1).map { clamped($0 + $1, bits: 16) } }
  }

  /// A layer of one row, to `bits` signed bits.
  private static func linear(_ x: [Int], _ layer: QuantizedLinear, bits: Int) -> [Int] {
    (0..<layer.outputs).map { output in
      var sum = Int(layer.bias[output])
      for input in x.indices { sum += Int(layer.weight[output * layer.inputs + input]) * x[input] }
      let rescale = layer.rescale[output]
      return clamped(rounded(sum * rescale.multiplier, rescale.shift), bits: bits)
    }
  }

  /// LayerNorm of one row.
  static func norm(_ x: [Int], _ norm: QuantizedNorm) -> [Int] {
    let width = x.count
    let sum = x.reduce(0, +)
    let squares = x.map { $0 * $0 }.reduce(0, +)
    let square = width * squares - sum * sum + norm.epsilon
    // Floor of the root by Newton's method from above.
    var deviation = square
    while deviation > 0, deviation > square / deviation {
      deviation = (deviation + square / deviation) / 2
    }
    deviation = max(1, deviation)
    let bits = String(deviation, radix: 2).count
    let reciprocal = ((1 << (bits + 15)) + deviation / 2) / deviation
    return x.indices.map { index in
      let normalized = rounded((width * x[index] - sum) * reciprocal, bits + 15 - 12)
      let scaled = normalized * Int(norm.gain[index]) + norm.offset[index]
      return clamped(rounded(scaled, norm.shift), bits: 8)
    }
  }

  private func embedding(_ pixels: [Int]) -> Rows {
    let width = shape.width
    var tokens = (0..<shape.classTokens).map { token in
      network.classTokens[token * width..<(token + 1) * width].map(Int.init)
    }
    for y in 0..<shape.grid {
      for x in 0..<shape.grid {
        var patch: [Int] = []
        for channel in 0..<shape.channels {
          for row in 0..<shape.patchSide {
            for column in 0..<shape.patchSide {
              let line = channel * shape.imageSide + y * shape.patchSide + row
              patch.append(pixels[line * shape.imageSide + x * shape.patchSide + column])
            }
          }
        }
        let first = (y * shape.grid + x) * width
        let position = network.positions[first..<first + width].map(Int.init)
        tokens += Self.sum([Self.linear(patch, network.patchEmbedding, bits: 16)], [position])
      }
    }
    return tokens
  }

  private mutating func run(_ index: Int, _ input: Rows) throws -> Rows {
    let block = network.blocks[index]
    let normed = input.map { Self.norm($0, block.attentionNorm) }
    note(.attentionInput, index, normed)
    let joint = normed.map { Self.linear($0, block.queriesKeysValues, bits: 8) }
    let parts = (0..<3).map { part in
      joint.map { Array($0[part * shape.width..<(part + 1) * shape.width]) }
    }
    note(.queries, index, parts[0])
    note(.keys, index, parts[1])
    note(.values, index, parts[2])
    let queries = autoEncoded(
      parts[0], block.queryAutoEncoder, index, .encodedQueries, .decodedQueries)
    let keys = autoEncoded(parts[1], block.keyAutoEncoder, index, .encodedKeys, .decodedKeys)
    let outputs = try attention(index, queries, keys, parts[2])
    note(.headOutputs, index, outputs)
    let residual = Self.sum(input, outputs.map { Self.linear($0, block.projection, bits: 16) })
    note(.attentionResidual, index, residual)
    let perceptronInput = residual.map { Self.norm($0, block.perceptronNorm) }
    note(.perceptronInput, index, perceptronInput)
    let expanded = perceptronInput.map { Self.linear($0, block.expansion, bits: 8) }
    note(.expanded, index, expanded)
    let activated = expanded.map { $0.map { Int(block.activationTable[$0 + 128]) } }
    note(.activated, index, activated)
    let output = Self.sum(residual, activated.map { Self.linear($0, block.contraction, bits: 16) })
    note(.perceptronResidual, index, output)
    return output
  }

  private mutating func autoEncoded(
    _ rows: Rows, _ coder: QuantizedAutoEncoder?, _ block: Int, _ encoded: NetworkTensor,
    _ decoded: NetworkTensor
  ) -> Rows {
    guard let coder else { return rows }
    let hidden = rows.map { acrossHeads($0, coder.encoder) }
    note(encoded, block, hidden)
    let back = hidden.map { acrossHeads($0, coder.decoder) }
    note(decoded, block, back)
    return back
  }

  /// A layer of the vector of heads, for each feature of a head.
  private func acrossHeads(_ token: [Int], _ layer: QuantizedLinear) -> [Int] {
    let dimension = shape.headDimension
    var result = Array(repeating: 0, count: layer.outputs * dimension)
    for feature in 0..<dimension {
      let heads = (0..<layer.inputs).map { token[$0 * dimension + feature] }
      for (head, value) in Self.linear(heads, layer, bits: 8).enumerated() {
        result[head * dimension + feature] = value
      }
    }
    return result
  }

  /// The outputs of all heads, token after token.
  private func attention(_ block: Int, _ queries: Rows, _ keys: Rows, _ values: Rows) throws -> Rows
  {
    let dimension = shape.headDimension
    var outputs = Rows(repeating: [], count: shape.tokens)
    for head in 0..<shape.heads {
      func matrix(_ rows: Rows) throws -> Matrix<Int8> {
        try Matrix(
          rows: shape.tokens, columns: dimension,
          storage: rows.flatMap { $0[head * dimension..<(head + 1) * dimension].map(Int8.init) })
      }
      let result = NaiveHead(
        try HeadInput(
          queries: matrix(queries), keys: matrix(keys), values: matrix(values),
          quantization: network.blocks[block].heads[head]),
        network.masks[block, head])
      for token in 0..<shape.tokens {
        outputs[token] += result.output[token * dimension..<(token + 1) * dimension]
      }
    }
    return outputs
  }

  private mutating func features(_ tokens: Rows) -> Rows {
    switch network.readout {
    case .classToken: return [Self.norm(tokens[0], network.norm)]
    case .averageOfTwo: return tokens[..<2].map { Self.norm($0, network.norm) }
    case .classTokenAndPatchMean:
      let normed = tokens.map { Self.norm($0, network.norm) }
      note(.normalizedTokens, nil, normed)
      let patches = normed.dropFirst(shape.classTokens)
      let means = (0..<shape.width).map { feature in
        let sum = patches.map { $0[feature] }.reduce(0, +)
        return Self.quotient(2 * sum + patches.count, 2 * patches.count)
      }
      return [normed[0] + means]
    }
  }

  private func logits(_ features: Rows) -> [Int] {
    let each = zip(network.classifiers, features).map { Self.linear($1, $0, bits: 16) }
    switch each.count {
    case 0: return features.flatMap { $0 }
    case 1: return each[0]
    default: return Self.sum([each[0]], [each[1]])[0]
    }
  }
}
