import AttentionSpec
import HardwareDSL

/// A write of the host to one element: at most one of the three enables is 1.
struct HostWrite: SignalBundle {
  let query: Signal
  let index: Signal
  let pointer: Signal
  let address: Signal
  let features: [Signal]
  /// The word of the index or of the pointers that is for this element.
  let number: Signal

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    query = field(.bit)
    index = field(.bit)
    pointer = field(.bit)
    address = field(.unsigned(MemoryMap.wordBits))
    features = (0..<configuration.linesPerElement).map { _ in
      field(.bits(8 * configuration.array.macsPerLine))
    }
    number = field(.bits(32))
  }
}

/// The part of a data word of the host that belongs to a MAC line.
func lineWord(
  _ data: Signal, _ line: Int, _ configuration: AcceleratorConfiguration
) -> Signal {
  let bits = 8 * configuration.array.macsPerLine
  return data[(line * bits)...(line * bits + bits - 1)].asBits
}

/// What the head's program sets before it starts.
struct Settings: SignalBundle {
  let softmaxScale: Signal
  let outputMultiplier: Signal

  init(_ field: FieldMaker) {
    softmaxScale = field(.unsigned(NumberFormats.softmaxScaleBits))
    outputMultiplier = field(.unsigned(NumberFormats.outputMultiplierBits))
  }
}

/// What the controllers tell every element in each cycle.
struct EntryControl: SignalBundle {
  let clear: Signal
  let restart: Signal
  let issue: Signal
  let advance: Signal
  let outputStationary: Signal
  /// Absent where every row is one chunk.
  let chunk: Signal?
  let firstChunk: Signal
  let lastChunk: Signal

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    clear = field(.bit, "a new head")
    restart = field(.bit, "go to the first slot")
    issue = field(.bit, "issue the current entry")
    advance = field(.bit, "go to the next slot")
    outputStationary = field(.bit, "1: SpMM, 0: SDDMM")
    chunk = configuration.chunkBits == 0 ? nil : field(.unsigned(configuration.chunkBits))
    firstChunk = field(.bit)
    lastChunk = field(.bit)
  }
}

/// An entry on its way to the operand buffers.
struct IssuedEntry: SignalBundle {
  let bank: Signal
  let address: Signal
  let row: Signal
  /// Absent where every row is one chunk.
  let chunk: Signal?
  let outputStationary: Signal
  let first: Signal
  let last: Signal
  let endsRow: Signal

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let widths = FieldWidths(configuration)
    bank = field(.unsigned(widths.bank))
    address = field(.unsigned(widths.bankAddress))
    row = field(.unsigned(widths.row))
    chunk = configuration.chunkBits == 0 ? nil : field(.unsigned(configuration.chunkBits))
    outputStationary = field(.bit)
    first = field(.bit)
    last = field(.bit)
    endsRow = field(.bit)
  }
}

/// An entry whose operands arrive.
struct FetchedEntry: SignalBundle {
  let outputStationary: Signal
  let first: Signal
  let last: Signal
  let endsRow: Signal
  let tag: Signal

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    outputStationary = field(.bit)
    first = field(.bit)
    last = field(.bit)
    endsRow = field(.bit)
    tag = field(.bits(SparserElement.rowAddressBits(configuration)))
  }
}
