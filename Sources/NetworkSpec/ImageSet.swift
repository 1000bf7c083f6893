import AttentionSpec

/// How numbers of images enter a network: `(value - mean) / deviation`, channel by channel.
public struct PixelNormalization: Sendable, Equatable, Codable {
  /// One number a channel, of values 0...1.
  public let mean: [Float]
  public let deviation: [Float]

  /// - Throws: `Refusal` for lists of different lengths or numbers that cannot normalise.
  public init(mean: [Float], deviation: [Float]) throws {
    guard !mean.isEmpty, mean.count == deviation.count else {
      throw Refusal(
        "\(mean.count) means and \(deviation.count) deviations are not those of the channels; "
          + "give one of each for every channel.")
    }
    guard mean.allSatisfy(\.isFinite), deviation.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw Refusal(
        "A mean of \(mean) and a deviation of \(deviation) do not normalise pixels; give finite "
          + "numbers, and deviations above 0.")
    }
    self.mean = mean
    self.deviation = deviation
  }
}

/// Images of one shape: bytes with their normalisation, or numbers that are normalised already.
public struct ImageSet: Sendable, Equatable {
  public enum Values: Sendable, Equatable {
    /// 0...255, which stand for 0...1.
    case bytes([UInt8], PixelNormalization)
    case normalized([Float])
  }

  public let count: Int
  public let channels: Int
  /// Pixels in a row or a column.
  public let side: Int
  /// Image after image; in each, channel, row and column, the column fastest.
  public let values: Values

  /// - Throws: `Refusal` if the count of numbers, or of channels, is not that of the shape.
  public init(count: Int, channels: Int, side: Int, values: Values) throws {
    let numbers: Int
    switch values {
    case .bytes(let bytes, let normalization):
      numbers = bytes.count
      guard normalization.mean.count == channels else {
        throw Refusal(
          "The images have \(channels.counted("channel")) but the normalisation "
            + "\(normalization.mean.count); give a mean and a deviation for each channel.")
      }
    case .normalized(let floats): numbers = floats.count
    }
    guard count >= 0, channels > 0, side > 0, numbers == count * channels * side * side else {
      throw Refusal(
        "\(numbers.counted("number")) cannot be \(count.counted("image")) of \(channels) x "
          + "\(side) x \(side); "
          + "give as many as the shape says.")
    }
    self.count = count
    self.channels = channels
    self.side = side
    self.values = values
  }

  /// Numbers of one image.
  public var imageSize: Int { channels * side * side }

  /// The numbers that enter a network in float32.
  public func normalized(_ index: Int) -> [Float] {
    switch values {
    case .normalized(let floats): return Array(floats[range(index)])
    case .bytes(let bytes, let normalization):
      let area = side * side
      return bytes[range(index)].enumerated().map { place, byte in
        let channel = place / area
        return (Float(byte) / 255 - normalization.mean[channel]) / normalization.deviation[channel]
      }
    }
  }

  /// The first images.
  public func prefix(_ length: Int) throws -> ImageSet {
    let kept = min(max(length, 0), count)
    let values: Values =
      switch values {
      case .bytes(let bytes, let normalization):
        .bytes(Array(bytes.prefix(kept * imageSize)), normalization)
      case .normalized(let floats): .normalized(Array(floats.prefix(kept * imageSize)))
      }
    return try ImageSet(count: kept, channels: channels, side: side, values: values)
  }

  /// - Throws: `Refusal` for images that do not fit a network.
  public func check(_ shape: NetworkShape) throws {
    guard channels == shape.channels, side == shape.imageSide else {
      throw Refusal(
        "The images are \(channels) x \(side) x \(side), but the network takes \(shape.channels) "
          + "x \(shape.imageSide) x \(shape.imageSide); resize them.")
    }
  }

  func range(_ index: Int) -> Range<Int> {
    precondition((0..<count).contains(index), "There is no image \(index) of \(count).")
    return index * imageSize..<(index + 1) * imageSize
  }
}
