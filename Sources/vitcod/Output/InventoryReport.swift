import Basics
import Foundation
import HardwareDSL

/// What is on chip, for people and programs.
struct InventoryReport: TextReport {
  struct Memory: Encodable {
    var memory: String
    var banks: Int
    var copies: Int
    var words: Int
    var bits: Int
    var ports: String
    var bytesPerCycle: Double
    var kilobytes: Double
    var holds: String
  }

  struct Multipliers: Encodable {
    var module: String
    var count: Int
    /// Of the factors.
    var bits: [Int]
  }

  struct Register: Encodable {
    var name: String
    var bits: Int
  }

  var design: String
  var memories: [Memory]
  /// Of all memories, 1,024 bytes each.
  var memoryKilobytes: Double
  var registerBits: Int
  var largestRegister: Register?
  var multipliers: [Multipliers]
  /// Of the port to the memory outside.
  var portBits: Int

  init(_ circuit: Circuit, portBits: Int) {
    let inventory = CircuitInventory(circuit)
    design = circuit.top.name
    self.portBits = portBits
    memories = inventory.memories.map { memory in
      Memory(
        memory: memory.path, banks: memory.banks, copies: memory.copies, words: memory.words,
        bits: memory.wordBits, ports: memory.kind.portText, bytesPerCycle: memory.bytesPerCycle,
        kilobytes: Self.kilobytes(memory.bits), holds: memory.note)
    }
    memoryKilobytes = Self.kilobytes(inventory.memoryBits)
    registerBits = inventory.registerBits
    largestRegister = inventory.largestRegister.map { Register(name: $0.name, bits: $0.bits) }
    multipliers = inventory.multipliers.map {
      Multipliers(module: $0.module, count: $0.count, bits: $0.widths)
    }
  }

  var text: String {
    var table = TextTable([
      "memory", "banks", "copies", "words", "bits", "ports", "B/cycle", "KB", "",
    ])
    for memory in memories {
      table.add(
        memory.memory, "\(memory.banks)", "\(memory.copies)", "\(memory.words)", "\(memory.bits)",
        memory.ports, Self.number(memory.bytesPerCycle, digits: 0),
        Self.number(memory.kilobytes, digits: 2))
    }
    let notes = ["holds"] + memories.map(\.holds)
    let rows = zip(table.text.split(separator: "\n"), notes).map { row, note in
      note.isEmpty ? String(row) : "\(row)  \(note)"
    }
    return (rows + [""] + totals).joined(separator: "\n")
  }

  private var totals: [String] {
    var lines = [
      "Memories: \(Self.number(memoryKilobytes, digits: 2)) KB in "
        + "\(memories.reduce(0) { $0 + $1.banks * $1.copies }.counted("memory cell")).",
      "Registers: \(registerBits.counted("bit"))"
        + (largestRegister.map {
          "; the largest array of them is \($0.name), \($0.bits.counted("bit"))"
        }
          ?? "") + ".",
    ]
    let products = multipliers.map {
      "  \($0.count) of \($0.bits.map(String.init).joined(separator: " x ")) bits in \($0.module)"
    }
    lines.append("Multipliers: \(multipliers.reduce(0) { $0 + $1.count }).")
    lines += products
    lines.append("Port to the memory outside: \(portBits) bits, \(portBits / 8) bytes a cycle.")
    return lines
  }

  private static func kilobytes(_ bits: Int) -> Double { Double(bits) / 8192 }

  private static func number(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

extension MemoryDefinition.Kind {
  fileprivate var portText: String {
    switch self {
    case .rom: "1R"
    case .oneReadOneWrite: "1R1W"
    case .twoReadWrite: "2RW"
    }
  }
}
