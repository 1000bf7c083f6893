import AttentionSpec
import BenchSupport
import HardwareDSL
import HardwareIR
import SimulationInterface
import TestSupport

@testable import Accelerator

/// A small configuration for the units that load operands: words of `lines * macs` features, and
/// so many of them in a beat.
func loadConfiguration(
  lines: Int = 2, macs: Int = 2, wordsOfBeat: Int = 2, decoder: DecoderShape = DecoderShape(),
  tokens: Int = 12, heads: Int = 4, chunks: Int = 1, elements: Int = 2
) throws -> AcceleratorConfiguration {
  var made = try configuration(
    elements: elements, lines: lines, macs: macs, tokens: tokens,
    headDimension: chunks * lines * macs)
  made.capacity.heads = heads
  made.decoder = decoder
  let banks = max(8, decoder.heads)
  let room = dividedRoundingUp(2 * heads * (tokens | 1), by: banks) * banks
  made.memory = MemoryShape(
    banks: banks, queries: room, keys: room, values: room, codeBeats: 48, valueBeats: 24)
  made.port = PortShape(
    dataBits: 8 * wordsOfBeat * made.wordBytes, addressBits: 24,
    burstBytes: 4 * wordsOfBeat * made.wordBytes)
  return made
}

/// A load of operands: where its words go, and what they are.
struct BenchLoad {
  /// Keys, for a load of codes.
  var isKeys: Bool
  var tag: Int
  var place: Int
  var tokens: Int
  var heads: Int
  var stride: Int
  var chunks: Int
  /// Codes of a chunk of a token; 0 for words that pass.
  var codes: Int
  /// As they lie in the memory outside.
  var words: [[Int8]]

  /// A load of random size at a place of a memory of so many tokens of heads.
  init(
    _ configuration: AcceleratorConfiguration, codes: Int, heads: Int, in places: Range<Int>,
    noise: inout TestRandom
  ) {
    isKeys = noise.oneIn(2)
    tag = noise.integer(0...3)
    self.codes = codes
    self.heads = heads
    let unit = noise.integer(1...configuration.capacity.tokens)
    stride = configuration.decoder.heads > 1 ? unit | 1 : unit
    tokens = noise.integer(1...unit)
    chunks = noise.integer(1...configuration.chunksMax)
    place = noise.integer(places.lowerBound...(places.upperBound - heads * stride))
    let count = tokens * chunks * (codes == 0 ? heads : codes)
    words = (0..<count).map { _ in noise.bytes(configuration.featuresPerCycle) }
  }

  /// The words of the heads `first..<last` of a chunk of a token.
  ///
  /// - Parameter features: Of a head in its last chunk; 0 for all of a word.
  func decoded(
    token: Int, chunk: Int, heads: Range<Int>, by decoders: [HeadDecoder], features: Int = 0
  ) -> [PlacedWord] {
    let end = features == 0 || chunk < chunks - 1 ? Int.max : features
    return heads.map { head in
      let given: [Int8]
      if codes == 0 {
        given = words[(token * self.heads + head) * chunks + chunk]
      } else {
        let start = (token * chunks + chunk) * codes
        let tokens = words[start..<(start + codes)]
        given = words[start].indices.map { feature in
          feature < end ? Int8(decoders[head](tokens.map { Int($0[feature]) })) : 0
        }
      }
      return PlacedWord(place: place + head * stride + token, chunk: chunk, features: given)
    }
  }

  /// The words as they are written, some at once.
  func writes(
    headsAtOnce: Int, by decoders: [HeadDecoder], features: Int = 0
  ) -> [WordsWritten] {
    var writes: [WordsWritten] = []
    for token in 0..<tokens {
      func add(_ chunk: Int, _ range: Range<Int>) {
        writes.append(
          WordsWritten(
            isKeys: isKeys, tag: tag, endsToken: chunk == chunks - 1 && range.upperBound == heads,
            words: decoded(
              token: token, chunk: chunk, heads: range, by: decoders, features: features)))
      }
      if codes == 0 {
        for head in 0..<heads {
          for chunk in 0..<chunks { add(chunk, head..<(head + 1)) }
        }
      } else {
        for chunk in 0..<chunks {
          for head in stride(from: 0, to: heads, by: headsAtOnce) {
            add(chunk, head..<min(heads, head + headsAtOnce))
          }
        }
      }
    }
    return writes
  }

  private func stride(from start: Int, to end: Int, by step: Int) -> StrideTo<Int> {
    Swift.stride(from: start, to: end, by: step)
  }

