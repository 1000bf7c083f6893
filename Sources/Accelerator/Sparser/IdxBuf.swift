import AttentionSpec
import HardwareDSL

/// Index buffer: the kept entries of one element's query rows in compressed sparse column form of
/// K x Q-transposed, whose columns are query rows: one word per slot with the key token's place,
/// one pointer per row with the slot behind its last entry.
final class IdxBuf: Module {
  let write = IndexWrite(.input())
  let walk = Walk(.input())
  let entry: Valid<Entry>

  let index: Memory
  let pointer: Memory
  let current: IndexPosition
  let atRowStart = register(.bit, reset: 1)

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    entry = Valid(.output(), "the slot holds an entry") { Entry($0, configuration) }
    index = Memory(.bits(configuration.indexWordBits), depth: configuration.capacity.slots)
    pointer = Memory(
      .unsigned(configuration.slotCountBits), depth: configuration.capacity.queriesPerElement)
    current = IndexPosition(.register(reset: 0), configuration)
  }

  var moduleName: String {
    let capacity = configuration.capacity
    return "idx_buf_s\(capacity.slots)_q\(capacity.queriesPerElement)"
      + "_b\(configuration.banks)x\(capacity.tokensPerBank)"
  }

  var documentation: Documentation {
    Documentation(
      "Index buffer in compressed sparse column form; a column is one of the element's query rows.",
      latency: [
        .cycles(1, from: walk, to: entry.valid, entry.payload)
      ],
      throughput: [.one("slot", from: walk.advance, to: entry.row, entry.place.address)],
      reset: [
        .control, .value(1, of: entry.first), .value(0, of: entry.row),
        .sentence("at the first slot; contents undefined"),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    let word = index.readData.asBundle { IndexWord($0, configuration) }
    let isEntry = wire("isEntry", word.isEntry)
    let behind = wire("behind", current.slot &+ 1)
    // Pointers are there before entries: whether a row ends waits for no entry.
    let isLast = wire("isLast", behind == pointer.readData)
    let endsRow = wire("endsRow", isEntry && isLast)

    section("The next slot and its row are read ahead")
    let row = mux(endsRow, current.row &+ 1, current.row)
    let next = wire(
      "next",
      IndexPosition(
        slot: mux(walk.restart, 0, behind), row: mux(walk.restart, 0, row)))
    let moves = wire("moves", walk.restart || walk.advance)
    when(moves) {
      current <== next
      atRowStart <== (walk.restart || mux(isEntry, endsRow, atRowStart))
    }
    index.read(at: .truncating(next.slot), enable: moves)
    pointer.read(at: next.row, enable: moves)
    index.write(
      write.number[..<configuration.indexWordBits], at: .truncating(write.address),
      enable: write.index)
    pointer.write(
      write.number[..<configuration.slotCountBits].asUnsigned,
      at: .truncating(write.address), enable: write.pointer)

    section("The current entry")
    entry
      <== Valid(
        isEntry,
        Entry(
          place: TokenPlace(bank: word.place.bank, address: word.place.address), row: current.row,
          first: atRowStart, last: isLast))

    let limits = [
      word.place.bank.isBelow(configuration.banks),
      word.place.address.isBelow(configuration.capacity.tokensPerBank),
    ].compactMap { $0 }
    if !limits.isEmpty {
      claim(
        "PlaceExists", !(walk.advance && isEntry) || allOf(limits),
        "the place of an entry is one of a bank")
    }
  }
}
