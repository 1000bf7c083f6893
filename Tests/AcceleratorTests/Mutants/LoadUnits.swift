import AttentionSpec
import BenchSupport
import HardwareDSL

@testable import Accelerator

/// The units that load operands, whose slips are tried, with the checks that may notice them.
enum LoadUnits {
  private static func configuration(heads: Int = 4, chunks: Int = 2) throws
    -> AcceleratorConfiguration
  {
    try loadConfiguration(
      wordsOfBeat: 4, decoder: DecoderShape(codes: 2, heads: heads, codesMax: 5), heads: 6,
      chunks: chunks)
  }

  static let all: [MutatedUnit] = [
    MutatedUnit(
      "DecoderLine", DecoderLine(features: 3, codesOfBeat: 2),
      [
        { try await DecoderLineTests().decodes(features: 3, codesOfBeat: 2, codes: 5) },
        { try await LoadContractTests().decoderLine() },
      ]),
    MutatedUnit(
      "OperandBanks", OperandBanks(try OperandBanksTests.configuration(heads: 4, elements: 2)),
      [
        { try await OperandBanksTests().readsAndWrites(heads: 4, elements: 2) },
        { try await OperandBanksTests().apart() }, { try await LoadContractTests().operandBanks() },
      ]),
    MutatedUnit(
      "QueryMemory", QueryMemory(try OperandBanksTests.configuration(heads: 4)),
      [
        { try await QueryMemoryTests().readsAndWrites(heads: 4) },
        { try await QueryMemoryTests().apart() },
        { try await LoadContractTests().queryMemory(heads: 2) },
      ]),
    MutatedUnit("PlaceWalk", PlaceWalk(try configuration(), heads: 4), walk + decoder),
    MutatedUnit("CodeWalk", CodeWalk(try configuration()), codeWalk + decoder),
    MutatedUnit("WeightTable", WeightTable(try configuration()), table + decoder),
    MutatedUnit("Decoder", Decoder(try configuration()), decoder),
    MutatedUnit(
      "LoadCounts", LoadCounts(try configuration(), kinds: 2),
      [
        { try await LoadCountsTests().counts() }, { try await LoadContractTests().loadCounts() },
      ] + channel),
    MutatedUnit("CodeChannel", CodeChannel(try configuration()), channel + system),
    MutatedUnit(
      "ValueChannel", ValueChannel(try configuration()),
      [
        { try await ValueChannelTests().order(chunks: 3, wordsOfBeat: 8, pausing: 0.4) },
        { try await ValueChannelTests().order(chunks: 1, wordsOfBeat: 2, pausing: 0) },
        { try await LoadContractTests().valueChannel() },
      ] + system),
    MutatedUnit(
      "LoadRequester", LoadRequester(try configuration(), beats: 9),
      [
        { try await LoadRequesterTests().asks(pausing: 0, capacity: 9) },
        { try await LoadRequesterTests().waits(kind: 1) },
        { try await LoadRequesterTests().waits(kind: 2) },
        { try await LoadRequesterTests().waits(kind: 3) },
        { try await LoadContractTests().loadRequester() },
      ] + system),
  ]

  private typealias Check = MutatedUnit.Check

  private static let walk: [Check] = [
    { try await PlaceWalkTests().order(headsAtOnce: 4, chunks: 2) },
    { try await PlaceWalkTests().order(headsAtOnce: 1, chunks: 3) },
    { try await LoadContractTests().placeWalk() },
  ]

  private static let codeWalk: [Check] = [
    { try await CodeWalkTests().lanes(codes: 2, headsAtOnce: 1, wordsOfBeat: 4) },
    { try await CodeWalkTests().lanes(codes: 4, headsAtOnce: 2, wordsOfBeat: 8) },
    { try await LoadContractTests().codeWalk() },
  ]

  private static let table: [Check] = [
    { try await WeightTableTests().weights(codes: 2, headsAtOnce: 1, codesMax: 7) },
    { try await WeightTableTests().weights(codes: 1, headsAtOnce: 4, codesMax: 15) },
    { try await WeightTableTests().weights(codes: 2, headsAtOnce: 4, codesMax: 5) },
    { try await LoadContractTests().weightTable() },
  ]

  private static let decoder: [Check] =
    [
      { try await DecoderTests().decodes(shape: DecoderTests.shapes[2]) },
      { try await DecoderTests().decodes(shape: DecoderTests.shapes[5]) },
      { try await LoadContractTests().decoder() },
    ] + channel

  private static let channel: [Check] = [
    { try await CodeChannelTests().order(heads: 4, chunks: 2, pausing: 0.4) },
    { try await CodeChannelTests().order(heads: 1, chunks: 1, pausing: 0) },
    { try await LoadContractTests().codeChannel(isKeys: 0) },
  ]

  private static let system: [Check] = [
    { try await OperandSystemTests().contents(heads: 4, chunks: 2, seed: 2) }
  ]
}
