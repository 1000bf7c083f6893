import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Says where in the memory outside words of outputs go: token by token, the heads of a token side
/// by side, and the chunks of a head.
final class OutputPlacer: Module {
  let places: ReadyValid<OutputPlace>
  let units: Valid<UnitOutputs>
  let chunks: Signal
  let base: Signal
  let requests: ReadyValid<MemoryRequest>

  let unit: [UnitBegin]
  let queue: StreamFIFO<MemoryRequest>

  private let configuration: AcceleratorConfiguration

  /// Steps of the arithmetic, each with a register behind it; a product and a sum more where a
  /// head may have several chunks.
  static func steps(_ configuration: AcceleratorConfiguration) -> Int {
    configuration.chunkBits == 0 ? 4 : 6
  }

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    places = .input { OutputPlace($0, configuration) }
    units = Valid(.input()) { UnitOutputs($0, configuration) }
    chunks = input(.unsigned(configuration.chunkCountBits), "of a head, at least 1")
    base = input(.unsigned(configuration.port.addressBits), "of the outputs")
    func request(_ field: FieldMaker) -> MemoryRequest {
      MemoryRequest(
        field, addressBits: configuration.port.addressBits,
        bytesBits: bitsToHold(configuration.wordBytes))
    }
    requests = .output(request)
    unit = (0..<AcceleratorConfiguration.unitsUnderWay).map { _ in
      UnitBegin(
        heads: dataRegister(.unsigned(bitsToHold(configuration.capacity.heads))),
        offset: dataRegister(.unsigned(AcceleratorConfiguration.offsetBits)))
    }
    queue = StreamFIFO(depth: 2, request)
  }

  var moduleName: String { configuration.name + "_output_placer" }

  var documentation: Documentation {
    Documentation(
      "Says where words of outputs go: token by token, heads side by side, and their chunks.",
      latency: [.cycles(Self.steps(configuration) + 1, from: places, to: requests)],
      throughput: [.one("word", from: places, to: requests)],
      reset: [.value(0, of: requests.valid), .value(1, of: places.ready)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Where the outputs of each unit begin")
    for (tag, unit) in unit.enumerated() {
      when(units.valid && units.tag == .number(tag)) {
        unit <== UnitBegin(heads: units.heads, offset: units.offset)
      }
    }

    section("The number of the word: (token * heads + head) * chunks + chunk")
    places.ready <== queue.input.ready
    let place = places.payload.place
    let chosen = select(unit, at: place.tag)
    let heads = step("heads", chosen.heads)
    let offset = step("offset", chosen.offset)
    let token = step("token", place.token)
    let head = (0..<2).reduce(place.head) { step("head\($1)", $0) }
    let product = step("product", token * heads)
    let row = step("row", product &+ head.extended(to: product.width))
    let word = withChunks(row)
    let bytes = word.shiftedLeft(by: bitsToIndex(configuration.wordBytes))
    let address = step("address", sum(of: bytes, and: offset))

    if configuration.chunkBits == 0 { unused("chunk", places.payload.chunk, chunks) }

    section("The requests, whose valid bit goes beside")
    let isThere = register("isThere", .bits(Self.steps(configuration)), reset: 0)
    when(queue.input.ready) {
      isThere <== concatenate(isThere.asBits, places.valid).truncated(to: isThere.width)
    }
    queue.input.valid <== isThere[isThere.width - 1]
    queue.input.payload.address <== address
    queue.input.payload.bytes <== .number(configuration.wordBytes)
    requests <== queue.output
  }

  /// A value a step later.
  private func step(_ name: IndexedName, _ value: Signal) -> Signal {
    loaded(name, value, when: queue.input.ready)
  }

  /// The number of a word of a row.
  private func withChunks(_ row: Signal) -> Signal {
    guard configuration.chunkBits > 0 else { return row }
    let chunk = (0..<4).reduce(places.payload.chunk) { step("chunk\($1)", $0) }
    let scaled = step("scaled", row * chunks)
    return step("word", scaled &+ chunk.extended(to: scaled.width))
  }

  /// The base, an offset that was there when the number of the word was begun, and the bytes of
  /// words before it. While the number is made, what lies above its bits is added with the carry
  /// of the words and without it, so that no carry runs through a whole address.
  private func sum(of bytes: Signal, and offset: Signal) -> Signal {
    let low = min(bytes.width, base.width)
    let offset = offset.resized(to: base.width)
    let start = step("start", base[..<low].asUnsigned + offset[..<low].asUnsigned)
    let steps = 0..<(Self.steps(configuration) - 4)
    func later(_ name: String, _ value: Signal) -> Signal {
      steps.reduce(step("\(name)OfRow", value)) { step("\(name)OfWord\($1)", $0) }
    }
    let sum = wire(
      "lowSum",
      later("start", start[..<low].asUnsigned) + bytes.truncated(to: low))
    guard low < base.width else { return sum.truncated(to: low) }
    let high = step("startHigh", base[low...].asUnsigned &+ offset[low...].asUnsigned)
    let carry = start[low].asUnsigned.extended(to: high.width)
    let same = later("high", high &+ carry)
    let next = later("nextHigh", high &+ carry &+ 1)
    return concatenate(mux(sum[low], next, same), sum[..<low]).asUnsigned
  }
}
