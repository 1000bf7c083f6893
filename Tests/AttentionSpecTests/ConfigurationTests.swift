import AttentionSpec
import Foundation
import Testing

@Suite struct ConfigurationTests {
  static let standard = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 256, headDimension: 64, tokensPerBank: 48, queriesPerElement: 48, slots: 1536),
    accumulatorBits: 24)

  @Test("The standard configuration is valid and has the widths worked out by hand")
  func standard() throws {
    let configuration = Self.standard
    try configuration.validate()
    #expect(configuration.linesPerElement == 8)
    #expect(configuration.featuresPerCycle == 64)
    #expect(configuration.chunksMax == 1)
    #expect(configuration.chunkBits == 0)
    #expect(configuration.bankBits == 3)
    #expect(configuration.bankAddressBits == 6)
    #expect(configuration.queryBits == 6)
    #expect(configuration.slotCountBits == 11)
    #expect(configuration.indexWordBits == 10)
    #expect(configuration.rowSumBits == 16)
    #expect(configuration.busBits == 512)
    #expect(configuration.busWords == 16)
  }

  @Test("A small configuration has chunks and a bus of 32 bits")
  func small() throws {
    let configuration = AcceleratorConfiguration(
      name: "tiny", array: ArrayShape(lines: 5, macsPerLine: 1, elements: 5),
      capacity: Capacity(
        tokens: 10, headDimension: 3, tokensPerBank: 2, queriesPerElement: 2, slots: 40),
      accumulatorBits: 20)
    try configuration.validate()
    #expect(configuration.chunksMax == 3)
    #expect(configuration.chunkBits == 2)
    #expect(configuration.bankBits == 3)
    #expect(configuration.busBits == 32)
    #expect(configuration.busWords == 1)
  }

  @Test("The keys of a file are the names of the fields")
  func keys() throws {
    let text = """
      {"name": "vitcod_64x8", "array": {"lines": 64, "macsPerLine": 8, "elements": 8},
       "capacity": {"tokens": 256, "headDimension": 64, "tokensPerBank": 48,
                    "queriesPerElement": 48, "slots": 1536},
       "accumulatorBits": 24}
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
    Refused("capacity.slots is 65536 but may be at most 65535; lower it.") {
      $0.capacity.slots = 65_536
    },
    Refused("accumulatorBits is 33 but may be at most 32; lower it.") { $0.accumulatorBits = 33 },
    Refused(
      "array.lines is 63, which is not a multiple of the 8 of array.elements; "
        + "choose lines that divide equally among the elements."
    ) { $0.array.lines = 63 },
    Refused(
      "array.lines times array.macsPerLine is 131072 but may be at most 65536; "
        + "lower one of them."
    ) { $0.array.lines = 16_384 },
    Refused(
      "capacity.tokensPerBank is 31, so 8 elements hold 248 of the 256 of capacity.tokens; "
        + "raise it to at least 32."
    ) { $0.capacity.tokensPerBank = 31 },
    Refused(
      "capacity.queriesPerElement is 1, so 8 elements hold 8 of the 256 of capacity.tokens; "
        + "raise it to at least 32."
    ) { $0.capacity.queriesPerElement = 1 },
    Refused(
      "accumulatorBits is 23, but the largest sum of 256 tokens and a head dimension of 64 needs "
        + "24; raise it to at least 24."
    ) { $0.accumulatorBits = 23 },
    Refused(
      "accumulatorBits is 24, but the largest sum of 256 tokens and a head dimension of 512 needs "
        + "25; raise it to at least 25."
    ) { $0.capacity.headDimension = 512 },
    Refused(
      "A memory of 4096 tokens with 128 chunks each exceeds the 16-bit word address of the memory "
        + "map; lower capacity.headDimension or raise array.lines."
    ) {
      $0.array = ArrayShape(lines: 1, macsPerLine: 1, elements: 1)
      $0.capacity.tokensPerBank = 4096
      $0.capacity.queriesPerElement = 4096
      $0.capacity.headDimension = 128
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
      #expect(configuration.indexWordBits <= 19, "seed \(seed)")
      #expect(configuration.busBits >= configuration.featureWordBits, "seed \(seed)")
      #expect(
        configuration.chunkBits + max(configuration.bankAddressBits, configuration.queryBits)
          <= MemoryMap.wordBits, "seed \(seed)")
    }
    #expect(valid > 500, "seed \(seed)")
  }

  private static var fields: [WritableKeyPath<AcceleratorConfiguration, Int>] {
    [
      \.array.lines, \.array.macsPerLine, \.array.elements, \.capacity.tokens,
      \.capacity.headDimension, \.capacity.tokensPerBank, \.capacity.queriesPerElement,
      \.capacity.slots, \.accumulatorBits,
    ]
  }
}
