/// A module around the top, whose ports have names that mean nothing in C++: the model's class has
/// its ports as members, and Verilator renames none, so a port cannot be called `eval` or `delete`
/// there.
struct TopWrapper {
  /// Nobody's module is called so.
  static let name = "bench_wrapper_around_top"
  var design: DesignUnderTest

  /// Not that of the top, of which the instance has its name.
  func portName(_ index: Int) -> String {
    design.topName.hasPrefix("port_") ? "pin_\(index)" : "port_\(index)"
  }

  /// Waves show the ports of the top alone. No source can have the name of the file.
  var file: SourceFile {
    let ports = design.ports.enumerated().map { index, port in
      "  \(port.direction.rawValue) logic [\(port.widthBits - 1):0] \(portName(index))"
    }
    let pins = design.ports.enumerated().map { index, port in
      "    .\(port.name)(\(portName(index)))"
    }
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
