import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Decodes tokens of queries and keys for some heads at once, or lets words pass.
///
/// ViTCoD's decoder: of the codes of a token all heads are made, each feature by its own weighted
/// sum. Nothing holds up its words.
final class Decoder: Module {
  /// Cycles from the last codes of a word to the word.
  static let latency = 1 + DecoderLine.latency

  let loads: ReadyValid<CodeLoad>
  let weights: ReadyValid<DecoderWeights>
  let source: BeatSource
  /// Steady while loads are under way: a program says it once.
  let features: Signal
  let words: [Valid<OperandWord>]
  let ends: Valid<DecodedEnd>
  let tap: Tap<TappedCodes>

  let walk: CodeWalk
  let table: WeightTable
  /// For each head its lines.
  let line: [[DecoderLine]]
  /// The features of a word that are not there, where a bias would make something of nothing.
  let isPadding: [Signal]

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let decoder = configuration.decoder
    loads = .input { CodeLoad($0, configuration) }
    weights = .input { DecoderWeights($0, configuration) }
    source = BeatSource(.input(), configuration)
    features = input(configuration.lastFeatures, "of a head in its last chunk, 0 for all of a word")
    words = (0..<decoder.heads).map { _ in
      Valid(.output()) {
        OperandWord($0, placeBits: configuration.placeBits, configuration)
      }
    }
    ends = Valid(.output(), "there are words") { DecodedEnd($0) }
    tap = .output { TappedCodes($0, configuration) }
    walk = CodeWalk(configuration)
    table = WeightTable(configuration)
    line = (0..<decoder.heads).map { _ in
      (0..<configuration.linesPerElement).map { _ in
        DecoderLine(
          features: configuration.array.macsPerLine, codesOfBeat: decoder.codes)
      }
    }
    // The first is always there.
    isPadding = (1..<configuration.featuresPerCycle).map { _ in dataRegister(.bit) }
  }

  var moduleName: String {
    "decoder_\(configuration.decoder.heads)x\(configuration.linesPerElement)_\(walk.moduleName)"
  }

  var documentation: Documentation {
    let decoder = configuration.decoder
    return Documentation(
      "Decodes tokens of queries and keys, \(decoder.codes.counted("code")) a cycle for "
        + "\(decoder.heads.counted("head")) at once, or lets words pass.",
      latency: [
        .cycles(
          1 + Self.latency, from: source.beats, to: words.map(\.valid),
          note: "for the last of a word, while a load waits for it")
      ],
      throughput: [
        .sentence(
          "codes for as many words as heads every cycle, and no cycle between tokens or loads")
      ],
      reset: [
        .control, .value(0, of: source.freed, ends.valid),
        .value(0, of: words.map(\.valid)),
        .value(1, of: loads.ready, weights.ready, source.beats.ready),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Codes and their weights")
    walk.loads <== loads
    walk.source <== source
    // What reads the table is over then.
    weights.ready <== walk.isIdle
    table.weights <== Valid(weights.fires, weights.payload)
    table.read <== Valid(walk.read.valid, WeightRead(of: walk.read.payload))

    section("Sums")
    for (lines, step) in zip(line, table.steps) {
      for (number, line) in lines.enumerated() {
        line.step <== step
        for (feature, codes) in line.codes.enumerated() {
          codes <== walk.codes.map { byte(number * lines[0].codes.count + feature, of: $0) }
        }
      }
    }
    places
    observation
  }

  private func byte(_ number: Int, of word: Signal) -> Signal {
    let bits = NumberFormats.operandBits
    return word[(number * bits)..<((number + 1) * bits)].asSigned
  }

  /// The places of words, beside their sums.
  @HardwareBuilder private var places: Behavior {
    section("Where the words go")
    let read = walk.read.payload
    var isThere = read.target.heads.map { walk.read.valid && read.codes.last && $0 }
    var end = [read.isKeys, read.target.tag, read.target.endsToken]
    if isPadding.isEmpty { unused("features", features) }
    var hasPadding = read.target.endsChunks && !read.codes.passes
    var (place, stride, chunk) = ([read.target.place], read.target.stride, read.target.chunk)
    for stage in 1...Self.latency {
      let moves = wire("moves_\(stage)", isThere[0])
      if stage == Self.latency, !isPadding.isEmpty {
        isPadding <== behindFeatures.map { hasPadding && $0 }
      }
      if place.count < words.count {
        // The heads that follow: twice as many places with each stage.
        let step = stride.shiftedLeft(by: stage - 1)
        place += place.map { ($0 + step).truncated(to: $0.width) }
      }
      place = place.enumerated().map { loaded("place_\(stage)_\($0)", $1, when: moves) }
      if place.count < words.count { stride = loaded("stride_\(stage)", stride, when: moves) }
      chunk = loaded("chunk_\(stage)", chunk, when: moves)
      end = end.enumerated().map { loaded("end_\(stage)_\($0)", $1, when: moves) }
      if !isPadding.isEmpty, stage < Self.latency {
        hasPadding = loaded("hasPadding_\(stage)", hasPadding, when: moves)
      }
      isThere = isThere.enumerated().map { delayed("isWord_\(stage)_\($0)", $1, reset: 0) }
    }
    for (head, word) in words.enumerated() {
      word
        <== Valid(
          isThere[head],
          OperandWord(
            place: place[head], chunk: chunk,
            words: masked(line[head].flatMap(\.decoded))))
    }
    ends
      <== Valid(
        isThere[0], DecodedEnd(isKeys: end[0], tag: end[1], endsToken: end[2]))
  }

  @HardwareBuilder private var observation: Behavior {
    section("Tap for the test bench: codes beside their steps")
    let read = walk.read
    let lanes = read.payload.codes
    let isThere = concatenate(lanes.lanes.reversed())
    tap
      <== Tap(
        valid: delayed("isTapped", read.valid && !lanes.passes, reset: 0),
        payload: TappedCodes(
          isKeys: loaded("tappedKeys", read.payload.isKeys, when: read.valid),
          code: loaded("tappedCode", lanes.code, when: read.valid),
          lanes: loaded("tappedLanes", isThere, when: read.valid),
          codes: concatenate(walk.codes.reversed())))
  }

  /// Whether a head has none of the features from the second on in its last chunk.
  private var behindFeatures: [Signal] {
    (1..<configuration.featuresPerCycle).map { features != 0 && features <= .number($0) }
  }

  /// The lines of a word, with zeros for what a head has not.
  private func masked(_ features: [Signal]) -> [Signal] {
    let count = configuration.array.macsPerLine
    let kept = features.enumerated().map { $0 == 0 ? $1 : mux(isPadding[$0 - 1], 0, $1) }
    return stride(from: 0, to: kept.count, by: count).map { start in
      concatenate(kept[start..<(start + count)].reversed())
    }
  }
}

/// What comes to an end with words.
struct DecodedEnd: SignalBundle {
  /// The words are keys, not queries.
  let isKeys: Signal
  let tag: Signal
  let endsToken: Signal
}

extension DecodedEnd {
  init(_ field: FieldMaker) {
    isKeys = field(.bit, "keys, not queries")
    tag = field(.unsigned(AcceleratorConfiguration.tagBits), "the unit's")
    endsToken = field(.bit, "a token is complete")
  }
}
