import HardwareIR
import SystemVerilog

/// Ports that the text declares as one vector.
public struct PortVector: Hashable, Sendable {
  /// The vector as the text has it.
  public var port: PortSpec
  /// The ports that a test sees, the first in the lowest bits.
  public var elements: [String]
}

extension PortVector {
  /// The vectors that the emitter makes of the ports of a module.
  init(_ vector: SystemVerilogEmitter.PortVector) {
    port = PortSpec(
      name: vector.name, widthBits: vector.width, isSigned: false,
      direction: vector.direction == .input ? .input : .output)
    elements = vector.elements
  }
}

extension DesignUnderTest {
  /// The ports as the text declares them.
  var declaredPorts: [PortSpec] {
    let inVectors = Set(vectors.flatMap(\.elements))
    return ports.filter { !inVectors.contains($0.name) } + vectors.map(\.port)
  }
}
