import AttentionSpec
import Foundation
import Testing

@Suite("Memories, decoder and port of a configuration")
struct LayerConfigurationTests {
  @Test("A standard configuration of any array keeps the rules, where its words fit a beat")
  func standard() throws {
    let arrays = [(2, 4, 2), (64, 8, 8), (64, 64, 64), (5, 8, 5), (2, 4, 1), (64, 8, 32)]
    for (lines, macs, elements) in arrays {
      for tokens in [1, 16, 255, 256, 1_000, 4_096] {
        var configuration = ConfigurationTests.standard
        configuration.array = ArrayShape(lines: lines, macsPerLine: macs, elements: elements)
        configuration.capacity.tokens = tokens
        configuration.capacity.tokensPerBank = tokens
        configuration.capacity.queriesPerElement = tokens
        configuration = AcceleratorConfiguration(
          name: "standard", array: configuration.array, capacity: configuration.capacity,
          accumulatorBits: 32)
        #expect(throws: Never.self, "\(elements) elements, \(tokens) tokens") {
          try configuration.validate()
        }
      }
    }
  }

  @Test("A file may say all of them, or some")
  func keys() throws {
    let text = """
      {"name": "some", "array": {"lines": 64, "macsPerLine": 8, "elements": 8},
       "capacity": {"tokens": 255, "headDimension": 64, "tokensPerBank": 48,
                    "queriesPerElement": 48, "slots": 1536, "heads": 3},
       "accumulatorBits": 24,
       "memory": {"banks": 16, "queries": 1184, "keys": 1776, "values": 1184, "rows": 64},
       "decoder": {"heads": 2}, "port": {"dataBits": 512}}
      """
    let decoded = try JSONDecoder().decode(AcceleratorConfiguration.self, from: Data(text.utf8))
    #expect(decoded.capacity.heads == 3)
    #expect(
      decoded.memory == MemoryShape(banks: 16, queries: 1184, keys: 1776, values: 1184, rows: 64))
    #expect(decoded.decoder == DecoderShape(heads: 2))
    #expect(decoded.port == PortShape(dataBits: 512))
    let encoded = try JSONEncoder().encode(decoded)
    #expect(try JSONDecoder().decode(AcceleratorConfiguration.self, from: encoded) == decoded)
  }

  static let refused: [ConfigurationTests.Refused] = [
    .init("capacity.heads is 32 but has to be in 1...31; lower it.") { $0.capacity.heads = 32 },
    .init("memory.scores is 128 but has to be in 256...65536; raise it.") {
      $0.memory.scores = 128
    },
    .init("memory.banks is 12, which is no power of two; take 16.") { $0.memory.banks = 12 },
    .init("decoder.heads is 32 but has to be in 1...16; lower it.") { $0.decoder.heads = 32 },
    .init("decoder.codesMax is 16 but has to be in 1...15; lower it.") {
      $0.decoder.codesMax = 16
    },
    .init("port.addressBits is 31 but has to be in 32...64; raise it.") {
      $0.port.addressBits = 31
    },
    .init("decoder.heads is 8 but has to be in 1...4; lower it.") {
      ($0.capacity.heads, $0.decoder.heads) = (3, 8)
    },
    .init("memory.rows is 1 but has to be in 2...65536; raise it.") { $0.memory.rows = 1 },
    .init("memory.outputs is 0 but has to be in 2...65536; raise it.") { $0.memory.outputs = 0 },
    .init("memory.finishedRows is 0 but has to be in 2...256; raise it.") {
      $0.memory.finishedRows = 0
    },
    // A word a beat, so that the 15 codes of a token are more beats than a burst.
    .init(
      "memory.codeBeats is 18 but has to be in 19...65536, for two bursts, or one and the codes of "
        + "a token; raise it."
    ) {
      ($0.port.dataBits, $0.port.burstBytes) = (512, 256)
      ($0.decoder.codes, $0.decoder.codesMax, $0.memory.codeBeats) = (1, 15, 18)
    },
    .init("port.burstBytes is 64 but has to be in 128...4096; raise it.") {
      $0.port.burstBytes = 64
    },
    .init(
      "A word of features has 64 bytes but a beat of port.dataBits 32; raise array.elements."
    ) {
      $0.port.dataBits = 256
    },
    .init(
      "decoder.codes is 4, so 256 bytes are decoded a cycle, but a beat of port.dataBits has 128; "
        + "lower it."
    ) { $0.decoder.codes = 4 },
    .init(
      "memory.valueBeats is 8 but has to be in 16...65536, for two bursts, or one and the "
        + "codes of a token; raise it."
    ) { $0.memory.valueBeats = 8 },
    .init("memory.keys is 777, which is not a multiple of the 16 of memory.banks; take 784.") {
      $0.memory.keys = 777
    },
    .init(
      "memory.values is 240, which is less than a head of the 256 of capacity.tokens; raise it."
    ) { $0.memory.values = 240 },
    .init(
      "memory.keys and memory.values are 16896 together but may be at most 16384; lower one of "
        + "them."
    ) { $0.memory.keys = 16_384 },
  ]

  @Test("A broken rule is refused with its sentence", arguments: refused)
  func refusals(refused: ConfigurationTests.Refused) {
    var configuration = ConfigurationTests.standard
    refused.change(&configuration)
    #expect(refusal { try configuration.validate() } == refused.sentence)
  }

  @Test("No numbers trap")
  func anyNumbers() {
    var generator = SplitMix64(seed: 5)
    let numbers = [Int.min, -1, 0, 1, 2, 16, 64, 256, 1_024, 4_096, 65_536, 1 << 62, Int.max]
    let fields: [WritableKeyPath<AcceleratorConfiguration, Int>] = [
      \.capacity.heads, \.memory.banks, \.memory.queries, \.memory.keys, \.memory.values,
      \.memory.slots, \.memory.slotsAhead, \.memory.scores, \.memory.rows, \.memory.finishedRows,
      \.memory.outputs, \.memory.codeBeats, \.memory.valueBeats, \.memory.indexBeats,
      \.decoder.codes, \.decoder.heads, \.decoder.codesMax, \.port.dataBits, \.port.addressBits,
      \.port.burstBytes, \.port.writes,
    ]
    var valid = 0
    for _ in 0..<5_000 {
      var configuration = ConfigurationTests.standard
      for field in fields where generator.chance(perMille: 60) {
        configuration[keyPath: field] = generator.element(of: numbers)
      }
      if (try? configuration.validate()) != nil { valid += 1 }
    }
    #expect(valid > 500)
  }
}
