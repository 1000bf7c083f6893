/// What enters a network, channel by channel: pixels that are normalised have a mean near 0 and a
/// standard deviation near 1.
public struct PixelStatistics: Sendable, Equatable {
  public struct Channel: Sendable, Equatable {
    public let mean: Double
    public let deviation: Double
    public let smallest: Double

    /// Photographs of any kind, normalised by the numbers of another kind, stay inside; bytes of 0
    /// to 16, numbers of 0 to 255 and what is normalised twice do not.
    public var isUsual: Bool { abs(mean) <= 2.5 && (0.2...5).contains(deviation) }
  }

  public let channels: [Channel]

  /// The statistics of all images; there is at least one.
  public init(_ images: ImageSet) {
    channels = (0..<images.channels).map { channel in
      switch images.values {
      case .bytes(let bytes, let normalization):
        Self.channel(
          Self.histogram(images, bytes, channel), mean: Double(normalization.mean[channel]),
          deviation: Double(normalization.deviation[channel]))
      case .normalized(let floats): Self.channel(images, floats, channel)
      }
    }
  }

  /// How often each byte occurs.
  private static func histogram(_ images: ImageSet, _ bytes: [UInt8], _ channel: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    for range in ranges(images, channel) {
      for byte in bytes[range] { counts[Int(byte)] += 1 }
    }
    return counts
  }

  private static func channel(_ counts: [Int], mean: Double, deviation: Double) -> Channel {
    let values = counts.indices.map { (Double($0) / 255 - mean) / deviation }
    let count = Double(counts.reduce(0, +))
    let average = zip(values, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / count
    let squares = zip(values, counts).reduce(0) { sum, pair in
      sum + (pair.0 - average) * (pair.0 - average) * Double(pair.1)
    }
    return Channel(
      mean: average, deviation: (squares / count).squareRoot(),
      smallest: zip(values, counts).first { $0.1 > 0 }?.0 ?? 0)
  }

  private static func channel(_ images: ImageSet, _ floats: [Float], _ channel: Int) -> Channel {
    var (sum, squares, smallest) = (0.0, 0.0, Double.infinity)
    // Relative to a pixel, so that a large mean does not swallow the deviation.
    let origin = floats.isEmpty ? 0 : Double(floats[channel * images.side * images.side])
    for range in ranges(images, channel) {
      for float in floats[range] {
        let value = Double(float) - origin
        sum += value
        squares += value * value
        smallest = min(smallest, Double(float))
      }
    }
    let count = Double(images.count * images.side * images.side)
    let mean = sum / count
    return Channel(
      mean: mean + origin, deviation: max(squares / count - mean * mean, 0).squareRoot(),
      smallest: smallest)
  }

  /// Where the pixels of a channel lie, image by image.
  private static func ranges(_ images: ImageSet, _ channel: Int) -> [Range<Int>] {
    let area = images.side * images.side
    return (0..<images.count).map { image in
      let start = image * images.imageSize + channel * area
      return start..<start + area
    }
  }
}

extension ImageSet {
  /// A sentence about images whose numbers, as the network sees them, are not like those that
  /// networks are trained with.
  ///
  /// - Parameter normalization: What is known of the pixels that the network was trained with.
  public func pixelWarning(_ normalization: PixelNormalization?) -> String? {
    let channels = PixelStatistics(self).channels
    if let index = channels.firstIndex(where: { !$0.isUsual }) {
      let channel = channels[index]
      let (mean, deviation) = (channel.mean.shortened, channel.deviation.shortened)
      return
        "As the network sees them, the pixels of channel \(index) have a mean of \(mean) and a "
        + "standard deviation of \(deviation), far from 0 and 1; \(check)."
    }
    let hasNoMean = normalization?.mean.allSatisfy { $0 == 0 } ?? false
    guard case .normalized = values, !hasNoMean, channels.allSatisfy({ $0.smallest >= 0 }) else {
      return nil
    }
    return "No number of the images is below 0, as none of pixels is before it is normalised; "
      + "\(check)."
  }

  private var check: String {
    switch values {
    case .bytes: "check that bytes go from 0 to 255, and how the network was trained to see them"
    case .normalized: "check that they are normalised as the network was trained to see them"
    }
  }
}

extension Double {
  /// With three digits behind the point.
  fileprivate var shortened: String { "\((self * 1000).rounded() / 1000)" }
}