  /// The fields of `LoadPlaces`.
  func fields(_ configuration: AcceleratorConfiguration) -> [PortValue] {
    [tag, place, tokens, heads, stride, chunks].map { PortValue($0) }
  }

  /// The bytes as they lie in the memory outside, a word in as many as a power of two; those
  /// between are noise.
  func bytes(_ configuration: AcceleratorConfiguration, noise: inout TestRandom) -> [UInt8] {
    words.flatMap { word -> [UInt8] in
      let spare = noise.bytes(configuration.wordBytes - word.count)
      return (word + spare).map { UInt8(bitPattern: $0) }
    }
  }
}

/// A word of a memory of operands.
struct PlacedWord: Equatable {
  var place: Int
  var chunk: Int
  var features: [Int8]
}

/// Words that are written in one cycle.
struct WordsWritten: Equatable {
  var isKeys: Bool
  var tag: Int
  var endsToken: Bool
  var words: [PlacedWord]
}

/// Bytes in beats of the port; what is left of the last is noise.
func beats(
  _ bytes: [UInt8], _ configuration: AcceleratorConfiguration, noise: inout TestRandom
) -> [[PortValue]] {
  let size = configuration.beatBytes
  let spare = (size - bytes.count % size) % size
  let all = bytes + noise.bytes(spare).map { UInt8(bitPattern: $0) }
  return stride(from: 0, to: all.count, by: size).map { start in
    let words = stride(from: start, to: start + size, by: 4).map { place in
      (0..<min(4, size)).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(all[place + $1]) }
    }
    return [PortValue(words: words)]
  }
}

/// The features of a word of which each line is a number.
func features(ofLines lines: [PortValue], macs: Int) -> [Int8] {
  lines.flatMap { line in
    let words = line.words(dividedRoundingUp(macs, by: 4))
    return (0..<macs).map { Int8(truncatingIfNeeded: words[$0 / 4] >> UInt32(8 * ($0 % 4))) }
  }
}

/// A word of one line, as its port has it.
func portValue(_ features: some Collection<Int8>) -> PortValue {
  let bytes = features.map { UInt32(UInt8(bitPattern: $0)) }
  return PortValue(
    words: stride(from: 0, to: bytes.count, by: 4).map { start in
      (start..<min(start + 4, bytes.count)).reversed().reduce(0) { $0 << 8 | bytes[$1] }
    })
}

/// Random decoders of heads of so many codes.
func decoders(heads: Int, codes: Int, noise: inout TestRandom) -> [HeadDecoder] {
  (0..<heads).map { _ in
    HeadDecoder(
      weights: (0..<codes).map { _ in Int(noise.byte()) },
      bias: noise.integer(-2_000_000...2_000_000) >> noise.integer(0...20),
      shift: noise.integer(0...12))
  }
}

extension HeadDecoder {
  /// The fields of `DecoderWeights`, one item for each four codes.
  func items(isKeys: Bool, head: Int) -> [[PortValue]] {
    stride(from: 0, to: weights.count, by: 4).map { start in
      let four = (start..<(start + 4)).map { $0 < weights.count ? weights[$0] : 0 }
      let numbers = [isKeys ? 1 : 0, head, start / 4] + four + [bias, shift]
      return numbers.map { PortValue($0) }
    }
  }
}

/// A unit in the simulator of the test, out of reset, with taps on outputs that count while a flag
/// is 1.
///
/// - Parameter taps: For each flag the outputs, by their names without `_o`.
func simulation(
  of module: any Module, taps: [String: [String]] = [:], seed: UInt64
) async throws -> any Simulator {
  var circuit = try elaborate(module, .strict)
  circuit.taps += taps.keys.sorted().map { valid in
    Tap(name: valid, valid: valid + "_o", data: (taps[valid] ?? []).map { $0 + "_o" })
  }
  let simulation = try await TestedSimulation(circuit)(fill: .random(seed: seed))
  try simulation.reset()
  return simulation
}

/// What was sent is not taken.
struct StuckStream: Error { let name: String }

extension Simulator {
  /// Goes on until all that was sent to a stream has been taken.
  ///
  /// - Throws: `StuckStream` where it is not in the longest time that a bench may need.
  func step(untilTaken name: String) throws {
    for _ in 0..<20_000 where try pending(name) > 0 { try step(1) }
    guard try pending(name) == 0 else { throw StuckStream(name: name) }
  }
}
