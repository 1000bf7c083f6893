import HardwareDSL

/// Lets every processing element read any bank of keys and values.
///
/// The schedule is made so that in one cycle all elements that read a bank read the same word of
/// it, so a bank's address is that of any of them.
final class BankCrossbar: Module {
  let read: [Signal]
  let bank: [Signal]
  let address: [Signal]
  let words: [[Signal]]

  let bankRead: [Signal]
  let bankAddress: [Signal]
  let bankWords: [[Signal]]

  let bankBefore: [Signal]

  private let ports: Int
  private let lines: Int
  private let wordBits: Int

  init(ports: Int, lines: Int, wordBits: Int, bankBits: Int, addressBits: Int) {
    self.ports = ports
    self.lines = lines
    self.wordBits = wordBits
    read = (0..<ports).map { _ in input(.bit) }
    bank = (0..<ports).map { _ in input(.unsigned(bankBits)) }
    address = (0..<ports).map { _ in input(.unsigned(addressBits)) }
    words = (0..<ports).map { _ in (0..<lines).map { _ in output(.bits(wordBits)) } }
    bankRead = (0..<ports).map { _ in output(.bit) }
    bankAddress = (0..<ports).map { _ in output(.unsigned(addressBits)) }
    bankWords = (0..<ports).map { _ in (0..<lines).map { _ in input(.bits(wordBits)) } }
    bankBefore = (0..<ports).map { _ in dataRegister(.unsigned(bankBits)) }
  }

  var moduleName: String { "bank_crossbar_\(ports)x\(lines)x\(wordBits)_a\(address[0].width)" }

  var documentation: Documentation {
    Documentation(
      "Crossbar from \(ports) banks of keys and values to as many processing elements. "
        + "Requires that elements which read one bank in one cycle read one word of it.",
      latency: [.cycles(1, from: read, bank, to: words, note: "that of the banks")],
      throughput: [.one("word for each element", from: read, to: words)], reset: [.none],
      combinationalPaths: [
        .path(from: read, bank, to: bankRead, bankAddress), .path(from: address, to: bankAddress),
        .path(from: bankWords, to: words),
      ])
  }

  var body: Behavior {
    section("Requests to banks")
    for target in 0..<ports {
      let wanted = (0..<ports).map { port in
        wire("bank_\(target)_wantedBy_\(port)", read[port] && bank[port] == .number(target))
      }
      bankRead[target] <== anyOf(wanted)
      bankAddress[target] <== oneHot(wanted, address)
    }
    for port in 0..<ports {
      claim(
        "BankServesPort\(port)",
        !read[port]
          || anyOf(
            (0..<ports).map { bank[port] == .number($0) && bankAddress[$0] == address[port] })
      )
    }

    section("Words to elements")
    for port in 0..<ports {
      when(read[port]) { bankBefore[port] <== bank[port] }
      for index in 0..<lines {
        words[port][index] <== select(bankWords.map { $0[index] }, at: bankBefore[port])
      }
    }
  }

  /// The OR of the values whose condition holds.
  private func oneHot(_ conditions: [Signal], _ values: [Signal]) -> Signal {
    let gated = zip(conditions, values).map { mux($0, $1, Signal(0, $1.type)) }
    return gated.dropFirst().reduce(gated[0]) { $0 | $1 }
  }
}
