import AttentionSpec
import Testing

@testable import NetworkQuantization

@Suite("Magnitude histogram")
struct MagnitudeHistogramTests {
  @Test("Equally frequent magnitudes are not clamped")
  func uniform() {
    var histogram = MagnitudeHistogram()
    for index in 0...1000 { histogram.add(Float(index) / 1000 * (index % 2 == 0 ? 3 : -3)) }
    #expect(histogram.maximum == 3)
    #expect(histogram.leastSquaresLimit(levels: 127) == 3)
  }

  @Test("A lone outlier is clamped")
  func outlier() {
    var histogram = MagnitudeHistogram()
    for index in 0..<1_000_000 { histogram.add(Float(index) / 1_000_000) }
    histogram.add(16)
    let limit = histogram.leastSquaresLimit(levels: 127)
    #expect((1...4).contains(limit))
  }

  @Test("A merged histogram is that of all values")
  func merging() {
    var generator = SplitMix64(seed: 5)
    var parts = [MagnitudeHistogram(), MagnitudeHistogram()]
    var whole = MagnitudeHistogram()
    for index in 0..<1000 {
      let value = Float(generator.bell(deviation: 1 << 20)) / 4096
      parts[index % 2].add(value)
      whole.add(value)
    }
    let merged = parts[0].merged(with: parts[1])
    #expect(merged.maximum == whole.maximum)
    #expect(merged.leastSquaresLimit(levels: 7) == whole.leastSquaresLimit(levels: 7))
  }
}
