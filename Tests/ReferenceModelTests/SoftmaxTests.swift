import AttentionSpec
import Foundation
import ReferenceModel
import Testing

@Suite struct SoftmaxTests {
  @Test(
    "The distance by hand",
    arguments: [
      // Half a unit rounds up, just below it down, and the largest saturates.
      (10, 10, 1 << 16, 0), (10, 7, 1 << 16, 3), (1, 0, 1 << 15, 1), (1, 0, (1 << 15) - 1, 0),
      (511, 0, 1 << 16, 511), (512, 0, 1 << 16, 511), (3, 0, 1 << 15, 2),
    ])
  func distance(maximum: Int32, score: Int32, scale: Int, expected: Int) {
    #expect(Softmax.distance(maximum: maximum, score: score, softmaxScale: scale) == expected)
  }

  @Test("The widest distance saturates and does not trap")
  func widest() {
    #expect(
      Softmax.distance(
        maximum: Int32.max, score: Int32.min,
        softmaxScale: NumberFormats.softmaxScaleMax) == 511)
    #expect(Softmax.distance(maximum: Int32.max, score: Int32.min, softmaxScale: 1) == 511)
  }

  @Test(
    "The numerator by hand",
    arguments: [
      (0, 255), (1, 250), (31, 130), (32, 128), (63, 65), (64, 64), (255, 1), (256, 1), (287, 1),
      (288, 0), (511, 0),
    ])
  func numerator(distance: Int, expected: UInt8) {
    #expect(Softmax.numerator(distance: distance) == expected)
  }

  @Test("Numerators are 255 * 2^(-t / 32) rounded, and fall")
  func allNumerators() {
    var last = UInt8.max
    for distance in 0...NumberFormats.distanceMax {
      let numerator = Softmax.numerator(distance: distance)
      let exact = 255 * exp2(-Double(distance) / 32)
      #expect(Double(numerator) == (exact + 0.5).rounded(.down), "distance \(distance)")
      #expect(numerator <= last, "distance \(distance)")
      last = numerator
      let octaves = distance / NumberFormats.stepsPerOctave
      if octaves >= 9 { #expect(numerator == 0) }
    }
  }

  @Test("A row: the maximum has 255, equal scores have equal numerators")
  func rows() {
    #expect(Softmax.numerators(scores: [-7], softmaxScale: 1) == [255])
    #expect(Softmax.numerators(scores: [5, 5, 5], softmaxScale: 1 << 19) == [255, 255, 255])
    #expect(Softmax.numerators(scores: [0, 32, 64], softmaxScale: 1 << 16) == [64, 128, 255])
    #expect(
      Softmax.numerators(scores: [Int32.min, Int32.max], softmaxScale: 1 << 16) == [0, 255])
    #expect(Softmax.rowSum(numerators: [64, 128, 255]) == 447)
  }
}
