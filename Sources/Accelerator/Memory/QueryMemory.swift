import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// The queries that are on chip: as many banks as words come in a cycle, of which one word is read.
///
/// The tokens of heads are numbered through: number `n` is in bank `n mod banks`.
final class QueryMemory: Module {
  let writes: [Valid<OperandWord>]
  let read: QueryRead

  let bank: [OperandBuffer]
  let bankBefore: Signal?

  private let configuration: AcceleratorConfiguration
  private let depth: Int
  private let bankBits: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let banks = configuration.decoder.heads
    let depth =
      dividedRoundingUp(configuration.memory.queries, by: banks) << configuration.chunkBits
    self.depth = depth
    bankBits = bitsToIndex(banks)
    writes = (0..<banks).map { _ in
      Valid(.input()) { OperandWord(ofQueries: $0, configuration) }
    }
    read = QueryRead(.input(), configuration)
    bank = (0..<banks).map { _ in
      OperandBuffer(
        lines: configuration.linesPerElement, wordBits: configuration.lineWordBits, depth: depth)
    }
    bankBefore =
      banks == 1 ? nil : dataRegister(.bits(banks), "the bank read last, one-hot")
  }

  var moduleName: String {
    "query_memory_\(bank.count)x\(configuration.linesPerElement)x\(configuration.lineWordBits)"
      + "_d\(depth)_c\(configuration.chunkBits)"
  }

  var documentation: Documentation {
    Documentation(
      "\(bank.count.counted("bank")) of queries, of which one word is read. Requires that queries "
        + "which come together go to different banks.",
      latency: [
        .cycles(1, from: read.enable, read.place, read.chunk, to: read.words),
        .sentence("a word that is written can be read in the next cycle"),
      ],
      throughput: [.one("read", from: read.enable, to: read.words)],
      reset: [.none, .sentence("contents undefined")], combinationalPaths: .none)
  }

  var body: Behavior {
    let asked = BankedPlace(of: read.place, chunk: read.chunk, bankBits: bankBits)
    let places = writes.map {
      BankedPlace(of: $0.payload.place, chunk: $0.payload.chunk, bankBits: bankBits)
    }
    for (target, bank) in bank.enumerated() {
      let taking = zip(writes, places).enumerated().map { number, write in
        wire("bank_\(target)_takes_\(number)", write.0.valid && write.1.bank == .number(target))
      }
      bank.write.enable <== anyOf(taking)
      bank.write.address <== picked(places.map(\.address), by: taking)
      for (line, word) in bank.write.words.enumerated() {
        word <== picked(writes.map { $0.payload.words[line] }, by: taking)
      }
      bank.read.enable <== (read.enable && asked.bank == .number(target))
      bank.read.address <== asked.address
    }
    if let bankBefore {
      when(read.enable) { bankBefore <== oneHot(of: asked.bank, width: bank.count) }
    }
    let isBefore = bank.indices.compactMap { bankBefore?[$0] }
    read.words
      <== (0..<configuration.linesPerElement).map { line in
        picked(bank.map { $0.read.words[line] }, by: isBefore)
      }
    for second in writes.indices {
      for first in 0..<second {
        assume(
          "Apart_\(first)_\(second)",
          !(writes[first].valid && writes[second].valid)
            || places[first].bank != places[second].bank,
          "queries that come together go to different banks")
      }
    }
  }
}
