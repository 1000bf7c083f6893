import AttentionSpec
import NetworkSpec

/// Where a head stands in its network.
public struct HeadPlace: Sendable, Hashable, CustomStringConvertible {
  public let block: Int
  public let head: Int

  public init(block: Int, head: Int) {
    self.block = block
    self.head = head
  }

  public var description: String { "block \(block) head \(head)" }
}

/// Who computes the attention of a head: the reference model, or hardware in its place.
///
/// Gives the output of the head, tokens x head dimension.
public typealias HeadAttention = (HeadPlace, HeadInput) throws -> Matrix<Int8>

/// Who looks at the integers of a network while it runs. Narrower ones are widened.
public typealias IntegerObserver = (NetworkCheckpoint, [Int16]) -> Void

/// A pre-norm block in integers.
struct IntegerBlock: Sendable {
  let index: Int
  let shape: NetworkShape
  private let attentionNorm: IntegerNorm
  private let queriesKeysValues: IntegerLinear
  private let queryAutoEncoder: IntegerAutoEncoder?
  private let keyAutoEncoder: IntegerAutoEncoder?
  private let heads: [HeadQuantization]
  private let projection: IntegerLinear
  private let perceptronNorm: IntegerNorm
  private let expansion: IntegerLinear
  private let activationTable: [Int8]
  private let contraction: IntegerLinear

  init(_ block: QuantizedBlock, index: Int, shape: NetworkShape) {
    self.index = index
    self.shape = shape
    attentionNorm = IntegerNorm(norm: block.attentionNorm)
    queriesKeysValues = IntegerLinear(layer: block.queriesKeysValues)
    queryAutoEncoder = block.queryAutoEncoder.map(IntegerAutoEncoder.init)
    keyAutoEncoder = block.keyAutoEncoder.map(IntegerAutoEncoder.init)
    heads = block.heads
    projection = IntegerLinear(layer: block.projection)
    perceptronNorm = IntegerNorm(norm: block.perceptronNorm)
    expansion = IntegerLinear(layer: block.expansion)
    activationTable = block.activationTable
    contraction = IntegerLinear(layer: block.contraction)
  }

  /// The residual stream after the block: tokens x width.
  func run(
    _ residual: [Int16], attention: HeadAttention, observe: IntegerObserver?
  ) throws -> [Int16] {
    func note(_ tensor: NetworkTensor, _ values: @autoclosure () -> [Int16]) {
      observe?(NetworkCheckpoint(tensor, block: index), values())
    }
    let input = attentionNorm(residual)
    note(.attentionInput, widened(input))
    let outputs = try attend(input, attention, observe)
    note(.headOutputs, widened(outputs))
    let attended = saturatingSum(residual, projection.wide(outputs))
    note(.attentionResidual, attended)

    let perceptronInput = perceptronNorm(attended)
    note(.perceptronInput, widened(perceptronInput))
    let expanded = expansion.narrow(perceptronInput)
    note(.expanded, widened(expanded))
    let activated = expanded.map { activationTable[Int($0) + 128] }
    note(.activated, widened(activated))
    let result = saturatingSum(attended, contraction.wide(activated))
    note(.perceptronResidual, result)
    return result
  }

  /// The outputs of all heads side by side: tokens x width.
  private func attend(
    _ input: [Int8], _ attention: HeadAttention, _ observe: IntegerObserver?
  ) throws -> [Int8] {
    let projected = queriesKeysValues.narrow(input)
    let (width, features) = (shape.width, shape.headDimension)
    var operands = (0..<3).map { part in
      columns(part * width..<(part + 1) * width, of: projected, width: 3 * width)
    }
    func note(_ tensor: NetworkTensor, _ values: [Int8]) {
      observe?(NetworkCheckpoint(tensor, block: index), widened(values))
    }
    note(.queries, operands[0])
    note(.keys, operands[1])
    note(.values, operands[2])
    let encoders: [(IntegerAutoEncoder?, NetworkTensor, NetworkTensor)] = [
      (queryAutoEncoder, .encodedQueries, .decodedQueries),
      (keyAutoEncoder, .encodedKeys, .decodedKeys),
    ]
    for (operand, (encoder, encodedName, decodedName)) in encoders.enumerated() {
      guard let encoder else { continue }
      let encoded = encoder.encoded(operands[operand], features: features)
      note(encodedName, encoded)
      operands[operand] = encoder.decoded(encoded, features: features)
      note(decodedName, operands[operand])
    }

    var outputs = [Int8](repeating: 0, count: shape.tokens * width)
    for head in 0..<shape.heads {
      let range = head * features..<(head + 1) * features
      let parts = try operands.map { operand in
        try Matrix(
          rows: shape.tokens, columns: features,
          storage: columns(range, of: operand, width: width))
      }
      let output = try attention(
        HeadPlace(block: index, head: head),
        HeadInput(
          queries: parts[0], keys: parts[1], values: parts[2], quantization: heads[head]))
      for token in 0..<shape.tokens {
        for (column, value) in zip(range, output.row(token)) {
          outputs[token * width + column] = value
        }
      }
    }
    return outputs
  }
}

/// Some columns of rows of `width` numbers.
private func columns(_ range: Range<Int>, of rows: [Int8], width: Int) -> [Int8] {
  var results: [Int8] = []
  results.reserveCapacity(rows.count / width * range.count)
  for start in stride(from: 0, to: rows.count, by: width) {
    results += rows[start + range.lowerBound..<start + range.upperBound]
  }
  return results
}

/// The sum of two residual streams, clamped to int16.
func saturatingSum(_ left: [Int16], _ right: [Int16]) -> [Int16] {
  zip(left, right).map { Int16(clamping: Int32($0) + Int32($1)) }
}

/// The same numbers with 16 bits.
func widened(_ values: [Int8]) -> [Int16] { values.map(Int16.init) }
