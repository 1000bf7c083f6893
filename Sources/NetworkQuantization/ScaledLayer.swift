import AttentionSpec
import Foundation
import NetworkSpec

/// An affine layer with the scales of its inputs folded into its weights, on its way to integers.
struct ScaledLayer {
  private let layer: LinearWeights
  private let inputScales: [Double]
  private let inputOffsets: [Double]?
  /// The finest scale of each output's sums that 8 bits of weight and 32 of bias allow.
  private let sumScales: [Double]

  /// - Parameters:
  ///   - inputScales: one an input; real input = scale * (integer + offset).
  ///   - inputOffsets: one an input; nil for zeros.
  init(_ layer: LinearWeights, inputScales: [Double], inputOffsets: [Double]? = nil) {
    self.layer = layer
    self.inputScales = inputScales
    self.inputOffsets = inputOffsets
    sumScales = (0..<layer.outputs).map { output in
      let bias = Double(layer.bias[output])
      var (largest, offset) = (0.0, 0.0)
      for input in 0..<layer.inputs {
        let weight = Double(layer.weight[output * layer.inputs + input]) * inputScales[input]
        largest = max(largest, abs(weight))
        if let inputOffsets { offset += weight * inputOffsets[input] }
      }
      // Small weights beside a large bias: the bias must leave room in 32 bits.
      return max(largest / 127, max(abs(bias), abs(bias + offset)) / Double(Self.biasMax))
    }
  }

  /// A quarter of what 32 bits hold is left to the bias.
  private static let biasMax = 1 << 29

  /// The finest scale that some outputs may have: a unit of a sum is then 2^15 of theirs, far
  /// beyond their range. Outputs that calibration saw closer to 0 than that are 0 or clamped.
  func outputScaleMin(_ outputs: Range<Int>) -> Double {
    sumScales[outputs].reduce(0, max) * 0x1p-15
  }

  /// What the changes of scale behind the sums may be.
  enum Rescaling {
    case anyFactor
    /// For hardware that only shifts: weights are up to twice as coarse for it.
    case powerOfTwo
  }

  /// - Parameters:
  ///   - outputScales: one an output.
  ///   - name: what refusals call an output.
  /// - Throws: `Refusal` for numbers that no format holds.
  func quantized(
    outputScales: [Double], rescaling: Rescaling = .anyFactor, name: (Int) -> String
  ) throws -> QuantizedLinear {
    var weight: [Int8] = []
    var biases: [Int32] = []
    var rescale: [FixedMultiplier] = []
    weight.reserveCapacity(layer.weight.count)
    let offsets = inputOffsets ?? Array(repeating: 0, count: layer.inputs)
    for output in 0..<layer.outputs {
      var scale = max(sumScales[output], outputScales[output] * 0x1p-24)
      if rescaling == .powerOfTwo {
        scale = outputScales[output] * exp2(log2(scale / outputScales[output]).rounded(.up))
      }
      let integers = zip(
        layer.weight[output * layer.inputs..<(output + 1) * layer.inputs], inputScales
      ).map { Int8(clamping: rounded(Double($0) * $1 / scale)) }
      weight += integers
      // With the rounded weights, so that an input of 0 gives the bias.
      let shifted = zip(integers, offsets).reduce(Double(layer.bias[output]) / scale) {
        $0 + Double($1.0) * $1.1
      }
      biases.append(Int32(clamping: rounded(shifted)))
      try Self.naming(name(output)) {
        rescale.append(try FixedMultiplier(scale / outputScales[output]))
      }
    }
    return try Self.naming(name(0)) {
      try QuantizedLinear(
        outputs: layer.outputs, inputs: layer.inputs, weight: weight, bias: biases,
        rescale: rescale)
    }
  }

  private static func naming<Value>(_ name: String, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let refusal as Refusal {
      throw Refusal("\(name): \(refusal.description)")
    }
  }
}
