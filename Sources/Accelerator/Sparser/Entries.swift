import AttentionSpec
import HardwareDSL

/// Where the key and the value of a token are.
struct TokenPlace: SignalBundle {
  let bank: Signal
  let address: Signal
}

extension TokenPlace {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    bank = field(.unsigned(configuration.bankBits))
    address = field(.unsigned(configuration.bankAddressBits))
  }
}

/// A word of the index of an element, as `MemoryMap` packs it.
struct IndexWord: SignalBundle {
  let isEntry: Signal
  let place: TokenPlace
}

extension IndexWord {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isEntry = field(.bit, "the slot is not idle")
    place = TokenPlace(field, configuration)
  }
}

/// A kept entry as the index buffer gives it.
struct Entry: SignalBundle {
  let place: TokenPlace
  let row: Signal
  let first: Signal
  let last: Signal
}

extension Entry {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = TokenPlace(field, configuration)
    row = field(.unsigned(configuration.queryBits))
    first = field(.bit, "the entry is its row's first")
    last = field(.bit, "the entry is its row's last")
  }
}

/// Where an index buffer is.
struct IndexPosition: SignalBundle {
  let slot: Signal
  let row: Signal
}

extension IndexPosition {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    slot = field(.unsigned(configuration.slotCountBits))
    row = field(.unsigned(configuration.queryBits))
  }
}

/// An entry on its way to the operand buffers.
struct IssuedEntry: SignalBundle {
  let place: TokenPlace
  let numeratorIndex: Signal
  let entry: ProcessedEntry
}

extension IssuedEntry {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = TokenPlace(field, configuration)
    numeratorIndex = field(.unsigned(configuration.slotCountBits))
    entry = ProcessedEntry(field, configuration)
  }
}

/// What the SpMM controller knows of an element's current entry.
struct EntryStatus: SignalBundle {
  let valid: Signal
  let last: Signal
  let numeratorReady: Signal
  let reciprocalReady: Signal
}

extension EntryStatus {
  init(_ field: FieldMaker) {
    valid = field(.bit, "the slot holds an entry")
    last = field(.bit, "the entry is its row's last")
    numeratorReady = field(.bit, "the entry's softmax numerator is there")
    reciprocalReady = field(.bit, "its row's reciprocal is there")
  }
}
