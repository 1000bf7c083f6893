import HardwareDSL

/// A buffer of operand words, one memory per MAC line: queries, or keys and values.
final class OperandBuffer: Module {
  let write: OperandWrite
  let read: OperandRead

  let storage: [Memory]

  private let lines: Int
  private let wordBits: Int
  private let depth: Int

  init(lines: Int, wordBits: Int, depth: Int) {
    self.lines = lines
    self.wordBits = wordBits
    self.depth = depth
    storage = (0..<lines).map { _ in Memory(.bits(wordBits), depth: depth) }
    let addressBits = storage[0].addressWidth
    write = OperandWrite(.input(), lines: lines, wordBits: wordBits, addressBits: addressBits)
    read = OperandRead(.input(), lines: lines, wordBits: wordBits, addressBits: addressBits)
  }

  var moduleName: String { "operand_buffer_\(lines)x\(wordBits)_d\(depth)" }

  var documentation: Documentation {
    Documentation(
      "Operand buffer: \(depth) words for each of \(lines) MAC lines under one address.",
      latency: [.cycles(1, from: read.enable, read.address, to: read.words)],
      throughput: [.one("read and one write", from: read.enable, to: read.words)],
      reset: [.none, .sentence("contents undefined")], combinationalPaths: .none)
  }

  var body: Behavior {
    for (memory, word) in zip(storage, write.words) {
      memory.write(word, at: write.address, enable: write.enable)
      memory.read(at: read.address, enable: read.enable)
    }
    read.words <== storage.map(\.readData)
  }
}
