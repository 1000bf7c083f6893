import HardwareIR
import SimulationInterface
import SystemVerilog

/// The module that holds a batch: the ports of each circuit, with a prefix, and one clock.
struct BatchTop {
  /// Nil where no circuit has one.
  let clock: String?
  let ports: [PortSpec]
  let file: EmittedFile

  init(_ batch: Batch) {
    clock = batch.circuits.contains { $0.top.isClocked } ? ClockDomain.default.clockName : nil
    var ports = clock.map { [PortSpec.input($0)] } ?? []
    var instances: [String] = []
    for (index, circuit) in batch.circuits.enumerated() {
      for port in circuit.top.ports where port.role != .clock {
        ports.append(
          PortSpec(
            name: Batch.prefix(index) + port.name, widthBits: port.type.width,
            isSigned: port.type.isSigned, direction: port.direction == .input ? .input : .output))
      }
      let pins = batch.pins(index).joined(separator: ", ")
      instances.append("  \(circuit.top.name) \(Batch.instance(index)) (\(pins));")
    }
    let declarations = ports.map { port in
      "  \(port.direction.rawValue) logic\(port.isSigned ? " signed" : "")"
        + (port.widthBits == 1 ? "" : " [\(port.widthBits - 1):0]") + " \(port.name)"
    }
    self.ports = ports
    file = EmittedFile(
      name: Batch.topName + ".sv",
      text: "module \(Batch.topName) (\n" + declarations.joined(separator: ",\n") + "\n);\n"
        + instances.joined(separator: "\n") + "\nendmodule\n")
  }
}
