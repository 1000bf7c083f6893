import AttentionSpec
import HardwareDSL

/// Index buffer: the kept entries of one element's query rows in compressed sparse column form of
/// K x Q-transposed, whose columns are query rows: one word per slot with the key token's place,
/// one pointer per row with the slot behind its last entry.
final class IdxBuf: Module {
  let indexWrite = input(.bit)
  let pointerWrite = input(.bit)
  let writeAddress: Signal
  let writeData = input(.bits(32))

  let restart = input(.bit, "go to the first slot")
  let advance = input(.bit, "go to the next slot")

  let valid = output(.bit, "the slot holds an entry")
  let bank: Signal
  let address: Signal
  let row: Signal
  let first = output(.bit, "the entry is its row's first")
  let last = output(.bit, "the entry is its row's last")

  let index: Memory
  let pointer: Memory
  let slot: Signal
  let currentRow: Signal
  let atRowStart = register(.bit, reset: 1)

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let widths = FieldWidths(configuration)
    writeAddress = input(.unsigned(16))
    bank = output(.unsigned(widths.bank))
    address = output(.unsigned(widths.bankAddress))
    row = output(.unsigned(widths.row))
    index = Memory(.bits(configuration.indexWordBits), depth: configuration.capacity.slots)
    pointer = Memory(
      .unsigned(configuration.slotCountBits), depth: configuration.capacity.queriesPerElement)
    slot = register(.unsigned(configuration.slotCountBits), reset: 0)
    currentRow = register(.unsigned(widths.row), reset: 0)
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
        .cycles(1, from: restart, advance, to: valid, bank, address, row, first, last)
      ],
      throughput: [.one("slot", from: advance, to: row, address)],
      reset: [
        .control, .value(1, of: first), .value(0, of: row),
        .sentence("at the first slot; contents undefined"),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    let word = index.readData
    let placeBits = configuration.indexWordBits - 1
    let isEntry = wire("isEntry", word[placeBits])
    let behind = wire("behind", slot + 1)
    let endsRow = wire("endsRow", isEntry && behind == pointer.readData.extended(to: behind.width))

    section("The next slot and its row are read ahead")
    let nextSlot = wire("nextSlot", mux(restart, 0, slot &+ 1))
    let rowStep = mux(endsRow, currentRow &+ 1, currentRow)
    let nextRow = wire("nextRow", mux(restart, 0, rowStep))
    let moves = wire("moves", restart || advance)
    when(moves) {
      slot <== nextSlot
      currentRow <== nextRow
      atRowStart <== (restart || mux(isEntry, endsRow, atRowStart))
    }
    index.read(at: nextSlot.truncated(to: index.addressWidth), enable: moves)
    pointer.read(at: nextRow, enable: moves)
    index.write(
      concatenate(writeData[0...placeBits]), at: writeAddress.truncated(to: index.addressWidth),
      enable: indexWrite)
    pointer.write(
      writeData[0...(configuration.slotCountBits - 1)].asUnsigned,
      at: writeAddress.truncated(to: pointer.addressWidth), enable: pointerWrite)

    section("The current entry")
    let addressBits = configuration.bankAddressBits
    valid <== isEntry
    address <== (addressBits == 0 ? 0 : word[0...(max(addressBits, 1) - 1)].asUnsigned)
    bank <== (configuration.bankBits == 0 ? 0 : word[addressBits...(placeBits - 1)].asUnsigned)
    row <== currentRow
    first <== atRowStart
    last <== endsRow
  }
}

/// Widths of fields as signals, which have at least one bit.
struct FieldWidths {
  let bank: Int
  let bankAddress: Int
  let row: Int
  let chunk: Int
  /// Counts of rows, from none to all.
  let rowCount: Int

  init(_ configuration: AcceleratorConfiguration) {
    bank = max(1, configuration.bankBits)
    bankAddress = max(1, configuration.bankAddressBits)
    row = max(1, configuration.queryBits)
    chunk = max(1, configuration.chunkBits)
    rowCount = bitsToHold(configuration.capacity.queriesPerElement)
  }
}
