/// A module around the top, whose ports have names that mean nothing in C++ and are those that a
/// test sees: the model's class has its ports as members, and Verilator renames none, so a port
/// cannot be called `eval` or `delete` there; and the elements of an array may be one vector.
struct TopWrapper {
  /// Nobody's module is called so.
  static let name = "bench_wrapper_around_top"
  var design: DesignUnderTest

  /// Not that of the top, of which the instance has its name.
  func portName(_ index: Int) -> String {
    design.topName.hasPrefix("port_") ? "pin_\(index)" : "port_\(index)"
  }

  /// Waves show the ports of the top alone. No source can have the name of the file, which is why
  /// that is not the module's, as DECLFILENAME wants.
  var file: SourceFile {
    let ports = design.ports.enumerated().map { index, port in
      // In Verilator 5.006 a reset of [0:0] and one of a bit, to which it comes through inverters,
      // are two signals of one name.
      let range = port.widthBits == 1 ? "" : " [\(port.widthBits - 1):0]"
      return "  \(port.direction.rawValue) logic\(range) \(portName(index))"
    }
    let names = Dictionary(
      uniqueKeysWithValues: design.ports.enumerated().map { ($1.name, portName($0)) })
    let pins = design.declaredPorts.map { port in
      // Concatenations begin with the highest bits.
      let elements = design.vectors.first { $0.port.name == port.name }?.elements.reversed()
      let parts = elements.map(Array.init) ?? [port.name]
      let value = parts.map { names[$0] ?? "" }.joined(separator: ", ")
      return "    .\(port.name)(\(parts.count == 1 ? value : "{\(value)}"))"
    }
    // The file of the wrapper begins with a dot, so that no module's file is called like it.
    let text = """
      /* verilator lint_off DECLFILENAME */
      module \(Self.name) (
      /* verilator tracing_off */
      \(ports.joined(separator: ",\n"))
      /* verilator tracing_on */
      );
        \(design.topName) \(design.topName) (
      \(pins.joined(separator: ",\n"))
        );
      endmodule

      """
    return SourceFile(name: ".\(Self.name).sv", text: text)
  }
}
