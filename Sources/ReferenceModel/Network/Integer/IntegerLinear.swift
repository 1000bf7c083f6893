import AttentionSpec
import NetworkSpec

/// An affine layer in integers, with its weights widened once so that products are fast.
struct IntegerLinear: Sendable {
  let outputs: Int
  let inputs: Int
  private let weight: [Int16]
  private let bias: [Int32]
  private let rescale: [FixedMultiplier]

  init(_ layer: QuantizedLinear) {
    outputs = layer.outputs
    inputs = layer.inputs
    weight = layer.weight.map(Int16.init)
    bias = layer.bias
    rescale = layer.rescale
  }

  /// Rows of `inputs` numbers to rows of `outputs`, as int8.
  func narrow(_ rows: [Int8]) -> [Int8] {
    mapped(rows) { Int8(clamping: $0) }
  }

  /// Rows of `inputs` numbers to rows of `outputs`, as int16.
  func wide(_ rows: [Int8]) -> [Int16] {
    mapped(rows) { Int16(clamping: $0) }
  }

  @inline(__always)
  private func mapped<Result>(_ rows: [Int8], _ clamp: (Int) -> Result) -> [Result] {
    let count = rows.count / inputs
    let widened = rows.map(Int16.init)
    return Array(unsafeUninitializedCapacity: count * outputs) { results, resultCount in
      widened.withUnsafeBufferPointer { rows in
        weight.withUnsafeBufferPointer { weight in
          for row in 0..<count {
            for output in 0..<outputs {
              var sum = bias[output]
              let (left, right) = (row * inputs, output * inputs)
              for input in 0..<inputs {
                sum &+= Int32(rows[left + input]) &* Int32(weight[right + input])
              }
              results.initializeElement(
                at: row * outputs + output, to: clamp(rescale[output](Int(sum))))
            }
          }
        }
      }
      resultCount = count * outputs
    }
  }
}
