import AttentionSpec
import BenchSupport
import Testing

@testable import Accelerator

/// What the units that load operands state of latency, throughput and reset, measured.
@Suite("Contracts of loads", .simulated)
struct LoadContractTests {
  private static func configuration(heads: Int = 2) throws -> AcceleratorConfiguration {
    try loadConfiguration(
      wordsOfBeat: 4, decoder: DecoderShape(codes: 2, heads: heads, codesMax: 5), chunks: 2)
  }

  /// The places of a load of one token, or of as many as are wanted.
  private static func places(_ name: String, heads: Int = 1) -> [String: Int] {
    let values = [
      "tag": 1, "place": 0, "tokens": 12, "heads": heads, "stride": 13, "chunks": 1,
    ]
    return Dictionary(uniqueKeysWithValues: values.map { ("\(name)_\($0)", $1) })
  }

  /// A load of words that pass.
  private static func codeLoad(_ name: String, isKeys: Int = 0) -> [String: Int] {
    places("\(name)_places").merging(["\(name)_is_keys": isKeys, "\(name)_codes": 0]) { $1 }
  }

  @Test("Bank crossbar with more banks than ports")
  func bankCrossbar() async throws {
    let addresses = ["port_0_address": 5, "port_1_address": 5]
    try await expectContract(
      of: BankCrossbar(ports: 2, banks: 4, lines: 2, wordBits: 16, bankBits: 2, addressBits: 4),
      Situation(holding: addresses),
      Situation(holding: addresses.merging(["port_0_enable": 1, "port_1_enable": 1]) { $1 }))
  }

  @Test("Operand banks")
  func operandBanks() async throws {
    let held = ["read_0_address": 3, "read_1_address": 3, "values_valid": 0].merging(
      ["keys_0_valid": 0, "keys_1_valid": 0]) { $1 }
    try await expectContract(
      of: OperandBanks(Self.configuration()), Situation(holding: held),
      Situation(holding: held.merging(["read_0_enable": 1, "read_1_enable": 1]) { $1 }))
  }

  @Test("Query memory", arguments: [1, 2])
  func queryMemory(heads: Int) async throws {
    var held = ["writes_0_valid": 0]
    if heads == 2 { held["writes_1_valid"] = 0 }
    try await expectContract(
      of: QueryMemory(Self.configuration(heads: heads)), Situation(holding: held),
      Situation(holding: held.merging(["read_enable": 1]) { $1 }))
  }

  @Test("Decoder line")
  func decoderLine() async throws {
    try await expectContract(
      of: DecoderLine(features: 2, codesOfBeat: 2),
      Situation(holding: ["step_first": 1, "step_last": 1, "step_shift": 3, "step_bias": 50]))
  }

  @Test("Place walk")
  func placeWalk() async throws {
    try await expectContract(
      of: PlaceWalk(Self.configuration(), heads: 2),
      Situation(holding: Self.places("loads", heads: 3).merging(["advance": 0]) { $1 }))
  }

  @Test("Code walk")
  func codeWalk() async throws {
    let held = Self.codeLoad("loads")
    try await expectContract(
      of: CodeWalk(Self.configuration()), Situation(holding: held, for: [.latency(0)]),
      Situation(holding: held, for: [.latency(1)]) { try $0.step(["loads_valid": 1]) })
  }

  @Test("Weight table")
  func weightTable() async throws {
    try await expectContract(
      of: WeightTable(Self.configuration()),
      Situation(holding: ["weights_valid": 0, "read_heads_0": 1, "read_heads_1": 1]))
  }

  @Test("Decoder", .simulatedInAll)
  func decoder() async throws {
    let held = Self.codeLoad("loads").merging(["weights_valid": 0, "loads_valid": 0]) { $1 }
    // Codes are made into words of both heads.
    let codes = held.merging(["loads_codes": 2, "loads_places_heads": 2]) { $1 }
    try await expectContract(
      of: Decoder(Self.configuration()),
      Situation(holding: codes) { try $0.step(["loads_valid": 1]) })
  }

  @Test("Load counts")
  func loadCounts() async throws {
    let configuration = try Self.configuration()
    try await expectContract(
      of: LoadCounts(configuration, kinds: 2),
      Situation(holding: ["counts_clear_data": 1]) { trial in
        for tag in 0..<4 {
          try trial.step([
            "arrived_0_valid": 1, "arrived_0_data": tag, "arrived_1_valid": 1,
            "arrived_1_data": tag,
          ])
        }
      })
  }

  @Test("Code channel", arguments: [0, 1])
  func codeChannel(isKeys: Int) async throws {
    let held = Self.codeLoad("commands_load", isKeys: isKeys)
      .merging(["commands_is_weights": 0, "counts_clear_data": 1]) { $1 }
    func arrived(_ isKeys: Int) -> Situation {
      Situation(holding: held.merging(["commands_load_is_keys": isKeys]) { $1 }) { trial in
        try trial.step(["commands_valid": 1, "source_beats_valid": 1])
        for _ in 0..<20 { try trial.step(["commands_valid": 0, "source_beats_valid": 0]) }
      }
    }
    try await expectContract(of: CodeChannel(Self.configuration()), arrived(0), arrived(1))
  }

  @Test("Value channel")
  func valueChannel() async throws {
    let held = Self.places("loads").merging(["counts_clear_data": 1]) { $1 }
    try await expectContract(
      of: ValueChannel(Self.configuration()),
      Situation(holding: held, for: [.latency(0)]) { trial in
        try trial.step(["loads_valid": 1, "source_beats_valid": 1])
        for _ in 0..<20 { try trial.step(["loads_valid": 0, "source_beats_valid": 0]) }
      },
      Situation(holding: held.merging(["counts_clear_valid": 0]) { $1 }, for: [.latency(1)]) {
        trial in
        try trial.step(["loads_valid": 1])
        for _ in 0..<8 { try trial.step(["loads_valid": 0]) }
      })
  }

  @Test("Load requester")
  func loadRequester() async throws {
    try await expectContract(
      of: LoadRequester(Self.configuration(), beats: 16),
      Situation(holding: ["loads_address": 64, "loads_bytes": 100, "loads_wait": 0, "freed": 0]))
  }
}
