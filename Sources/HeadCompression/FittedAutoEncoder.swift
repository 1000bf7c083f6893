import Basics
import NetworkSpec

/// The auto-encoder that reconstructs its samples best, and how well it does.
public struct FittedAutoEncoder: Sendable, Equatable {
  public let weights: AutoEncoderWeights
  public let report: CompressionReport
}

/// How much of its samples an auto-encoder keeps, before its weights are rounded to float32.
public struct CompressionReport: Sendable, Equatable, Codable {
  public let samples: Int
  public let heads: Int
  public let hiddenHeads: Int
  /// The variances along the principal components across heads, largest first.
  public let eigenvalues: [Double]
  /// The fraction of the variance about the mean that is kept: of `eigenvalues`, the share of the
  /// first `hiddenHeads`. 1 for samples that do not vary.
  public let varianceKept: Double
  /// `||Q - Q'||^2 / ||Q||^2` over all samples Q and their reconstructions Q'.
  public let relativeError: Double
  /// `||Q - Q'||^2` against the energy about the mean: `1 - varianceKept`, without its rounding.
  public let centredRelativeError: Double
}

extension HeadCovariance {
  /// The pair of affine layers that reconstructs the samples with the least squared error of all
  /// pairs of this size: the encoder projects the deviation from the mean on the first principal
  /// components, the decoder is its transpose and adds the mean. No training is needed.
  ///
  /// - Throws: `Refusal` for hidden heads outside 1...heads, or without samples.
  public func fit(hiddenHeads: Int) throws -> FittedAutoEncoder {
    try Self.check(hiddenHeads: hiddenHeads, heads: heads)
    guard samples > 0 else {
      throw Refusal("An auto-encoder cannot be fitted to 0 samples; add activations of images.")
    }
    let eigen = SymmetricEigen(sum.scatter)
    return FittedAutoEncoder(
      weights: weights(eigen.vectors.prefix(hiddenHeads)),
      report: report(eigen.values.map { max($0, 0) }, hiddenHeads))
  }

  /// - Throws: `Refusal` for hidden heads outside 1...heads.
  public static func check(hiddenHeads: Int, heads: Int) throws {
    guard (1...heads).contains(hiddenHeads) else {
      throw Refusal(
        "An auto-encoder of \(heads.counted("head")) cannot have "
          + "\(hiddenHeads.counted("hidden head")); "
          + "choose \(heads == 1 ? "1" : "1 to \(heads), such as half of them").")
    }
  }

  private func weights(_ components: ArraySlice<[Double]>) -> AutoEncoderWeights {
    let encoder = LinearWeights(
      outputs: components.count, inputs: heads, weight: components.joined().map { Float($0) },
      bias: components.map { component in
        Float(-zip(component, sum.mean).reduce(0) { $0 + $1.0 * $1.1 })
      })
    let decoder = LinearWeights(
      outputs: heads, inputs: components.count,
      weight: (0..<heads).flatMap { head in components.map { Float($0[head]) } },
      bias: sum.mean.map { Float($0) })
    return AutoEncoderWeights(encoder: encoder, decoder: decoder)
  }

  /// `energies` are the eigenvalues of the scatter.
  private func report(_ energies: [Double], _ hiddenHeads: Int) -> CompressionReport {
    let lost = energies.dropFirst(hiddenHeads).reduce(0, +)
    let kept = energies.prefix(hiddenHeads).reduce(0, +)
    let ofMean = Double(samples) * sum.mean.reduce(0) { $0 + $1 * $1 }
    let (centred, all) = (kept + lost, kept + lost + ofMean)
    return CompressionReport(
      samples: samples, heads: heads, hiddenHeads: hiddenHeads,
      eigenvalues: energies.map { $0 / Double(samples) },
      varianceKept: centred > 0 ? kept / centred : 1,
      relativeError: all > 0 ? lost / all : 0,
      centredRelativeError: centred > 0 ? lost / centred : 0)
  }
}
