import AttentionSpec
import Foundation
import NetworkSpec
import ReferenceModel

/// How closely the integers of a tensor follow float32.
public struct CheckpointFidelity: Sendable, Equatable, Codable {
  /// As `NetworkCheckpoint` writes it, for example `blocks.0.queries`.
  public let checkpoint: String
  /// Signal to noise: 10 log10 (sum of squares / sum of squared differences), both of real values;
  /// nil where nothing differs, or all of float32 is 0.
  public let decibels: Double?
  /// The fraction of all integers that are at an end of their range while float32 is beyond it by
  /// more than a unit.
  public let clamped: Double

  /// Compares every tensor that both arithmetics have but the pixels, over the first images. What
  /// a GELU makes nothing of is as good as its limit.
  ///
  /// - Throws: `Refusal` for images that do not fit.
  public static func measure(
    _ weights: NetworkWeights, _ quantized: QuantizedNetwork, images: ImageSet, count: Int
  ) throws -> [CheckpointFidelity] {
    let float = try FloatNetwork(weights, masks: quantized.masks)
    let integer = IntegerNetwork(quantized)
    let sums = try parallelMap(min(count, images.count)) { image in
      var exact: [NetworkCheckpoint: [Float]] = [:]
      _ = try float.run(images.normalized(image)) { exact[$0] = $1 }
      var sums: [Sum] = []
      _ = try integer.run(quantized.pixels.quantized(images, image)) { checkpoint, integers in
        guard checkpoint.tensor != .pixels, let format = quantized.formats[checkpoint],
          let reals = exact[checkpoint]
        else { return }
        sums.append(Sum(checkpoint, integers, format, reals))
      }
      return sums
    }
    guard let first = sums.first else { return [] }
    return first.indices.map { index in
      sums.dropFirst().reduce(into: first[index]) { $0.add($1[index]) }.fidelity
    }
  }

  /// Squares of one tensor.
  private struct Sum {
    let checkpoint: NetworkCheckpoint
    var signal = 0.0
    var noise = 0.0
    var clamped = 0
    var count: Int

    init(
      _ checkpoint: NetworkCheckpoint, _ integers: [Int16], _ format: IntegerFormat,
      _ reals: [Float]
    ) {
      self.checkpoint = checkpoint
      count = integers.count
      let range = checkpoint.tensor.integerRange
      let least =
        checkpoint.tensor == .expanded ? Double(NetworkFormats.activationInputMin) : -.infinity
      for (index, integer) in integers.enumerated() {
        let real = max(Double(reals[index]), least)
        let difference = max(format.real(integer, at: index), least) - real
        signal += real * real
        noise += difference * difference
        let unit = format.scale(at: index)
        let isClamped =
          integer <= range.lowerBound && difference > unit
          || integer >= range.upperBound && difference < -unit
        if isClamped { clamped += 1 }
      }
    }

    mutating func add(_ other: Sum) {
      signal += other.signal
      noise += other.noise
      clamped += other.clamped
      count += other.count
    }

    var fidelity: CheckpointFidelity {
      CheckpointFidelity(
        checkpoint: checkpoint.description,
        decibels: noise > 0 && signal > 0 && (signal / noise).isFinite
          ? 10 * log10(signal / noise) : nil,
        clamped: count > 0 ? Double(clamped) / Double(count) : 0)
    }
  }
}
