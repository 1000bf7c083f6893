import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Code walk", .simulated)
struct CodeWalkTests {
  @Test(
    "Reads each code of a word once, in the lane that it lies in", .simulatedInAll,
    arguments: [(2, 1, 4), (4, 2, 8)])
  func lanes(codes: Int, headsAtOnce: Int, wordsOfBeat: Int) async throws {
    let configuration = try loadConfiguration(
      lines: 1, macs: 3, wordsOfBeat: wordsOfBeat,
      decoder: DecoderShape(codes: codes, heads: headsAtOnce, codesMax: 7), heads: 5)
    var noise = TestRandom(seed: UInt64(codes))
    let loads = (0..<20).map { number in
      BenchLoad(
        configuration, codes: number % 4 == 3 ? 0 : noise.integer(1...7),
        heads: noise.integer(1...5), in: 0..<configuration.memory.queries, noise: &noise)
    }
    let simulation = try await simulation(of: CodeWalk(configuration), seed: 1)
    try simulation.pace("source_beats", .random(pausing: 0.3, seed: 1))
    for load in loads {
      let bytes = load.bytes(configuration, noise: &noise)
      try simulation.send("source_beats", beats(bytes, configuration, noise: &noise))
      try simulation.send(
        "loads",
        [[load.isKeys ? 1 : 0, PortValue(load.codes)] + load.fields(configuration)])
    }
    for (number, load) in loads.enumerated() {
      // Words of the load, one after the other: the first word outside that each is made of.
      for start in Self.starts(load, headsAtOnce: headsAtOnce) {
        let got = try Self.word(of: load, in: simulation, configuration)
        let count = max(1, load.codes)
        guard got == Array(load.words[start..<(start + count)]) else {
          Issue.record("load \(number), words from \(start): got \(got)")
          return
        }
      }
    }
    #expect(simulation["is_idle_o"] == 1)
  }

  private static func starts(_ load: BenchLoad, headsAtOnce: Int) -> [Int] {
    guard load.codes > 0 else { return Array(load.words.indices) }
    let groups = dividedRoundingUp(load.heads, by: headsAtOnce)
    return (0..<(load.tokens * load.chunks)).flatMap { number in
      Array(repeating: number * load.codes, count: groups)
    }
  }

  /// The codes that the next word is made of, as they come by their lanes.
  private static func word(
    of load: BenchLoad, in simulation: any Simulator, _ configuration: AcceleratorConfiguration
  ) throws -> [[Int8]] {
    let lanes = configuration.decoder.codes
    var (codes, isFirst) = ([[Int8]](), true)
    for _ in 0..<50 {
      try simulation.run(limit: 500, until: .port("read_valid_o", equals: 1))
      guard simulation["read_codes_first_o"] == (isFirst ? 1 : 0),
        simulation["read_codes_passes_o"] == (load.codes == 0 ? 1 : 0),
        simulation["read_is_keys_o"] == (load.isKeys ? 1 : 0)
      else { return [] }
      isFirst = false
      let code = simulation["read_codes_code_o"] - (lanes - 1)
      let ends = simulation["read_codes_last_o"] == 1
      let inside = (0..<lanes).filter {
        simulation["read_codes_lanes_\($0)_o"] == 1 && code + $0 >= 0
      }
      guard inside.map({ code + $0 }) == Array(codes.count..<(codes.count + inside.count)) else {
        return []
      }
      try simulation.step(1)
      for lane in inside {
        codes.append(
          features(
            ofLines: [try simulation.peek("codes_\(lane)_o")], macs: configuration.array.macsPerLine
          ))
      }
      if ends { return codes }
    }
    return []
  }
}
