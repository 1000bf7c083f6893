import AttentionSpec
import NetworkSpec
import Testing

@Suite("Quantization of pixels")
struct PixelQuantizationTests {
  private let normalization: PixelNormalization
  private let bytes: ImageSet

  init() throws {
    normalization = try PixelNormalization(mean: [0.5, 0.25], deviation: [0.5, 0.3])
    bytes = try ImageSet(
      count: 2, channels: 2, side: 1, values: .bytes([0, 255, 128, 1], normalization))
  }

  @Test("A byte less 128 is exact, and stands for the number that enters in float32")
  func bytesAreExact() throws {
    let pixels = PixelQuantization.bytes(normalization)
    #expect(try pixels.quantized(bytes, 0) == [-128, 127])
    #expect(try pixels.quantized(bytes, 1) == [0, -127])
    for image in 0..<2 {
      let integers = try pixels.quantized(bytes, image)
      for (channel, number) in bytes.normalized(image).enumerated() {
        let real =
          pixels.scale(channel: channel)
          * (Double(integers[channel]) + pixels.offset(channel: channel))
        #expect(abs(real - Double(number)) < 1e-6)
      }
    }
  }

  @Test("Numbers are rounded half up over the scale, and saturate")
  func numbers() throws {
    let images = try ImageSet(
      count: 1, channels: 2, side: 2,
      values: .normalized([0.25, -0.25, 63.4, 63.8, -64, -64.3, 1e30, -.greatestFiniteMagnitude]))
    #expect(
      try PixelQuantization.scale(0.5).quantized(images, 0)
        == [1, 0, 127, 127, -128, -128, 127, -128])
    #expect(PixelQuantization.scale(0.5).offset(channel: 1) == 0)
    let odd = try ImageSet(
      count: 1, channels: 1, side: 2, values: .normalized([.nan, .infinity, -.infinity, 0]))
    #expect(try PixelQuantization.scale(0.5).quantized(odd, 0) == [0, 127, -128, 0])
  }

  @Test("Images that are normalised in another way are refused")
  func mismatch() throws {
    let numbers = try ImageSet(
      count: 1, channels: 2, side: 1, values: .normalized([0, 1]))
    let other = try PixelNormalization(mean: [0.5, 0.25], deviation: [0.5, 0.31])
    for (pixels, images) in [
      (PixelQuantization.bytes(normalization), numbers), (.scale(1), bytes), (.bytes(other), bytes),
    ] {
      let refusal = #expect(throws: Refusal.self) { try pixels.quantized(images, 0) }
      #expect(
        refusal?.description
          == "The images are not normalised as those that the network was calibrated with; give "
          + "both as bytes with one normalisation, or both as normalised numbers.")
    }
  }

  @Test("A format has the scale of a group of elements, again and again")
  func formats() {
    let format = IntegerFormat(scales: [1, 0.5], offsets: [0, 2], groupLength: 3)
    #expect((0..<8).map { format.scale(at: $0) } == [1, 1, 1, 0.5, 0.5, 0.5, 1, 1])
    #expect(format.real(4, at: 2) == 4 && format.real(4, at: 3) == 3)
    #expect(IntegerFormat(scale: 0.25, offset: -1).real(-7, at: 99) == -2)
  }
}
