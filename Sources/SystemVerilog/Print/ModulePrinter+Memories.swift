import HardwareIR

extension ModulePrinter {
  /// Every memory is an instance of its cell.
  mutating func printMemories() {
    for memory in module.memories {
      let cell = MemoryCell(of: memory, in: module)
      let parameters = cell.parameters.map { ".\($0.name)(\($0.value))" }
      let pins = cell.pins.joined()
      let pinWidth = pins.map(\.name.count).max() ?? 0
      let connections = pins.map { pin in
        let wire = pin.wire ?? ""
        let value = memoryPins[wire].map { expressions.print($0) } ?? wire
        return ".\(pin.name.padded(to: pinWidth))(\(value))"
      }
      let instance = names.instance(memory.name)
      out.indented { out in
        if let note = memory.note { out.comment(note) }
        if parameters.isEmpty {
          out.line("\(cell.name) \(instance) (")
        } else {
          out.line("\(cell.name) #(")
          out.list(parameters)
          out.line(") \(instance) (")
        }
        out.list(connections)
        out.line(");")
        out.line()
      }
    }
  }
}

extension TextWriter {
  /// Lines with a comma behind each but the last.
  fileprivate mutating func list(_ lines: [String]) {
    for (index, line) in lines.enumerated() {
      self.line("  \(line)\(index + 1 < lines.count ? "," : "")")
    }
  }
}
