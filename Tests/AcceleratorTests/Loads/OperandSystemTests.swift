import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

/// Loads of units of work from a memory that answers when it likes, into the memories on chip.
@Suite("Operand system", .simulated)
struct OperandSystemTests {
  enum Kind: Int, CaseIterable { case queries, keys, values }

  /// A unit of work: for each kind of operand its loads, and the words that they make.
  struct Unit {
    var number: Int
    var tag: Int { number % 4 }
    var loads: [[BenchLoad]] = []
    /// By kind and token the words that are to be read once it has arrived.
    var words: [[[PlacedWord]]] = []
    var decoders: [[HeadDecoder]]

    init(_ configuration: AcceleratorConfiguration, number: Int, noise: inout TestRandom) {
      self.number = number
      let heads = noise.integer(1...configuration.capacity.heads)
      let tokens = noise.integer(1...configuration.capacity.tokens)
      let chunks = noise.integer(1...configuration.chunksMax)
      let codes = noise.oneIn(4) ? 0 : noise.integer(1...configuration.decoder.codesMax)
      decoders = (0..<2).map { _ in
        AcceleratorTests.decoders(heads: heads, codes: codes, noise: &noise)
      }
      for kind in Kind.allCases {
        var (first, loads, words) = (0, [BenchLoad](), [[PlacedWord]]())
        while first < tokens {
          // Two units have a half of each memory each.
          var load = BenchLoad(
            configuration, codes: kind == .values ? 0 : codes, heads: heads, in: 0..<1_000_000,
            noise: &noise)
          load.isKeys = kind == .keys
          load.tag = tag
          load.stride = configuration.decoder.heads > 1 ? tokens | 1 : tokens
          let half = configuration.memory.queries / 2
          load.place =
            (kind == .values ? configuration.memory.keys : 0) + number % 2 * half + first
          load.tokens = min(tokens - first, noise.integer(1...6))
          load.chunks = chunks
          load.fill(configuration, noise: &noise)
          let made = load.writes(
            headsAtOnce: heads, by: kind == .values ? [] : decoders[kind == .keys ? 1 : 0])
          var token: [PlacedWord] = []
          for write in made {
            token += write.words
            if write.endsToken {
              words.append(token)
              token = []
            }
          }
          loads.append(load)
          first += load.tokens
        }
        self.loads.append(loads)
        self.words.append(words)
      }
    }
  }

  /// The memory outside, which answers the requests of a channel in order.
  struct Outside {
    var bytes: [UInt8] = []
    private var answers: [(cycle: Int, beat: [PortValue])] = []

    mutating func place(_ bytes: [UInt8], beat: Int) -> Int {
      while self.bytes.count % beat != 0 { self.bytes.append(0xAA) }
      self.bytes += bytes
      return self.bytes.count - bytes.count
    }

    mutating func answer(
      _ request: [Int], at cycle: Int, _ configuration: AcceleratorConfiguration,
      noise: inout TestRandom
    ) {
      let bytes = Array(self.bytes[request[0]..<(request[0] + request[1])])
      let ready = cycle + noise.integer(1...60)
      answers += beats(bytes, configuration, noise: &noise).map { (ready, $0) }
    }

    /// The beat that comes in a cycle.
    mutating func beat(at cycle: Int) -> [PortValue]? {
      guard let first = answers.first, first.cycle <= cycle else { return nil }
      return answers.removeFirst().beat
    }
  }

  @Test(
    "What has arrived can be read, stays until the array has gone on, and is right",
    .simulatedInAll, arguments: [(1, 1, 1), (4, 2, 2)])
  func contents(heads: Int, chunks: Int, seed: Int) async throws {
    var configuration = try loadConfiguration(
      wordsOfBeat: 4, decoder: DecoderShape(codes: 2, heads: heads, codesMax: 5), heads: 5,
      chunks: chunks, elements: 3)
    configuration.memory.codeBeats = 16
    configuration.memory.valueBeats = 8
    var run = try await SystemRun(configuration, units: 12, seed: UInt64(seed))
    for _ in 0..<60_000 where !run.isOver {
      if let mistake = try run.step() {
        Issue.record("seed \(seed), cycle \(run.simulation.cycle): \(mistake)")
        return
      }
    }
    #expect(run.isOver)
    #expect(run.readAtOnce > 50, "words were read in the cycle in which they arrived")
  }
}

extension BenchLoad {
  /// Words of noise, as many as it has.
  mutating func fill(_ configuration: AcceleratorConfiguration, noise: inout TestRandom) {
    let count = tokens * chunks * (codes == 0 ? heads : codes)
    words = (0..<count).map { _ in noise.bytes(configuration.featuresPerCycle) }
  }
}
