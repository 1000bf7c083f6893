import AttentionSpec
import HardwareDSL

/// The units of work under way: where the operands of their heads lie, what their heads are scaled
/// by, and when a unit has ended.
///
/// A unit ends when its rows have been handed over and all its tokens have arrived in all memories,
/// so that nothing of it comes late. Units end in the order in which they were given.
final class UnitTable: Module {
  let unit: Valid<UnitWrite>
  let head: Valid<HeadWrite>
  let lookup: HeadLookup
  let arrived: OperandArrivals
  let rowEnd: Valid<Item>

  let written: Signal
  let isFree = output(.bit, "a unit may be given")
  let clear: Valid<Item>

  let places: Memory
  let settings: Memory
  let next: HeadPlaces
  let nextHead, headsLeft, stride: Signal
  let end: Signal
  let first: Signal
  let tokens, rowsLeft: [Signal]
  let ends = register(.bit, reset: 0, "the oldest unit ends")

  private let configuration: AcceleratorConfiguration
  private static let units = AcceleratorConfiguration.unitsUnderWay
  private static let tagBits = AcceleratorConfiguration.tagBits

  /// Width of the number of a unit: its tag, and a bit that changes with every lap.
  static let numberBits = tagBits + 1

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let tag = HardwareType.unsigned(Self.tagBits)
    unit = Valid(.input()) { UnitWrite($0, configuration) }
    head = Valid(.input()) { HeadWrite($0, configuration) }
    lookup = HeadLookup(.input(), configuration)
    arrived = OperandArrivals(.input(), configuration)
    rowEnd = Valid(.input(), tag, "a row of the unit of this tag is handed over")
    written = output(.unsigned(Self.numberBits), "the number of the unit that is given next")
    clear = Valid(.output(), tag, "the unit of this tag has ended")

    let depth = Self.units << configuration.headBits
    places = Memory(.bits(lookup.places.layout.width), depth: depth, "Where heads begin")
    settings = Memory(.bits(lookup.settings.layout.width), depth: depth)
    next = HeadPlaces(.dataRegister(), configuration)
    nextHead = dataRegister(.unsigned(configuration.headBits), "the head whose places are next")
    headsLeft = register(
      .unsigned(bitsToHold(configuration.capacity.heads)), reset: 0, "heads without places")
    stride = dataRegister(.unsigned(configuration.tokenCountBits + 1))
    end = register(.unsigned(Self.numberBits), reset: 0, "the number of the unit given next")
    first = register(.unsigned(Self.numberBits), reset: 0, "the number of the oldest unit")
    tokens = (0..<Self.units).map { _ in dataRegister(.unsigned(configuration.tokenCountBits)) }
    rowsLeft = (0..<Self.units).map { _ in dataRegister(.unsigned(UnitWrite.rowBits)) }
  }

  var moduleName: String {
    let memory = configuration.memory
    return "unit_table_h\(configuration.capacity.heads)_t\(configuration.capacity.tokens)"
      + "_q\(memory.queries)_k\(memory.keys + memory.values)"
  }

  var documentation: Documentation {
    Documentation(
      "Table of up to \(Self.units) units of work under way, and of their heads.",
      latency: [
        .cycles(1, from: lookup.enable, to: lookup.places, lookup.settings),
        .cycles(1, from: unit.valid, to: isFree),
        .sentence("a cycle for each head, and one, until a unit is written"),
      ],
      throughput: [.one("head", from: lookup.enable, to: lookup.places)],
      reset: [
        .sentence("no unit"), .value(0, of: written, clear.valid), .value(1, of: isFree),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    giving
    lookingUp
    ending
  }

  @HardwareBuilder private var giving: Behavior {
    section("A unit is given, and the places of its heads are found one by one")
    let finds = wire("finds", headsLeft != 0)
    let tag = end.truncated(to: Self.tagBits)
    when(unit.valid) {
      headsLeft <== unit.heads
      nextHead <== 0
      next <== HeadPlaces(key: unit.keyBase, value: unit.valueBase, query: unit.queryBase)
      stride <== unit.stride
    }.elseWhen(finds) {
      headsLeft <== headsLeft &- 1
      nextHead <== nextHead &+ 1
      next
        <== HeadPlaces(
          key: behind(next.key), value: behind(next.value), query: behind(next.query))
    }
    places.write(next.asBits, at: place(tag, nextHead), enable: finds)
    settings.write(
      head.settings.asBits, at: place(head.tag, head.head), enable: head.valid)
    when(finds && headsLeft == 1) { end <== end &+ 1 }
    let hasEnded = delayed("hasEnded", rowEnd.valid, reset: 0)
    let endedTag = loaded("endedTag", rowEnd.data, when: rowEnd.valid)
    for (number, (tokens, rows)) in zip(tokens, rowsLeft).enumerated() {
      let isIts = wire("gives_\(number)", unit.valid && unit.tag == .number(number))
      let isEnd = wire("ends_\(number)", hasEnded && endedTag == .number(number))
      when(isIts) {
        tokens <== unit.tokens
        rows <== unit.rows
      }.elseWhen(isEnd) { rows <== rows &- 1 }
      claim(
        "RowIsOfUnit_\(number)", !isEnd || rows != 0, "no more rows end than the unit has")
    }
    written <== end
    isFree <== (!finds && (end ^ first) != .number(Self.units))
    claim(
      "UnitIsNext", !unit.valid || (isFree && unit.tag == tag),
      "a unit is given when there is room, under the tag behind that of the one before")
    claim("UnitHasHeads", !unit.valid || (unit.heads != 0 && unit.rows != 0))
    unused("others", unit.codes, unit.outputs)
  }

  private func behind(_ place: Signal) -> Signal {
    place &+ stride.extended(to: max(stride.width, place.width)).truncated(to: place.width)
  }

  private func place(_ tag: Signal, _ head: Signal) -> Signal {
    concatenate(tag.asBits, head.asBits).asUnsigned
  }

  @HardwareBuilder private var lookingUp: Behavior {
    section("What rows are told of their head")
    let address = wire("address", place(lookup.tag, lookup.head))
    places.read(at: address, enable: lookup.enable)
    settings.read(at: address, enable: lookup.enable)
    lookup.places <== places.readData.asBundle(like: lookup.places)
    lookup.settings <== settings.readData.asBundle(like: lookup.settings)
  }

  @HardwareBuilder private var ending: Behavior {
    section("The oldest unit ends when its rows are handed over and its tokens are there")
    let oldest = wire("oldest", first.truncated(to: Self.tagBits))
    let its = wire("itsTokens", select(tokens, at: oldest))
    let isThere = ["queries", "keys", "values"].enumerated().map { index, name in
      wire("\(name)AreThere", select(arrived.all[index].count, at: oldest) == its)
    }
    let isOver = wire("isOver", select(rowsLeft, at: oldest) == 0)
    // Before `first` has gone on, the same unit would end again.
    ends <== (!ends && first != end && isOver && allOf(isThere))
    when(ends) { first <== first &+ 1 }
    clear <== Valid(ends, oldest)
  }
}
