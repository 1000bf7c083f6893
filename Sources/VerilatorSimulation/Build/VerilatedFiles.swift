import Foundation

/// What Verilator wrote for a design.
struct VerilatedFiles {
  static let prefix = "Vdesign"
  /// Of the classes of modules, which a module called `_Syms` must not give the name of another.
  static let modulePrefix = "Vmodule"

  private static let header = prefix + ".h"
  private static let classList = prefix + "_classes.mk"

  /// The C++ files of the model.
  var sources: [String]
  /// The files of the runtime that the model needs, such as `verilated`.
  var runtime: [String]
  /// The ports of the module as Verilator sees them. They carry no sign.
  var ports: [PortSpec]

  init(folder: String) throws {
    sources = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".cpp") }.sorted()
    let list = try String(contentsOfFile: "\(folder)/\(Self.classList)", encoding: .utf8)
    runtime =
      Self.words(of: "VM_GLOBAL_FAST", in: list) + Self.words(of: "VM_GLOBAL_SLOW", in: list)
    let text = try String(contentsOfFile: "\(folder)/\(Self.header)", encoding: .utf8)
    ports = text.split(separator: "\n").compactMap(Self.port)
  }

  /// The words of `NAME += \` and the lines it goes on in.
  private static func words(of name: String, in makefile: String) -> [String] {
    guard let start = makefile.range(of: name + " +=") else { return [] }
    let lines = makefile[start.upperBound...].split(
      separator: "\n", omittingEmptySubsequences: false)
    let last = lines.firstIndex { !$0.hasSuffix("\\") } ?? lines.endIndex
    return lines.prefix(through: min(last, lines.endIndex - 1))
      .flatMap { $0.split { " \t\\".contains($0) } }.map(String.init)
  }

  /// A port from a line such as `VL_IN16(&data_i,15,0);`.
  private static func port(_ line: Substring) -> PortSpec? {
    let line = line.drop { $0 == " " }
    let isInput = line.hasPrefix("VL_IN")
    guard isInput || line.hasPrefix("VL_OUT"), let open = line.firstIndex(of: "("),
      let close = line.lastIndex(of: ")")
    else { return nil }
    let parts = line[line.index(after: open)..<close].split(separator: ",")
    guard parts.count >= 3, let high = Int(parts[1]), let low = Int(parts[2]) else { return nil }
    return PortSpec(
      name: portName(ofMember: parts[0].drop { $0 == "&" }),
      widthBits: high - low + 1, isSigned: false, direction: isInput ? .input : .output)
  }

  /// The port behind a member; Verilator renames those that are words of C++.
  private static func portName(ofMember member: Substring) -> String {
    let mark = "__SYM__"
    return String(member.hasPrefix(mark) ? member.dropFirst(mark.count) : member)
      .replacing("__024", with: "$").replacing("___05F", with: "__")
  }

  /// The C++ name that Verilator gives to a port.
  static func memberName(of port: String) -> String {
    port.replacing("__", with: "___05F").replacing("$", with: "__024")
  }

  /// Compares the ports with what the design's description says of them.
  ///
  /// - Throws: `SimulationError.portsDiffer` with the first difference.
  func check(against design: DesignUnderTest) throws(SimulationError) {
    func difference(_ expected: PortSpec?, _ found: PortSpec?) -> SimulationError {
      .portsDiffer(PortDifference(design: design.topName, expected: expected, found: found))
    }
    let declared = design.declaredPorts
    for port in declared {
      let found = ports.first { $0.name == port.name }
      guard found?.direction == port.direction, found?.widthBits == port.widthBits else {
        throw difference(port, found)
      }
    }
    for port in ports where !declared.contains(where: { $0.name == port.name }) {
      throw difference(nil, port)
    }
  }
}
