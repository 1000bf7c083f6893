import AttentionSpec
import Foundation

/// How much more often one model is right than another on the same images.
public struct PairedAccuracy: Sendable, Equatable, Codable {
  /// Images that only this model has right.
  public let gained: Int
  /// Images that only the other one has right.
  public let lost: Int
  /// Percentage points, this one less the other.
  public let points: Double
  /// The middle 95 % of the points of 10,000 resamplings of the images.
  public let interval95: [Double]
  /// The two-sided exact probability of a split of the differing images at least as uneven, if both
  /// models were equally good (McNemar, 1947).
  public let mcnemarP: Double

  private static let resamplings = 10_000
  private static let seed: UInt64 = 2023

  /// Compares model and other, image by image: whether each is right.
  ///
  /// There is at least one image, and as many in both lists.
  public init(_ model: [Bool], against other: [Bool]) {
    precondition(
      model.count == other.count && !model.isEmpty,
      "Lists of \(model.count) and \(other.count) images are not pairs.")
    let count = model.count
    gained = zip(model, other).count { $0 && !$1 }
    lost = zip(model, other).count { !$0 && $1 }
    points = 100 * Double(gained - lost) / Double(count)
    var generator = SplitMix64(seed: Self.seed)
    let (gained, lost) = (gained, lost)
    let differences = (0..<Self.resamplings).map { _ in
      // A drawn image is one of those gained, lost or neither.
      var difference = 0
      for _ in 0..<count {
        let image = generator.integer(in: 0...count - 1)
        if image < gained { difference += 1 } else if image < gained + lost { difference -= 1 }
      }
      return 100 * Double(difference) / Double(count)
    }.sorted()
    let tail = Self.resamplings / 40
    interval95 = [differences[tail], differences[Self.resamplings - 1 - tail]]
    mcnemarP = Self.signTest(min(gained, lost), of: gained + lost)
  }

  /// Twice the probability of at most `fewer` heads in `count` tosses of a coin, at most 1.
  static func signTest(_ fewer: Int, of count: Int) -> Double {
    func logarithmOfFactorial(_ number: Int) -> Double { lgamma(Double(number + 1)) }
    let all = logarithmOfFactorial(count) - Double(count) * log(2)
    let probabilities = (0...fewer).map { heads in
      exp(all - logarithmOfFactorial(heads) - logarithmOfFactorial(count - heads))
    }
    return min(1, 2 * probabilities.reduce(0, +))
  }
}
