import Hardware
import Testing

/// Names that more than one layer has, as `import Hardware` alone gives them.
private final class Observed: Module {
  let word = input(.bits(8))
  let words: [Tap<Item>] = (0..<2).map { _ in .output(.bits(8)) }
  let last = Tap.output(.bits(8))

  var documentation: Documentation { Documentation("Shows a word.") }

  var body: Behavior {
    for tap in words + [last] {
      tap.valid <== 1
      tap.payload.data <== word
    }
  }
}

@Suite struct HardwareImportTests {
  @Test("A tap is that of the language")
  func taps() throws {
    #expect(try elaborate(Observed()).taps.map(\.name) == ["words_0", "words_1", "last"])
  }
}
