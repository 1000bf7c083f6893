import AttentionSpec
import HardwareDSL

/// The keys and values that are on chip, in banks that all elements read by a crossbar.
///
/// The tokens of heads are numbered through, the keys in front of the values: number `n` is in bank
/// `n mod banks`. Keys are written as they come, several a cycle. Words go to banks over some buses,
/// bank `n` over bus `n mod buses`, for a choice of words before each bank would take more cells
/// than it wins cycles; a value waits while its bus takes a key.
final class OperandBanks: Module {
  let keys: [Valid<OperandWord>]
  let values: ReadyValid<OperandWord>
  let read: [KeyValueRead]

  let bank: [OperandBuffer]
  let crossbar: BankCrossbar

  private let configuration: AcceleratorConfiguration
  private let shape: BankShape

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let shape = BankShape(configuration)
    self.shape = shape
    let (lines, wordBits) = (configuration.linesPerElement, configuration.lineWordBits)
    keys = (0..<configuration.decoder.heads).map { _ in
      Valid(.input()) { OperandWord(ofBanks: $0, configuration) }
    }
    values = .input { OperandWord(ofBanks: $0, configuration) }
    read = (0..<configuration.array.elements).map { _ in
      KeyValueRead(ofBanks: .input(), configuration)
    }
    bank = (0..<shape.banks).map { _ in
      OperandBuffer(lines: lines, wordBits: wordBits, depth: shape.depth)
    }
    crossbar = BankCrossbar(
      ports: configuration.array.elements, banks: shape.banks, lines: lines, wordBits: wordBits,
      bankBits: shape.bankBits, addressBits: shape.addressBits)
  }

  var moduleName: String {
    "operand_banks_\(shape.banks)x\(configuration.linesPerElement)x\(configuration.lineWordBits)"
      + "_d\(shape.depth)_p\(read.count)_w\(keys.count)_c\(configuration.chunkBits)"
  }

  var documentation: Documentation {
    let (enables, words) = (read.map(\.enable), read.map(\.words))
    return Documentation(
      "\(shape.banks.counted("bank")) of keys and values, which "
        + "\(read.count.counted("element")) read. Requires that elements which read one bank in "
        + "one cycle read one word of it, and that keys which come together take different buses.",
      latency: [
        .cycles(1, from: enables, read.map(\.bank), to: words),
        .sentence("a word that is written can be read in the next cycle"),
      ],
      throughput: [.one("word for each element", from: enables, to: words)],
      reset: [.none, .sentence("contents undefined")],
      combinationalPaths: [
        .path(
          from: keys.map(\.valid), keys.map(\.payload.place), values.payload.place,
          to: values.ready)
      ])
  }

  var body: Behavior {
    let keyPlace = keys.map { shape.place($0.payload) }
    let valuePlace = shape.place(values.payload)
    section("Writes: keys at once, values where no key goes")
    let keyBus = keyPlace.map { $0.bank.truncated(to: shape.busBits) }
    let valueBus = valuePlace.bank.truncated(to: shape.busBits)
    let meets = zip(keys, keyBus).enumerated().map { number, key in
      wire("meets_\(number)", key.0.valid && key.1 == valueBus)
    }
    values.ready <== !anyOf(meets)
    let word = values.payload
    for bus in 0..<shape.buses {
      let taking = zip(keys, keyBus).enumerated().map { number, key in
        wire("bus_\(bus)_takes_\(number)", key.0.valid && key.1 == .number(bus))
      }
      let takesKey = wire("bus_\(bus)_takesKey", anyOf(taking))
      let address = wire(
        "bus_\(bus)_address",
        mux(takesKey, picked(keyPlace.map(\.address), by: taking), valuePlace.address))
      let words = word.words.enumerated().map { line, word in
        wire(
          "bus_\(bus)_word_\(line)",
          mux(takesKey, picked(keys.map { $0.payload.words[line] }, by: taking), word))
      }
      for target in stride(from: bus, to: shape.banks, by: shape.buses) {
        let isKey = zip(keys, keyPlace).map { $0.valid && $1.bank == .number(target) }
        let isValue = values.valid && valuePlace.bank == .number(target) && !takesKey
        bank[target].write
          <== OperandWrite(enable: anyOf(isKey) || isValue, address: address, words: words)
      }
    }
    for second in keys.indices {
      for first in 0..<second {
        assume(
          "KeysApart_\(first)_\(second)",
          !(keys[first].valid && keys[second].valid) || keyBus[first] != keyBus[second],
          "keys that come together take different buses")
      }
    }
    cover("Waits", values.valid && !values.ready)

    section("Reads")
    crossbar.port <== read
    bank.map(\.read) <== crossbar.bank
  }
}

/// The sizes of the banks of keys and values.
struct BankShape {
  let banks: Int
  /// Buses by which words come: twice as many as keys may come at once, four at least.
  let buses: Int
  /// Words of a bank.
  let depth: Int
  let bankBits: Int
  let busBits: Int
  let addressBits: Int

  init(_ configuration: AcceleratorConfiguration) {
    banks = configuration.memory.banks
    buses = min(banks, max(4, 2 * configuration.decoder.heads))
    busBits = bitsToIndex(buses)
    let words = configuration.memory.keys + configuration.memory.values
    depth = dividedRoundingUp(words, by: banks) << configuration.chunkBits
    bankBits = bitsToIndex(banks)
    addressBits = configuration.keyValueBits - bankBits + configuration.chunkBits
  }

  func place(_ word: OperandWord) -> BankedPlace {
    BankedPlace(of: word.place, chunk: word.chunk, bankBits: bankBits)
  }
}

extension KeyValueRead {
  /// One of `OperandBanks`.
  init(ofBanks field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let shape = BankShape(configuration)
    self.init(
      field, lines: configuration.linesPerElement, wordBits: configuration.lineWordBits,
      bankBits: shape.bankBits, addressBits: shape.addressBits)
  }
}
