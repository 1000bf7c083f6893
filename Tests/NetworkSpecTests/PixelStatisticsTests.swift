import Testing

@testable import NetworkSpec

@Suite("Pixel statistics")
struct PixelStatisticsTests {
  /// 2 images of 2 channels: each number of the first channel once, and the second constant.
  private func bytes(_ numbers: [UInt8], _ normalization: PixelNormalization) throws -> ImageSet {
    let constant = [UInt8](repeating: 255, count: 4)
    return try ImageSet(
      count: 2, channels: 2, side: 2,
      values: .bytes(numbers[..<4] + constant + numbers[4...] + constant, normalization))
  }

  @Test("Mean, deviation and the smallest number are those of each channel")
  func channels() throws {
    let normalization = try PixelNormalization(mean: [0, 0.5], deviation: [1, 0.5])
    let images = try bytes([0, 255, 0, 255, 0, 0, 255, 255], normalization)
    let channels = PixelStatistics(images).channels
    #expect(channels[0] == .init(mean: 0.5, deviation: 0.5, smallest: 0))
    #expect(channels[1] == .init(mean: 1, deviation: 0, smallest: 1))
    let floats = try ImageSet(
      count: 2, channels: 2, side: 2,
      values: .normalized((0..<2).flatMap { images.normalized($0) }))
    #expect(PixelStatistics(floats).channels == channels)
  }

  /// Images of one channel, evenly spread between two numbers.
  private func spread(_ low: Float, _ high: Float) throws -> ImageSet {
    let numbers = (0..<100).map { low + (high - low) * Float($0) / 99 }
    return try ImageSet(count: 1, channels: 1, side: 10, values: .normalized(numbers))
  }

  @Test(
    "Photographs normalised by any usual numbers are not warned of",
    arguments: [
      // Bytes of all values by ImageNet's numbers, by 0.5, and a dark and a pale image.
      (-2.1, 2.6), (-1, 1), (-2.1, 0), (-0.5, 2.6), (-1, -0.2),
    ] as [(Float, Float)])
  func usual(low: Float, high: Float) throws {
    #expect(try spread(low, high).pixelWarning(nil) == nil)
  }

  @Test("Numbers of another range are warned of")
  func unusual() throws {
    let check = "check that they are normalised as the network was trained to see them."
    #expect(
      try spread(0, 255).pixelWarning(nil)
        == "As the network sees them, the pixels of channel 0 have a mean of 127.5 and a standard "
        + "deviation of 74.352, far from 0 and 1; \(check)")
    #expect(
      try spread(0, 1).pixelWarning(nil)
        == "No number of the images is below 0, as none of pixels is before it is normalised; "
        + check)
    // Of a network that is trained so, that is right.
    let plain = try PixelNormalization(mean: [0], deviation: [1])
    #expect(try spread(0, 1).pixelWarning(plain) == nil)
  }

  @Test(
    "Bytes of a wrong range, or with numbers of one, are warned of",
    arguments: [
      (16, 0.5, 0.5, true), (1, 0, 1, true), (255, 127.5, 127.5, true), (255, 0.5, 127.5, true),
      (255, 0.5, 0.5, false), (255, 0.485, 0.229, false), (100, 0.485, 0.229, false),
      (255, 0, 1, false), (255, 0.1307, 0.3081, false),
    ] as [(Int, Float, Float, Bool)])
  func bytes(_ largest: Int, _ mean: Float, _ deviation: Float, _ isWarned: Bool) throws {
    let images = try ImageSet(
      count: 1, channels: 1, side: 16,
      values: .bytes(
        (0..<256).map { UInt8($0 * largest / 255) },
        PixelNormalization(mean: [mean], deviation: [deviation])))
    let warning = images.pixelWarning(nil)
    #expect((warning != nil) == isWarned, "\(warning ?? "none")")
    if let warning {
      #expect(
        warning.hasSuffix(
          "check that bytes go from 0 to 255, and how the network was trained to see them."))
    }
  }
}
