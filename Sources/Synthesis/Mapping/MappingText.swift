import HardwareIR
import SystemVerilog

/// What Yosys reads to map one module: its text, its children and memories as boxes, and how to put
/// a buffer before each input of a child that several share.
struct MappingText {
  let module: ModuleDefinition
  /// The text and the boxes.
  private(set) var source: String
  /// Rules of `techmap`.
  private(set) var buffers = ""
  /// The cells that stand for children and memories while gates are mapped.
  private(set) var boxes: [String] = []

  static let boxSuffix = "__box"

  private struct Pin {
    var name: String
    var width: Int
    var isInput: Bool
    /// The bits before which a buffer stands.
    var buffered: Set<Int>
  }

  /// - Parameters:
  ///   - children: The modules that are left to themselves.
  ///   - macros: The memories; several may be of one cell.
  ///   - shared: What is buffered before children and memories; nil for nothing.
  init(
    _ module: ModuleDefinition, text: String, children: [ModuleDefinition],
    macros: some Sequence<MemoryMacro>, shared: SharedPins?, emitter: SystemVerilogEmitter
  ) {
    self.module = module
    source = text
    for child in children.sorted(by: { $0.name < $1.name }) {
      add(child.name, Self.pins(of: child, shared?.bits[child.name] ?? [:], emitter))
    }
    let all = Dictionary(macros.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for macro in all.values.sorted(by: { $0.name < $1.name }) {
      let bits = shared?.bits[macro.name] ?? [:]
      add(
        macro.name,
        macro.box.pins.map {
          Pin(name: $0.name, width: $0.width, isInput: $0.isInput, buffered: bits[$0.name] ?? [])
        })
    }
    for cell in Set(all.values.map(\.box.cell)).sorted() {
      wrap(all.values.filter { $0.box.cell == cell && !$0.box.parameters.isEmpty })
    }
  }

  private static func pins(
    of child: ModuleDefinition, _ shared: [String: Set<Int>], _ emitter: SystemVerilogEmitter
  ) -> [Pin] {
    let vectors = emitter.portVectors(of: child)
    let inVectors = Set(vectors.flatMap(\.elements))
    let whole = child.ports.filter { !inVectors.contains($0.name) }.map { port in
      Pin(
        name: port.name, width: port.type.width, isInput: port.direction == .input,
        buffered: port.role == .data ? shared[port.name] ?? [] : [])
    }
    return whole
      + vectors.map { vector in
        // The first element is the lowest.
        let width = vector.width / max(1, vector.elements.count)
        let bits = vector.elements.enumerated().flatMap { index, element in
          (shared[element] ?? []).map { index * width + $0 }
        }
        return Pin(
          name: vector.name, width: vector.width, isInput: vector.direction == .input,
          buffered: Set(bits))
      }
  }

  private mutating func add(_ name: String, _ pins: [Pin]) {
    boxes.append(name)
    let ports = pins.map { pin in
      "\(pin.isInput ? "input" : "output") [\(pin.width - 1):0] \(pin.name)"
    }.joined(separator: ", ")
    source += "(* blackbox *) module \(name) (\(ports)); endmodule\n"
    buffers += "(* techmap_celltype = \"\(name)\" *) module buffered_\(name) (\(ports));\n"
    for pin in pins where pin.isInput && !pin.buffered.isEmpty {
      buffers += "  wire [\(pin.width - 1):0] before_\(pin.name);\n"
      // Bit by bit: nothing takes arrays of instances apart in a rule.
      for bit in 0..<pin.width {
        let pins = "(\(pin.name)[\(bit)]), .Y(before_\(pin.name)[\(bit)])"
        buffers +=
          pin.buffered.contains(bit)
          ? "  \\$_BUF_ to_\(pin.name)_\(bit) (.A\(pins));\n"
          : "  assign before_\(pin.name)[\(bit)] = \(pin.name)[\(bit)];\n"
      }
    }
    let connections = pins.map { pin in
      ".\(pin.name)(\(pin.isInput && !pin.buffered.isEmpty ? "before_" : "")\(pin.name))"
    }
    buffers +=
      "  \(name)\(Self.boxSuffix) _TECHMAP_REPLACE_ (\(connections.joined(separator: ", ")));\n"
    buffers += "endmodule\n"
  }

  /// A cell that memories share: one macro for each size.
  private mutating func wrap(_ macros: [MemoryMacro]) {
    guard let box = macros.first?.box else { return }
    let parameters = box.parameters.map { "parameter \($0) = 1" }.joined(separator: ", ")
    let ports = box.pins.map { pin in
      let stem = pin.name.split(separator: "_").dropLast().last ?? ""
      let width =
        switch stem {
        case "wdata", "rdata": "[Width-1:0] "
        case "addr", "waddr", "raddr": "[AddressWidth-1:0] "
        case "wmask": "[Width/LaneWidth-1:0] "
        default: ""
        }
      return "\(pin.isInput ? "input" : "output") \(width)\(pin.name)"
    }
    source += "module \(box.cell) #(\(parameters)) (\(ports.joined(separator: ", ")));\n"
    for macro in macros.sorted(by: { $0.name < $1.name }) {
      let condition = zip(macro.box.parameters, macro.box.values).map { "\($0) == \($1)" }
      source += "  if (\(condition.joined(separator: " && "))) begin : sized\n"
      let pins = box.pins.map { ".\($0.name)(\($0.name))" }.joined(separator: ", ")
      source += "    \(macro.name) u_macro (\(pins));\n  end\n"
    }
    source += "endmodule\n"
  }
}
