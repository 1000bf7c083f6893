import AttentionSpec
import HardwareDSL

/// A word of the host for an address of the `MemoryMap`.
struct WriteRequest: SignalBundle {
  let address: Signal
  let data: Signal
}

extension WriteRequest {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    address = field(.bits(32), "region, unit, word")
    data = field(.bits(configuration.busBits))
  }
}

/// A write of the host, and who takes it: at most one kind of enable is 1.
struct DecodedWrite: SignalBundle {
  let query: [Signal]
  let index: [Signal]
  let pointer: [Signal]
  let bank: [Signal]
  let isValue: Signal
  let word: Signal
  let data: Signal
}

extension DecodedWrite {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    func each(_ note: String) -> [Signal] {
      (0..<configuration.array.elements).map { _ in field(.bit, note) }
    }
    query = each("an element takes a word of queries")
    index = each("an element takes its word of the index")
    pointer = each("an element takes its row pointer")
    bank = each("a bank takes a word of keys or values")
    isValue = field(.bit, "it is one of values")
    word = field(.unsigned(MemoryMap.wordBits))
    data = field(.bits(configuration.busBits))
  }
}
