import AttentionSpec
import HardwareDSL

/// The outputs of an element's rows: a memory for each position in a line, so that a word of all
/// lines is written a cycle and a chunk of a row is read at once.
final class OutputBuffer: Module {
  let write: OutputWrite
  let read: OperandRead

  let storage: [Memory]

  private let lines: Int
  private let depth: Int

  init(lines: Int, macs: Int, depth: Int) {
    self.lines = lines
    self.depth = depth
    let wordBits = NumberFormats.operandBits * lines
    storage = (0..<macs).map { _ in Memory(.bits(wordBits), depth: depth) }
    let addressBits = storage[0].addressWidth
    write = OutputWrite(.input(), lines: lines, macs: macs, addressBits: addressBits)
    read = OperandRead(.input(), lines: macs, wordBits: wordBits, addressBits: addressBits)
  }

  var moduleName: String { "output_buffer_\(storage.count)x\(lines)_d\(depth)" }

  var documentation: Documentation {
    Documentation(
      "Output buffer: \(depth.counted("word")) of \(lines.counted("line")) for each of "
        + "\(storage.count.counted("position")).",
      latency: [.cycles(1, from: read.enable, read.address, to: read.words)],
      throughput: [.one("read and one write", from: read.enable, to: read.words)],
      reset: [.none, .sentence("contents undefined")], combinationalPaths: .none)
  }

  var body: Behavior {
    if storage.count == 1 { unused("position", write.position) }
    for (index, memory) in storage.enumerated() {
      let isChosen = storage.count == 1 ? nil : write.position == .number(index)
      memory.write(
        write.bytes, at: write.address, enable: isChosen.map { write.enable && $0 } ?? write.enable)
      memory.read(at: read.address, enable: read.enable)
    }
    read.words <== storage.map(\.readData)
  }
}
