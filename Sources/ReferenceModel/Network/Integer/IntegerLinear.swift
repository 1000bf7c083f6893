import AttentionSpec
import NetworkSpec

/// An affine layer in integers.
struct IntegerLinear: Sendable {
  let layer: QuantizedLinear

  var outputs: Int { layer.outputs }
  var inputs: Int { layer.inputs }

  /// Rows of `inputs` numbers to rows of `outputs`, as int8.
  func narrow(_ rows: [Int8]) -> [Int8] {
    mapped(rows) { Int8(clamping: $0) }
  }

  /// Rows of `inputs` numbers to rows of `outputs`, as int16.
  func wide(_ rows: [Int8]) -> [Int16] {
    mapped(rows) { Int16(clamping: $0) }
  }

  private func mapped<Result>(_ rows: [Int8], _ clamp: (Int) -> Result) -> [Result] {
    let (inputs, outputs) = (layer.inputs, layer.outputs)
    let count = rows.count / inputs
    return Array(unsafeUninitializedCapacity: count * outputs) { results, resultCount in
      for row in 0..<count {
        for output in 0..<outputs {
          results.initializeElement(
            at: row * outputs + output, to: clamp(value(rows, layer.weight, row, output)))
        }
      }
      resultCount = count * outputs
    }
  }

  /// One output of one row, on its scale. `QuantizedLinear` has checked that no sum overflows.
  @inline(__always)
  private func value(
    _ rows: UnsafePointer<Int8>, _ weights: UnsafePointer<Int8>, _ row: Int, _ output: Int
  ) -> Int {
    let products = IntegerDotProduct.of(
      rows + row * layer.inputs, weights + output * layer.inputs, count: layer.inputs)
    return layer.rescale[output](Int(layer.bias[output] &+ products))
  }
}
