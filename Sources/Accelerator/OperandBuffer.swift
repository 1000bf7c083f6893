import HardwareDSL

/// A buffer of operand words, one memory per MAC line: queries, keys and values, or outputs.
final class OperandBuffer: Module {
  let write = input(.bit)
  let writeAddress: Signal
  let writeWords: [Signal]
  let read = input(.bit)
  let readAddress: Signal
  let readWords: [Signal]

  let storage: [Memory]

  private let lines: Int
  private let wordBits: Int
  private let depth: Int

  init(lines: Int, wordBits: Int, depth: Int) {
    self.lines = lines
    self.wordBits = wordBits
    self.depth = depth
    storage = (0..<lines).map { _ in Memory(.bits(wordBits), depth: depth) }
    let addressWidth = storage[0].addressWidth
    writeAddress = input(.unsigned(addressWidth))
    writeWords = (0..<lines).map { _ in input(.bits(wordBits)) }
    readAddress = input(.unsigned(addressWidth))
    readWords = (0..<lines).map { _ in output(.bits(wordBits), "the word read last") }
  }

  var moduleName: String { "operand_buffer_\(lines)x\(wordBits)_d\(depth)" }

  var documentation: Documentation {
    Documentation(
      "Operand buffer: \(depth) words for each of \(lines) MAC lines under one address.",
      latency: [.cycles(1, from: read, readAddress, to: readWords)],
      throughput: [.one("read and one write", from: read, to: readWords)],
      reset: [.none, .sentence("contents undefined")], combinationalPaths: .none)
  }

  var body: Behavior {
    for (index, memory) in storage.enumerated() {
      memory.write(writeWords[index], at: writeAddress, enable: write)
      memory.read(at: readAddress, enable: read)
      readWords[index] <== memory.readData
    }
  }
}
