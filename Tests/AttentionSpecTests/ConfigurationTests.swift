import AttentionSpec
import Foundation
import Testing

@Suite struct ConfigurationTests {
  static let standard = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 256, headDimension: 64))

  @Test("The standard configuration is valid and has the widths worked out by hand")
  func standard() throws {
    let configuration = Self.standard
    try configuration.validate()
    #expect(configuration.linesPerElement == 8)
    #expect(configuration.featuresPerCycle == 64)
    #expect(configuration.chunksMax == 1)
    #expect(configuration.chunkBits == 0)
    #expect(configuration.rowSumBits == 16)
  }

  @Test("A small configuration has chunks")
  func small() throws {
    let configuration = AcceleratorConfiguration(
      name: "tiny", array: ArrayShape(lines: 5, macsPerLine: 1, elements: 5),
      capacity: Capacity(
        tokens: 10, headDimension: 3))
    try configuration.validate()
    #expect(configuration.chunksMax == 3)
    #expect(configuration.chunkBits == 2)
  }

  @Test("The keys of a file are the names of the fields")
  func keys() throws {
    let text = """
      {"name": "vitcod_64x8", "array": {"lines": 64, "macsPerLine": 8, "elements": 8},
       "capacity": {"tokens": 256, "headDimension": 64}}
      """
    let decoded = try JSONDecoder().decode(AcceleratorConfiguration.self, from: Data(text.utf8))
    #expect(decoded == Self.standard)
  }

  /// A change to the standard configuration and the sentence that refuses it.
  struct Refused: Sendable, CustomTestStringConvertible {
    let sentence: String
    let change: @Sendable (inout AcceleratorConfiguration) -> Void

    init(
      _ sentence: String, _ change: @escaping @Sendable (inout AcceleratorConfiguration) -> Void
    ) {
      self.sentence = sentence
      self.change = change
    }

    var testDescription: String { sentence }
  }

  static let refused: [Refused] = [
    Refused(
      "The name \"Bad Name\" is not a lower-snake-case identifier; "
        + "use small letters, digits and single underscores, and begin with a letter."
    ) { $0.name = "Bad Name" },
    Refused(
      "The name \"\" is not a lower-snake-case identifier; "
        + "use small letters, digits and single underscores, and begin with a letter."
    ) { $0.name = "" },
    Refused(
      "The name \"aaaaaaaaaaaaaaaaaaaa...\" has 65 characters but may have at most 64; shorten it."
    ) { $0.name = String(repeating: "a", count: 65) },
    Refused("array.lines is 0 but must be positive; raise it to 1 or more.") {
      $0.array.lines = 0
    },
    Refused("array.elements is -9223372036854775808 but must be positive; raise it to 1 or more.") {
      $0.array.elements = Int.min
    },
    Refused("array.elements is 65 but may be at most 64; lower it.") { $0.array.elements = 65 },
    Refused("array.macsPerLine is 65 but may be at most 64; lower it.") {
      $0.array.macsPerLine = 65
    },
    Refused("capacity.tokens is 4097 but may be at most 4096; lower it.") {
      $0.capacity.tokens = 4097
    },
    Refused(
      "array.lines is 63, which is not a multiple of the 8 of array.elements; "
        + "choose lines that divide equally among the elements."
    ) { $0.array.lines = 63 },
    Refused(
      "array.lines times array.macsPerLine is 131072 but may be at most 65536; "
        + "lower one of them."
    ) { $0.array.lines = 16_384 },
    Refused(
      "A memory of 512 tokens with 200 words each has 102400 but may have at most 65536; lower "
        + "capacity.headDimension or raise array.lines."
    ) {
      $0.array = ArrayShape(lines: 8, macsPerLine: 1, elements: 8)
      $0.capacity.headDimension = 200
    },
    Refused(
      "A head of the 256 of capacity.headDimension has 256 words but may have at most 255; lower "
        + "capacity.headDimension or raise array.lines."
    ) {
      $0.array = ArrayShape(lines: 8, macsPerLine: 1, elements: 8)
      $0.capacity.headDimension = 256
    },
  ]

  @Test("A broken rule is refused with its sentence", arguments: refused)
  func refusals(refused: Refused) {
    var configuration = Self.standard
    refused.change(&configuration)
    #expect(refusal { try configuration.validate() } == refused.sentence)
  }

  @Test("No numbers trap, neither in the check nor in the derived values that pass it")
  func anyNumbers() {
    let seed: UInt64 = 77
    var generator = SplitMix64(seed: seed)
    let numbers = [
      Int.min, -1, 0, 1, 2, 5, 8, 24, 31, 32, 48, 64, 256, 4096, 65_535, 65_536, 131_071, 1 << 31,
      1 << 62, Int.max,
    ]
    var valid = 0
    for _ in 0..<20_000 {
      var configuration = Self.standard
      for field in Self.fields where generator.chance(perMille: 250) {
        configuration[keyPath: field] = numbers[generator.integer(in: 0...numbers.count - 1)]
      }
      guard (try? configuration.validate()) != nil else { continue }
      valid += 1
      #expect(configuration.featureWordBits <= configuration.port.dataBits, "seed \(seed)")
      #expect(configuration.accumulatorBits <= 32, "seed \(seed)")
    }
    #expect(valid > 500, "seed \(seed)")
  }

  private static var fields: [WritableKeyPath<AcceleratorConfiguration, Int>] {
    [
      \.array.lines, \.array.macsPerLine, \.array.elements, \.capacity.tokens,
      \.capacity.headDimension,
    ]
  }
}
