import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Decodes tokens of queries and keys, a beat of codes a cycle, or lets words pass.
///
/// The beats of a token stay in a ring and are read again for each head, so no code is held in
/// registers. A token whose codes end inside a beat leaves the rest of it to the next; a load
/// begins with a beat of its own.
final class Decoder: Module {
  /// Cycles from a beat to the word that it is the last of.
  static let latency = 1 + DecoderLine.latency

  let loads: ReadyValid<DecoderLoad>
  let beats: ReadyValid<Item>
  let weights: Valid<HeadWeights>
  let weightsPlace: HeadPlace
  let word: Valid<DecodedWord>

  let ring: WindowRing
  let table: Memory
  let line: [DecoderLine]

  /// What is decoded: the token, the head, and the beat of the token.
  let token: Signal
  let head: Signal
  let place: Signal
  /// The code in the first lane of the beat: below 0 where others stand before those of the token.
  let firstCode: Signal
  /// Where the codes of the token begin in their first beat.
  let offset: Signal
  let address: Signal
  let tokenAddress: Signal
  let read: ReadCodes

  private let sizes: DecoderSizes

  init(_ sizes: DecoderSizes) {
    self.sizes = sizes
    loads = .input { DecoderLoad($0, sizes) }
    let wordBits = sizes.lines * sizes.featuresOfLine * NumberFormats.operandBits
    beats = .input(.bits(sizes.codesOfBeat * wordBits))
    weights = Valid(.input()) { HeadWeights($0, codes: sizes.codesMax) }
    weightsPlace = HeadPlace(.input(), sizes)
    word = Valid(.output()) { DecodedWord($0, sizes) }
    ring = WindowRing(
      .bits(sizes.codesOfBeat * wordBits), depth: sizes.beats,
      releasesMax: sizes.beatsOfTokenMax)
    table = Memory(
      .bits(weights.payload.layout.width), depth: 1 << weightsPlace.layout.width,
      "Weights, bias and shift of each head, for queries and for keys")
    line = (0..<sizes.lines).map { _ in
      DecoderLine(features: sizes.featuresOfLine, codesOfBeat: sizes.codesOfBeat)
    }
    token = register(.unsigned(bitsToHold(sizes.tokensMax)), reset: 0)
    head = register(.unsigned(bitsToHold(sizes.headsMax)), reset: 0)
    place = register(ring.first.type, reset: 0)
    firstCode = register(.signed(sizes.codeBits), reset: 0)
    offset = register(.unsigned(bitsToIndex(sizes.codesOfBeat)), reset: 0)
    address = dataRegister(.unsigned(sizes.addressBits))
    tokenAddress = dataRegister(.unsigned(sizes.addressBits))
    read = ReadCodes(.dataRegister(), sizes)
  }

  var moduleName: String {
    "decoder_\(sizes.lines)x\(sizes.featuresOfLine)x\(sizes.codesOfBeat)_c\(sizes.codesMax)"
      + "_h\(sizes.headsMax)_t\(sizes.tokensMax)_a\(sizes.addressBits)_d\(sizes.beats)"
  }

  var documentation: Documentation {
    Documentation(
      "Decodes tokens of queries and keys, a beat of up to "
        + "\(sizes.codesOfBeat.counted("code")) a cycle, or lets words pass.",
      latency: [
        .cycles(1 + Self.latency, from: beats, to: word.valid, note: "for the last of a word")
      ],
      reset: [.control, .value(0, of: word.valid), .value(1, of: beats.ready)],
      combinationalPaths: [.path(from: loads.valid, loads.payload, to: loads.ready)])
  }

  var body: Behavior {
    let load = loads.payload
    let passes = wire("passes", load.codes == 0)
    let codes = wire("codes", mux(passes, 1, load.codes))
    walk(load, passes: passes, codes: codes)
    weigh
    write
  }

  /// Beats of a token for each of its heads, token after token.
  @HardwareBuilder private func walk(
    _ load: DecoderLoad, passes: Signal, codes: Signal
  ) -> Behavior {
    section("The walk: beats of the codes of a token, for each of its words")
    let used = wire("used", codes.toSigned() - firstCode, "lanes up to the token's last code")
    let lanes = Signal(sizes.codesOfBeat, used.type)
    let endsWord = wire("endsWord", used <= lanes)
    let isLastHead = wire("isLastHead", head &+ 1 == load.heads)
    let endsLoad = wire("endsLoad", endsWord && isLastHead && token &+ 1 == load.tokens)
    let endsCodes = wire("endsCodes", endsWord && (passes || isLastHead))
    let endsBeat = wire("endsBeat", used == lanes || endsLoad)
    ring.input <== beats
    let beat = ring.reads[0]
    beat.valid <== loads.valid
    beat.payload.data <== place
    let issues = wire("issues", loads.valid && beat.ready)
    loads.ready <== (issues && endsLoad)

    let newOffset = wire("newOffset", used.asUnsigned.truncated(to: offset.width))
    ring.releases <== 0
    when(issues) {
      when(!endsWord) {
        firstCode <== firstCode &+ Signal(sizes.codesOfBeat, firstCode.type)
        place <== ring.next(place)
        beatsBefore <== beatsBefore &+ 1
      }.elseWhen(!endsCodes) {
        firstCode <== Signal(0, firstCode.type) &- offset.toSigned().extended(to: firstCode.width)
        place <== ring.first
        beatsBefore <== 0
      }.otherwise {
        let ended = mux(endsBeat, 0, newOffset)
        offset <== ended
        firstCode <== Signal(0, firstCode.type) &- ended.toSigned().extended(to: firstCode.width)
        when(endsBeat) { place <== ring.next(place) }
        ring.releases <== beatsBefore.extended(to: ring.releases.width) &+ endsBeat.asUnsigned
        beatsBefore <== 0
      }
    }
    step(load, when: issues && endsWord, isLastHead: isLastHead, endsLoad: endsLoad)

    table.read(at: HeadPlace(isKeys: load.isKeys, head: .truncating(head)).asBits.asUnsigned, enable: issues)
    when(issues) {
      read
        <== ReadCodes(
          address: mux(atStart, load.base, address), isKeys: load.isKeys, passes: passes,
          codes: codes, firstCode: firstCode, first: firstCode <= 0, last: endsWord)
    }
    isRead <== issues
  }

  /// The next word.
  @HardwareBuilder private func step(
    _ load: DecoderLoad, when steps: Signal, isLastHead: Signal, endsLoad: Signal
  ) -> Behavior {
    let tokenStart = wire("tokenStart", mux(atStart, load.base, tokenAddress))
    let wordAddress = wire("wordAddress", mux(atStart, load.base, address))
    when(steps) {
      atStart <== endsLoad
      head <== mux(isLastHead, 0, head &+ 1)
      when(isLastHead) {
        token <== mux(endsLoad, 0, token &+ 1)
        tokenAddress <== tokenStart &+ 1
        address <== tokenStart &+ 1
      }.otherwise {
        tokenAddress <== tokenStart
        address <== wordAddress &+ load.stride
      }
    }
  }

  @HardwareBuilder private var weigh: Behavior {
    section("Weights of the codes in a beat: 0 for those of other tokens, 1 for what passes")
    table.write(
      weights.payload.asBits, at: weightsPlace.asBits.asUnsigned, enable: weights.valid)
    let its = HeadWeights(.wire(), codes: sizes.codesMax)
    let stored = table.readData.asBundle(like: weights.payload)
    let steps = (0..<sizes.codesOfBeat).map { lane in
      weight(of: lane)
    }
  }
}
