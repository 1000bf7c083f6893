import HardwareIR
import SystemVerilog

/// The test bench of a batch for a simulator of four states: it reads stimuli from files, deposits
/// what nothing initialises, and writes all outputs to a file, a line for each circuit and cycle.
///
/// Signals are driven and sampled in the order of testbench/bench.hpp.
struct IcarusBench {
  static let topName = "bench"
  static let traceName = "trace.txt"
  /// Inputs change, the clock falls, the clock rises.
  static let cycleTime = 3

  let cases: [FuzzCase]
  let batch: Batch
  /// How the text that is run calls what stands in the blocks of loops.
  let scopes: Scopes
  /// Where the text of each circuit has its state.
  private let layouts: [[String: TextLayout]]

  enum Scopes {
    /// As hierarchical names: the text is what was emitted.
    case hierarchical
    /// As names with the blocks in them, as Yosys writes, and without ghosts.
    case flat
  }

  init(_ cases: [FuzzCase], _ batch: Batch, _ scopes: Scopes) {
    self.cases = cases
    self.batch = batch
    self.scopes = scopes
    layouts = zip(batch.emitters, batch.circuits).map { $0.layouts(of: $1) }
  }

  private var circuits: [Circuit] { batch.circuits }

  static func stimulusName(_ index: Int) -> String { "stimulus_\(index).hex" }

  var text: String {
    var lines = [
      "module \(Self.topName);", "  reg clk_i = 0;", "  reg is_started = 0;",
      "  integer cycle, trace, word;",
    ]
    for index in circuits.indices { lines += declarations(index) }
    lines += ["  initial begin", "    trace = $fopen(\"\(Self.traceName)\", \"w\");"]
    for index in circuits.indices {
      lines.append("    $readmemh(\"\(Self.stimulusName(index))\", rows_\(index));")
    }
    for (index, circuit) in circuits.enumerated() {
      let path = Batch.instance(index)
      let bit = cases[index].fill == .ones ? "1'b1" : "1'b0"
      lines += deposits(of: bit, in: circuit.top, of: index, path: path).map { "    " + $0 }
    }
    let cycles = cases.map(\.stimulus.cycles).max() ?? 0
    lines.append("    for (cycle = 0; cycle < \(cycles); cycle = cycle + 1) begin")
    for index in circuits.indices { lines += drives(index).map { "      " + $0 } }
    lines += ["      #1;", "      is_started = 1;"]
    for index in circuits.indices { lines.append("      " + sample(index)) }
    lines += ["      clk_i = 0;", "      #1;", "      clk_i = 1;", "      #1;"]
    lines += ["    end", "    $fclose(trace);", "  end", "endmodule", ""]
    return lines.joined(separator: "\n")
  }

  /// The stimulus of a circuit as hexadecimal rows: the reset, then the inputs, each padded to
  /// whole digits.
  func stimulus(_ index: Int) -> String {
    let stimulus = cases[index].stimulus
    var text = ""
    for cycle in 0..<stimulus.cycles {
      text += stimulus.isReset[cycle] ? "0" : "1"
      for (input, words) in zip(stimulus.inputs, stimulus.words[cycle]) {
        for digit in (0..<digits(input)).reversed() {
          text += String(words[digit / 8] >> UInt32(digit % 8 * 4) & 0xf, radix: 16)
        }
      }
      text += "\n"
    }
    return text
  }

  private func digits(_ port: Port) -> Int { (port.type.width + 3) / 4 }

  private func rowBits(_ index: Int) -> Int {
    4 + cases[index].stimulus.inputs.reduce(0) { $0 + 4 * digits($1) }
  }

  private func declarations(_ index: Int) -> [String] {
    let bits = rowBits(index)
    var lines = [
      "  reg [\(bits - 1):0] rows_\(index) [0:\(cases[index].stimulus.cycles - 1)];",
      "  reg [\(bits - 1):0] row_\(index);",
    ]
    for port in circuits[index].top.ports where port.role != .clock {
      let kind = port.direction == .input ? "reg" : "wire"
      lines.append("  \(kind) [\(port.type.width - 1):0] \(Batch.prefix(index))\(port.name);")
    }
    let pins = batch.pins(index)
    let instance = "\(circuits[index].top.name) \(Batch.instance(index))"
    return lines + ["  \(instance) (\(pins.joined(separator: ", ")));"]
  }

  private func drives(_ index: Int) -> [String] {
    let prefix = Batch.prefix(index)
    var lines = ["row_\(index) = rows_\(index)[cycle];"]
    var high = rowBits(index) - 4
    if let reset = circuits[index].top.reset(of: .default) {
      let inverted = reset.resetLevel == .high ? "!" : ""
      lines.append("\(prefix)\(reset.name) = \(inverted)row_\(index)[\(high)];")
    }
    for input in cases[index].stimulus.inputs {
      high -= 4 * digits(input)
      lines.append(
        "\(prefix)\(input.name) = row_\(index)[\(high + input.type.width - 1):\(high)];")
    }
    return lines
  }

  private func sample(_ index: Int) -> String {
    let outputs = circuits[index].top.ports.filter { $0.direction == .output }
    let format = outputs.map { _ in "%h" }.joined(separator: " ")
    let values = outputs.map { ", " + Batch.prefix(index) + $0.name }.joined()
    return "$fdisplay(trace, \"\(format)\"\(values));"
  }

  /// Fills memories and the registers that have no value before the first edge, in an instance and
  /// below it.
  private func deposits(
    of bit: String, in module: ModuleDefinition, of index: Int, path: String
  ) -> [String] {
    func word(_ width: Int) -> String { "{\(width){\(bit)}}" }
    let layout = layouts[index][module.name]
    let module = scopes == .flat ? module.withoutGhosts() : module
    func cell(_ name: String) -> String {
      let usual = PrintedNames.usualInstance(name)
      return "\(path).\(spelled(layout?.cells[name] ?? usual))"
    }
    var lines: [String] = []
    var seen: Set<String> = []
    for register in module.registers
    where register.reset == nil || cases[index].emitter.reset == .synchronous {
      let place = layout?.signals[register.name]
      let name = place?.path ?? register.name
      // The registers of a vector are all alike.
      guard seen.insert(name).inserted else { continue }
      let width = place?.declaredWidth ?? register.type.width
      // An assignment would want a value of an enumeration's own type.
      lines.append("$deposit(\(path).\(spelled(name)), \(word(width)));")
    }
    for memory in module.memories {
      let cell = cell(memory.name)
      let value = word(memory.word.width)
      if !memory.hasContents {
        let loop = "for (word = 0; word < \(memory.depth); word = word + 1)"
        lines.append("\(loop) \(cell).storage[word] = \(value);")
      }
      let pins = memory.kind == .twoReadWrite ? ["a_rdata_o", "b_rdata_o"] : ["rdata_o"]
      lines += pins.map { "\(cell).\($0) = \(value);" }
    }
    for instance in module.instances {
      guard let child = circuits[index].module(named: instance.module) else { continue }
      lines += deposits(of: bit, in: child, of: index, path: cell(instance.name))
    }
    return lines
  }

  /// A name in a module that may stand in the blocks of loops.
  private func spelled(_ name: String) -> String {
    scopes == .flat && name.contains(".") ? "\\\(name) " : name
  }
}
