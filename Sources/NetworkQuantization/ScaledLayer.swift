import AttentionSpec
import Foundation
import NetworkSpec

/// An affine layer with the scales of its inputs folded into its weights, on its way to integers.
struct ScaledLayer {
  private let layer: LinearWeights
  private let inputScales: [Double]
  private let inputOffsets: [Double]?
  private let rescaling: Rescaling
  /// The finest scale of each output's sums that 8 bits of weight and those of bias allow.
  private let sumScales: [Double]

  /// - Parameters:
  ///   - inputScales: one an input; real input = scale * (integer + offset).
  ///   - inputOffsets: one an input; nil for zeros.
  init(
    _ layer: LinearWeights, inputScales: [Double], inputOffsets: [Double]? = nil,
    rescaling: Rescaling = .anyFactor
  ) {
    self.layer = layer
    self.rescaling = rescaling
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
      // Small weights beside a large bias: the bias must leave room in its bits.
      return max(largest / 127, max(abs(bias), abs(bias + offset)) / Double(rescaling.biasMax))
    }
  }

  /// The finest scale that some outputs may have. Outputs that calibration saw closer to 0 than
  /// that are 0 or clamped.
  func outputScaleMin(_ outputs: Range<Int>) -> Double {
    sumScales[outputs].reduce(0, max) * rescaling.outputOfSum
  }

  /// What the changes of scale behind the sums may be.
  enum Rescaling {
    case anyFactor
    /// For decoders in hardware, which only shift to the right (`HeadDecoder`): weights are up to
    /// twice as coarse for it.
    case powerOfTwo

    /// Half of what the bits of a sum hold is left to the bias, or less.
    fileprivate var biasMax: Int {
      switch self {
      case .anyFactor: 1 << 29
      case .powerOfTwo: 1 << (HeadDecoder.sumBits - 2)
      }
    }

    /// How much finer than its sums an output may be: a unit of a sum may be 2^15 of those of an
    /// output, far beyond its range, but no shift to the right makes it more than one.
    fileprivate var outputOfSum: Double {
      switch self {
      case .anyFactor: 0x1p-15
      case .powerOfTwo: 1
      }
    }
  }

  /// - Parameters:
  ///   - outputScales: one an output.
  ///   - name: what refusals call an output.
  /// - Throws: `Refusal` for numbers that no format holds.
  func quantized(
    outputScales: [Double], name: (Int) -> String
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
