import HardwareIR

extension ModulePrinter {
  /// The head of an instance: its attributes and the module's name, for a black box with its
  /// parameters.
  static func head(of definition: ModuleDefinition?, _ instance: InstanceDefinition) -> [String] {
    AttributeText.lines(instance.attributes, room: TextWriter.columns - 2)
      + name(definition, instance)
  }

  private static func name(
    _ definition: ModuleDefinition?, _ instance: InstanceDefinition
  ) -> [String] {
    let cell = definition?.printedName ?? instance.module
    let parameters = definition?.blackBox?.parameters ?? []
    guard !parameters.isEmpty else { return [cell] }
    let width = parameters.map(\.name.count).max() ?? 0
    let values = parameters.enumerated().map { index, parameter in
      "  .\(parameter.name.padded(to: width))(\(parameter.value.text))"
        + (index + 1 < parameters.count ? "," : "")
    }
    return ["\(cell) #("] + values + [")"]
  }
}

extension BlackBoxDefinition.Value {
  /// The value as a constant of SystemVerilog.
  var text: String {
    switch self {
    case .integer(let value): return "\(value)"
    case .bits(let pattern): return "\(pattern.width)'h\(pattern.hexadecimal)"
    case .text(let text):
      let escapes: [Character: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n"]
      return "\"" + text.map { escapes[$0] ?? String($0) }.joined() + "\""
    }
  }
}

extension HardwareType {
  /// The type of a port, and of a signal that is no enumeration.
  var vectorText: String {
    let sign = isSigned ? " signed" : ""
    return width == 1 && !isSigned ? "logic" : "logic\(sign) [\(width - 1):0]"
  }
}
