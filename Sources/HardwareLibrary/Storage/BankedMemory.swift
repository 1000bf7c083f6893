import HardwareDSL

/// A memory in banks that ports read at once: one bank each, or one word of a bank together.
public final class BankedMemory: Module {
  public let write: BankedWrite
  public let reads: [BankedRead]
  public let words: [Signal]

  let banks: [Memory]
  let bankRead: [Signal]

  private let limits: [Requirement]
  private let type: HardwareType
  private let depth: Int

  /// - Parameters:
  ///   - type: Of a word.
  ///   - depth: Words of a bank, at least 1.
  ///   - banks: At least 1.
  ///   - ports: That read, at least 1.
  public init(
    _ type: HardwareType, depth: Int, banks: Int, ports: Int, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let (words, lanes) = (UnitSizes.memoryWords, UnitSizes.lanes)
    limits = [
      .size(depth, in: words, "a BankedMemory of \(depth) words a bank", at: place),
      .size(banks, in: lanes, "a BankedMemory of \(banks) banks", at: place),
      .size(ports, in: lanes, "a BankedMemory of \(ports) ports", at: place),
    ]
    let depth = depth.clamped(to: words)
    let (banks, ports) = (banks.clamped(to: lanes), ports.clamped(to: lanes))
    self.type = type
    self.depth = depth
    write = BankedWrite(.input(), type, banks: banks, depth: depth)
    reads = (0..<ports).map { _ in BankedRead(.input(), banks: banks, depth: depth) }
    self.words = (0..<ports).map { _ in output(type) }
    self.banks = (0..<banks).map { _ in Memory(type, depth: depth) }
    bankRead = (0..<ports).map { _ in dataRegister(.unsigned(bitsToHold(banks - 1))) }
  }

  public var moduleName: String {
    "banked_memory_\(type.moduleWord)_d\(depth)_n\(banks.count)_p\(reads.count)"
  }

  public var documentation: Documentation {
    let asks = reads.map(\.enable)
    return Documentation(
      "\(banks.count) banks of \(Ring(depth).words), of which each of \(reads.count) ports reads "
        + "one. Ports that read one bank in one cycle read the same word of it.",
      latency: [.cycles(1, from: asks, to: words)],
      throughput: [.one("read", from: asks, to: words)],
      reset: [.none], combinationalPaths: .none)
  }

  public var body: Behavior {
    for (number, bank) in banks.enumerated() {
      let isHere = { (place: BankedAddress) in self.isBank(number, place.bank) }
      bank.write(
        write.word, at: write.place.address, enable: write.enable && isHere(write.place))
      let asks = reads.enumerated().map { port, read in
        wire("asks_\(number)_\(port)", read.enable && isHere(read.place))
      }
      // Those who ask ask for the same, so that their addresses can be put together.
      bank.read(at: chosen(reads.map(\.place.address), by: asks), enable: anyOf(asks))
    }
    for (port, read) in reads.enumerated() {
      when(read.enable) { bankRead[port] <== read.place.bank }
      words[port] <== select(banks.map(\.readData), at: bankRead[port])
    }
    conflicts
  }

  @HardwareBuilder private var conflicts: Behavior {
    for port in reads.indices {
      for other in 0..<port {
        let (one, two) = (reads[other], reads[port])
        let meet = one.enable && two.enable && one.place.bank == two.place.bank
        assume(
          "NoConflict_\(other)_\(port)", !meet || one.place.address == two.place.address,
          "ports that read one bank read the same word")
        cover("Shared_\(other)_\(port)", meet)
      }
    }
  }

  private func isBank(_ number: Int, _ bank: Signal) -> Signal {
    banks.count == 1 ? Signal(1, .bit) : bank == Signal(number, bank.type)
  }
}
