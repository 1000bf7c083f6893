import Testing

@testable import NetworkPipeline

@Suite("Paired accuracy")
struct PairedAccuracyTests {
  @Test("Points, interval and test of a known table")
  func table() {
    // Of 200 images 9 are gained and 1 is lost.
    let model = (0..<200).map { $0 < 150 || $0 > 190 }
    let other = (0..<200).map { $0 <= 150 }
    let paired = PairedAccuracy(model, against: other)
    #expect(paired.gained == 9)
    #expect(paired.lost == 1)
    #expect(paired.points == 4)
    // 2 (1 + 10) / 2^10
    #expect(abs(paired.mcnemarP - 22.0 / 1024) < 1e-12)
    // The standard error is 100 sqrt((10 - 64 / 200) / 200^2) = 1.56 points.
    #expect(abs(paired.interval95[0] - (4 - 1.96 * 1.56)) < 0.6)
    #expect(abs(paired.interval95[1] - (4 + 1.96 * 1.56)) < 0.6)
  }

  @Test("Equal models differ by nothing, for sure")
  func equal() {
    let paired = PairedAccuracy([true, false], against: [true, false])
    #expect(paired.points == 0)
    #expect(paired.interval95 == [0, 0])
    #expect(paired.mcnemarP == 1)
  }

  @Test("The exact test of many images is a probability")
  func many() {
    #expect(abs(PairedAccuracy.signTest(450, of: 1000) - 0.00173) < 1e-4)
    #expect(PairedAccuracy.signTest(500, of: 1000) == 1)
  }

  @Test("The label is the first of the largest logits")
  func labels() {
    #expect(label(of: [1, 3, 2, 3]) == 1)
    #expect(label(of: [Int16(-5)]) == 0)
    #expect(label(of: [2, 2, 2]) == 0)
  }
}
