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

  /// One of the rows of an element.
  init(ofRows field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    self.init(
      field, lines: configuration.linesPerElement, wordBits: configuration.lineWordBits,
      addressBits: RowAddress.bits(configuration))
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

  /// One of the rows of an element.
  init(ofRows field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    self.init(
      field, lines: configuration.linesPerElement, wordBits: configuration.lineWordBits,
      addressBits: RowAddress.bits(configuration))
  }

  /// One of the outputs of an element: a word for each position in a line.
  init(ofOutputs field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    self.init(
      field, lines: configuration.array.macsPerLine,
      wordBits: NumberFormats.operandBits * configuration.linesPerElement,
      addressBits: RowAddress.bits(configuration))
  }
}

/// A write of the outputs at one position of all lines.
struct OutputWrite: SignalBundle {
  let enable: Signal
  let address: Signal
  let position: Signal
  let bytes: Signal
}

extension OutputWrite {
  init(_ field: FieldMaker, lines: Int, macs: Int, addressBits: Int) {
    enable = field(.bit)
    address = field(.unsigned(addressBits))
    position = field(.unsigned(bitsToIndex(macs)), "in the lines")
    bytes = field(.bits(NumberFormats.operandBits * lines), "signed, the first line's lowest")
  }
}

/// The place of a chunk of a key or value in a bank.
struct KeyValueAddress: SignalBundle {
  let token: Signal
  let chunk: Signal
  let isValue: Signal

  static func bits(_ configuration: AcceleratorConfiguration) -> Int {
    configuration.bankAddressBits + configuration.chunkBits + 1
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

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    self.init(
      field, lines: configuration.linesPerElement, wordBits: configuration.lineWordBits,
      bankBits: configuration.bankBits, addressBits: KeyValueAddress.bits(configuration))
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

/// A write of keys or values to one of the banks.
struct BankWrite: SignalBundle {
  let enable: [Signal]
  let address: Signal
  let words: [Signal]
}

extension BankWrite {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    enable = (0..<configuration.banks).map { _ in field(.bit) }
    address = field(.unsigned(KeyValueAddress.bits(configuration)))
    words = configuration.lineWords(field)
  }
}
