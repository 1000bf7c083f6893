import HardwareDSL
import HardwareLibrary

/// Lets every processing element read any bank of keys and values.
///
/// The schedule is made so that in one cycle all elements that read a bank read the same word of
/// it, so a bank's address is that of any of them.
final class BankCrossbar: Module {
  let port: [KeyValueRead]
  let bank: [OperandRead]

  let bankBefore: [Signal]

  private let ports: Int
  private let banks: Int
  private let lines: Int
  private let wordBits: Int
  private let addressBits: Int

  /// - Parameter banks: as many as there are ports if it is not given.
  init(
    ports: Int, banks: Int? = nil, lines: Int, wordBits: Int, bankBits: Int, addressBits: Int
  ) {
    let banks = banks ?? ports
    self.ports = ports
    self.banks = banks
    self.lines = lines
    self.wordBits = wordBits
    self.addressBits = addressBits
    port = (0..<ports).map { _ in
      KeyValueRead(
        .input(), lines: lines, wordBits: wordBits, bankBits: bankBits, addressBits: addressBits)
    }
    bank = (0..<banks).map { _ in
      OperandRead(.output(), lines: lines, wordBits: wordBits, addressBits: addressBits)
    }
    bankBefore = (0..<ports).map { _ in dataRegister(.bits(banks), "the bank asked last, one-hot") }
  }

  var moduleName: String {
    "bank_crossbar_\(ports)x\(lines)x\(wordBits)_a\(addressBits)"
      + (banks == ports ? "" : "_b\(banks)")
  }

  var documentation: Documentation {
    let (enables, chosen) = (port.map(\.enable), port.map(\.bank))
    let words = port.map(\.words)
    return Documentation(
      "Crossbar from \(banks) banks of keys and values to "
        + (banks == ports ? "as many processing elements" : ports.counted("processing element"))
        + ". Requires that elements which read one bank in one cycle read one word of it.",
      latency: [.cycles(1, from: enables, chosen, to: words, note: "that of the banks")],
      throughput: [.one("word for each element", from: enables, to: words)], reset: [.none],
      combinationalPaths: [
        .path(from: enables, chosen, to: bank.map(\.enable), bank.map(\.address)),
        .path(from: port.map(\.address), to: bank.map(\.address)),
        .path(from: bank.map(\.words), to: words),
      ])
  }

  var body: Behavior {
    section("Requests to banks")
    for (target, bank) in bank.enumerated() {
      let wanted = port.enumerated().map { number, port in
        wire("bank_\(target)_wantedBy_\(number)", port.enable && port.bank == .number(target))
      }
      bank.enable <== anyOf(wanted)
      bank.address <== chosen(port.map(\.address), by: wanted)
    }
    for (number, port) in port.enumerated() {
      let isServed = bank.enumerated().map { target, bank in
        port.bank == .number(target) && bank.address == port.address
      }
      claim(
        "BankServesPort\(number)", !port.enable || anyOf(isServed),
        "the bank of a port reads the address that the port gives")
    }

    section("Words to elements")
    for (number, port) in port.enumerated() {
      when(port.enable) { bankBefore[number] <== oneHot(of: port.bank, width: banks) }
      let isBefore = (0..<banks).map { bankBefore[number][$0] }
      port.words
        <== (0..<lines).map { line in chosen(bank.map { $0.words[line] }, by: isBefore) }
    }
  }
}
