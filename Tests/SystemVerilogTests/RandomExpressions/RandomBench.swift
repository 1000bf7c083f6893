import Foundation
import HardwareIR
import SystemVerilog
import TestSupport

/// A test bench around random modules: drives vectors, prints every output, compares in Swift.
struct RandomBench {
  let modules: [RandomModule]
  /// Vector, module, input.
  private let stimulus: [[[UInt64]]]

  init(modules: [RandomModule], vectors: Int, seed: UInt64) {
    self.modules = modules
    var random = TestRandom(seed: seed)
    stimulus = (0..<vectors).map { _ in
      modules.map { module in
        module.inputs.map { Self.value(width: $0.type.width, &random) }
      }
    }
  }

  /// Corners more often than chance would give them.
  private static func value(width: Int, _ random: inout TestRandom) -> UInt64 {
    let mask: UInt64 = (1 << UInt64(width)) - 1
    return switch random.integer(0...7) {
    case 0: 0
    case 1: mask
    case 2: 1 << UInt64(width - 1)
    case 3: mask >> 1
    case 4: UInt64(random.integer(0...3)) & mask
    default: random.next() & mask
    }
  }

  func write(_ files: [EmittedFile], to folder: URL) throws {
    for file in files + [EmittedFile(name: "bench.sv", text: text)] {
      try file.text.write(
        to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
    }
    let words = stimulus.flatMap { $0 }.flatMap { $0 }.map { String($0, radix: 16) }
    try words.joined(separator: "\n").write(
      to: folder.appendingPathComponent("stimulus.hex"), atomically: true, encoding: .utf8)
  }

  private var text: String {
    let words = modules.reduce(0) { $0 + $1.inputs.count }
    var lines = [
      "module bench;", "  integer vector;",
      "  reg [63:0] stimulus [0:\(words * stimulus.count - 1)];",
    ]
    var drives: [String] = []
    var prints: [String] = []
    for (index, module) in modules.enumerated() {
      var pins: [String] = []
      for port in module.definition.ports {
        let name = "m\(index)_\(port.name)"
        let kind = port.direction == .input ? "reg" : "wire"
        lines.append("  \(kind) [\(port.type.width - 1):0] \(name);")
        pins.append(".\(port.name)(\(name))")
        if port.direction == .input {
          drives.append("      \(name) = stimulus[vector * \(words) + \(drives.count)];")
        } else {
          prints.append("      $display(\"%h\", \(name));")
        }
      }
      lines.append("  \(module.definition.name) m\(index) (\(pins.joined(separator: ", ")));")
    }
    lines += [
      "  initial begin", "    $readmemh(\"stimulus.hex\", stimulus);",
      "    for (vector = 0; vector < \(stimulus.count); vector = vector + 1) begin",
    ]
    lines += drives + ["      #1;"] + prints + ["    end", "  end", "endmodule", ""]
    return lines.joined(separator: "\n")
  }

  /// One sentence for every expression with a wrong value, at its first wrong vector.
  func mismatches(in output: String) -> [String] {
    var results = output.split(separator: "\n").makeIterator()
    var found: [String: String] = [:]
    for vector in stimulus.indices {
      for (index, module) in modules.enumerated() {
        let signals = Dictionary(
          uniqueKeysWithValues: zip(module.inputs.map(\.name), stimulus[vector][index]))
        let evaluator = ExpressionEvaluator(signals: signals)
        for (port, meaning) in module.meanings {
          let text = results.next().map(String.init) ?? "nothing"
          let expected = evaluator.bits(meaning)
          let name = "\(module.definition.name).\(port.name)"
          guard UInt64(text, radix: 16).map({ Int128($0) }) != expected, found[name] == nil else {
            continue
          }
          found[name] =
            "\(name) is \(text), expected \(String(expected, radix: 16)) with \(signals): "
            + "\(meaning)"
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }
}
