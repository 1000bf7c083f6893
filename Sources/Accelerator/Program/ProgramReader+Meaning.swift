import AttentionSpec
import HardwareDSL

// What instructions say, and to whom.

extension ProgramReader {
  @HardwareBuilder var phases: Behavior {
    section("What may come next")
    when(does(.begin)) { phase <== .index }
      .elseWhen(does(.index)) { phase <== .firstUnit }
      .elseWhen(units.valid) { phase <== .unit }
      .elseWhen(does(.end)) { phase <== .ended }
    when(fault.valid) { phase <== .refused }
    when(start) { phase <== .begin }
    isEnded <== (phase == .ended)

    section("BEGIN and INDEX")
    let word = next.word
    let (first, second) = (Opcode.begin, Opcode.index)
    when(does(.begin)) {
      heldSlots <== first.field("slots", of: word)
      heldRows <== first.field("rows", of: word)
      heldFeatures <== first.field("features", of: word, to: heldFeatures.width)
      heldChunks <== first.field("chunks", of: word, to: heldChunks.width)
    }
    chunks <== heldChunks
    features <== heldFeatures
    rows <== heldRows
    index.valid <== does(.index)
    index.payload
      <== IndexStart(
        slotsOffset: second.field("slotsOffset", of: word),
        rowsOffset: second.field("rowsOffset", of: word), slots: heldSlots, rows: heldRows)
  }

  @HardwareBuilder var unitMeaning: Behavior {
    section("UNIT and HEAD")
    let word = next.word
    units.valid <== (does(.unit) && isFree)
    units.payload <== unitWrite(word)
    when(units.valid) {
      unit <== UnitState(units.payload)
      nextTag <== nextTag &+ 1
      hasLoad <== 0
    }
    let head = Opcode.head
    heads.valid <== does(.head)
    heads.payload
      <== HeadWrite(
        tag: unit.tag, head: head.field("head", of: word, to: configuration.headBits),
        settings: Settings(
          softmaxScale: head.field("softmaxScale", of: word),
          outputMultiplier: head.field("outputMultiplier", of: word)))
  }

  private func unitWrite(_ word: Signal) -> UnitWrite {
    let field = units.payload
    func number(_ name: String, _ field: Signal) -> Signal {
      Opcode.unit.field(name, of: word, to: field.width)
    }
    let tokens = number("tokens", field.tokens)
    return UnitWrite(
      tag: nextTag, tokens: tokens, heads: number("heads", field.heads),
      codes: number("codes", field.codes), stride: stride(tokens),
      rows: number("rows", field.rows), keyBase: number("keyPlace", field.keyBase),
      valueBase: number("valuePlace", field.valueBase),
      queryBase: number("queryPlace", field.queryBase),
      outputs: number("outputsOffset", field.outputs))
  }

  @HardwareBuilder var loadMeaning: Behavior {
    section("DECODER and LOAD: both halves of a load go, each as soon as it is taken")
    let word = next.word
    let (load, memory) = (Opcode.load, Opcode.load.field("memory", of: next.word))
    let isOfValues = wire("isOfValues", memory == .number(OperandMemory.values.number))
    let isOfKeys = wire("isOfKeys", memory == .number(OperandMemory.keys.number))
    let loads = wire("loads", does(.load))
    let weighs = wire("weighs", does(.decoder))
    codes.valid <== (weighs || loads && !isOfValues && !isPlaced)
    codeAsks.valid <== (loads && !isOfValues && !isAsked)
    values.valid <== (loads && isOfValues && !isPlaced)
    valueAsks.valid <== (loads && isOfValues && !isAsked)

    let ask = LoadAsk(
      address: reach.address, bytes: load.field("bytes", of: word),
      wait: LoadWait.decoded(from: load.field("wait", of: word).asBits, otherwise: .nothing),
      count: load.field("count", of: word))
    codeAsks.payload <== ask
    valueAsks.payload <== ask
    values.payload <== places(of: word, from: unit.valueBase)
    codes.payload
      <== CodeCommand(
        isWeights: weighs, weights: weights(of: word),
        load: CodeLoad(
          isKeys: isOfKeys, codes: unit.codes.resized(to: configuration.codeCountBits),
          places: places(of: word, from: codeBase(isOfKeys))))

    let asksNow = mux(isOfValues, valueAsks.ready, codeAsks.ready)
    let placesNow = mux(isOfValues, values.ready, codes.ready)
    let isDone = wire("isDone", (isAsked || asksNow) && (isPlaced || placesNow))
    when(loads) {
      hasLoad <== 1
      isAsked <== (!isDone && (isAsked || asksNow))
      isPlaced <== (!isDone && (isPlaced || placesNow))
    }
    leaves
      <== (phase == .ended
        || isRight
          && mux(
            Opcode.unit.isThat(of: word), isFree,
            mux(
              load.isThat(of: word), isDone,
              !Opcode.decoder.isThat(of: word) || codes.ready)))
    claim("OfLoad", loads || !isAsked && !isPlaced)
  }

  private func codeBase(_ isOfKeys: Signal) -> Signal {
    mux(
      isOfKeys, unit.keyBase.resized(to: configuration.placeBits),
      unit.queryBase.resized(to: configuration.placeBits))
  }

  private func places(of word: Signal, from base: Signal) -> LoadPlaces {
    let bits = configuration.placeBits
    let load = Opcode.load
    return LoadPlaces(
      tag: unit.tag,
      place: base.resized(to: bits) &+ load.field("firstToken", of: word, to: bits),
      tokens: load.field("tokens", of: word, to: configuration.tokenCountBits),
      heads: unit.heads,
      stride: unit.stride.resized(to: configuration.tokenCountBits),
      chunks: heldChunks)
  }

  private func weights(of word: Signal) -> DecoderWeights {
    let decoder = Opcode.decoder
    return DecoderWeights(
      isKeys: decoder.field("keys", of: word)[0],
      head: decoder.field("head", of: word, to: configuration.headBits),
      group: decoder.field("group", of: word, to: configuration.weightGroupBits),
      weight: (0..<DecoderWeights.group).map { decoder.field("weight\($0)", of: word) },
      bias: decoder.field("bias", of: word), shift: decoder.field("shift", of: word))
  }
}
