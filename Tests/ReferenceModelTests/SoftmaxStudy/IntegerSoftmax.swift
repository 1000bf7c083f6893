import AttentionSpec
import Foundation
import ReferenceModel

/// One integer definition of softmax: kept scores of a row in, probabilities out.
struct IntegerSoftmax: Sendable {
  let name: String
  /// The probabilities of a row of integer scores whose real values are `scoreScale` times them.
  let probabilities: @Sendable (_ scores: [Int32], _ scoreScale: Double) -> [Double]

  static let all = [specified, normalised, polynomial, shiftmax, streaming]

  /// The specified one: 8-bit numerators relative to the maximum, the division deferred.
  static let specified = IntegerSoftmax(name: "numerators / row sum (ours)") { scores, scoreScale in
    let numerators = Softmax.numerators(scores: scores, softmaxScale: octaveScale(scoreScale))
    let sum = Double(Softmax.rowSum(numerators: numerators))
    return numerators.map { Double($0) / sum }
  }

  /// The same table with 16 bits, but each probability normalised to 8 bits.
  static let normalised = IntegerSoftmax(name: "normalised 8 bits") { scores, scoreScale in
    let maximum = scores.reduce(Int32.min) { max($0, $1) }
    let scale = octaveScale(scoreScale)
    let exponentials = scores.map { score in
      let distance = roundingShift((Int(maximum) - Int(score)) * scale, by: 16)
      return Int(32_768 * exp2(-Double(distance & 31) / 32) + 0.5) >> min(distance >> 5, 31)
    }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { Double(min(255, (256 * $0 + sum / 2) / sum)) / 256 }
  }

  /// I-BERT (Kim et al., 2021), algorithm 2: 0.3585 (p + 1.353)^2 + 0.344 after a range reduction
  /// by ln 2, exponentials requantised to 16 bits, 8-bit result.
  ///
  /// The final shift is by at most 20 in place of 30, so that small score scales fit 64 bits.
  static let polynomial = IntegerSoftmax(name: "I-BERT polynomial") { scores, scoreScale in
    let maximum = scores.reduce(Int32.min) { max($0, $1) }
    let shiftMax = 20
    let octave = Int((-0.6931 / scoreScale).rounded(.down))
    let linear = Int((0.96963238 / 0.35815147 / scoreScale).rounded(.down))
    let constant = Int((1 / 0.35815147 / (scoreScale * scoreScale)).rounded(.down))
    let exponentials = scores.map { score in
      let below = max(Int(score) - Int(maximum), shiftMax * octave)
      let quotient = below / octave
      let rest = below - quotient * octave
      return max(0, ((rest + linear) * rest + constant) << (shiftMax - quotient))
    }
    let largest = exponentials.reduce(1) { max($0, $1) }
    let requantised = exponentials.map {
      Int((Double($0) / Double(largest) * 32_767).rounded())
    }
    let factor = (1 << 32) / requantised.reduce(0, +)
    return requantised.map { Double(($0 * factor) >> 24) / 256 }
  }

  /// I-ViT (Li and Gu, 2023), Shiftmax: 2^x with log2(e) as 1.0111 in binary, the fraction of 2^x
  /// as a straight line, 7 fraction bits in the result.
  static let shiftmax = IntegerSoftmax(name: "I-ViT Shiftmax") { scores, scoreScale in
    let maximum = scores.reduce(Int32.min) { max($0, $1) }
    let shiftMax = 15
    let one = Int((1 / scoreScale).rounded())
    let exponentials = scores.map { score in
      let below = Int(score) - Int(maximum)
      let octaves = max(below + (below >> 1) - (below >> 4), -shiftMax * one)
      let quotient = -octaves / one
      let rest = -octaves - quotient * one
      return (one - (rest >> 1)) << (shiftMax - quotient)
    }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { Double(($0 << 7) / sum) / 128 }
  }

  /// ITA (Islamoglu et al., 2023): scores requantised to 8 bits, 32 steps an octave; exponentials
  /// are whole powers of two, summed as they stream in parts of 16 with a running maximum; the
  /// result is the inverse of the sum, shifted.
  static let streaming = IntegerSoftmax(name: "ITA base-2 streaming") { scores, scoreScale in
    let centre = Int(scores.reduce(Int32.min) { max($0, $1) })
    let scale = octaveScale(scoreScale)
    // The zero point puts the maximum at 127: the kindest calibration of 8-bit scores.
    let quantised = scores.map {
      max(-128, 127 + roundingShift((Int($0) - centre) * scale, by: 16))
    }
    var maximum = -128
    var sum = 0
    for start in stride(from: 0, to: quantised.count, by: 16) {
      let part = quantised[start..<min(start + 16, quantised.count)]
      let partMaximum = part.reduce(maximum) { max($0, $1) }
      sum >>= roundingShift(partMaximum - maximum, by: 5)
      maximum = partMaximum
      sum += part.reduce(0) { $0 + (256 >> roundingShift(maximum - $1, by: 5)) }
    }
    let inverse = 255 * 256 / sum
    return quantised.map { Double(inverse >> roundingShift(maximum - $0, by: 5)) / 256 }
  }

  /// `softmaxScale` of `NumberFormats`.
  private static func octaveScale(_ scoreScale: Double) -> Int {
    Int((scoreScale * log2(exp(1.0)) * 32 * 65_536).rounded())
  }
}
