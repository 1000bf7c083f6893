import AttentionSpec
import HardwareDSL

/// The banks of keys and values, one for each element, and the crossbar by which every element
/// reads any of them.
final class KeyValueBanks: Module {
  let write: BankWrite
  let read: [KeyValueRead]

  let bank: [OperandBuffer]
  let crossbar: BankCrossbar

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let (lines, wordBits) = (configuration.linesPerElement, configuration.lineWordBits)
    write = BankWrite(.input(), configuration)
    read = (0..<configuration.banks).map { _ in KeyValueRead(.input(), configuration) }
    bank = (0..<configuration.banks).map { _ in
      OperandBuffer(lines: lines, wordBits: wordBits, depth: configuration.bankWords)
    }
    crossbar = BankCrossbar(
      ports: configuration.banks, lines: lines, wordBits: wordBits,
      bankBits: configuration.bankBits, addressBits: KeyValueAddress.bits(configuration))
  }

  var moduleName: String {
    "key_value_banks_\(configuration.banks)x\(configuration.linesPerElement)"
      + "x\(configuration.lineWordBits)_d\(configuration.bankWords)"
  }

  var documentation: Documentation {
    let (enables, words) = (read.map(\.enable), read.map(\.words))
    return Documentation(
      "\(configuration.banks) banks of keys and values, which as many elements read. "
        + "Requires that elements which read one bank in one cycle read one word of it.",
      latency: [.cycles(1, from: enables, read.map(\.bank), to: words)],
      throughput: [.one("word for each element", from: enables, to: words)],
      reset: [.none, .sentence("contents undefined")], combinationalPaths: .none)
  }

  var body: Behavior {
    for (bank, enable) in zip(bank, write.enable) {
      bank.write <== OperandWrite(enable: enable, address: write.address, words: write.words)
    }
    crossbar.port <== read
    bank.map(\.read) <== crossbar.bank
  }
}
