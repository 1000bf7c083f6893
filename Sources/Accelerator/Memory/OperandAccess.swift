import AttentionSpec
import HardwareDSL

/// A write of a word for each line under one address.
struct OperandWrite: SignalBundle {
  let enable: Signal
  let address: Signal
  let words: [Signal]
}

extension OperandWrite {
  init(_ field: FieldMaker, lines: Int, wordBits: Int, addressBits: Int) {
    enable = field(.bit)
    address = field(.unsigned(addressBits))
    words = (0..<lines).map { _ in field(.bits(wordBits)) }
  }
}

/// A read of a word for each line under one address; the words come back a cycle later, and stay.
struct OperandRead: SignalBundle {
  let enable: Signal
  let address: Signal
  let words: [Signal]
}

extension OperandRead {
  init(_ field: FieldMaker, lines: Int, wordBits: Int, addressBits: Int) {
    enable = field(.bit)
    address = field(.unsigned(addressBits))
    words = (0..<lines).map { _ in field.flipped(.bits(wordBits), "the word read last") }
  }
}

/// Where an element wants a key or value from.
struct KeyValueRequest: SignalBundle {
  let enable: Signal
  let bank: Signal
  let address: Signal
}

/// A read of a key or value from any bank; the words come back a cycle later.
struct KeyValueRead: SignalBundle {
  let enable: Signal
  let bank: Signal
  let address: Signal
  let words: [Signal]

  /// What goes to the banks.
  var request: KeyValueRequest { KeyValueRequest(enable: enable, bank: bank, address: address) }
}

extension KeyValueRead {
  init(_ field: FieldMaker, lines: Int, wordBits: Int, bankBits: Int, addressBits: Int) {
    enable = field(.bit)
    bank = field(.unsigned(bankBits))
    address = field(.unsigned(addressBits))
    words = (0..<lines).map { _ in field.flipped(.bits(wordBits)) }
  }

  /// One of a token's place in the memory of keys and values: its low bits say the bank, and the
  /// others, with the chunk below them, the address there.
  init(ofPlaces field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let bankBits = bitsToIndex(configuration.memory.banks)
    self.init(
      field, lines: configuration.linesPerElement, wordBits: configuration.lineWordBits,
      bankBits: bankBits,
      addressBits: configuration.keyValueBits - bankBits + configuration.chunkBits)
  }
}
