import HardwareIR

/// The wrapper cell of a memory as a box, for tools that put a macro in its place.
public struct MemoryBox: Hashable, Sendable {
  public struct Pin: Hashable, Sendable {
    public var name: String
    public var width: Int
    public var isInput: Bool
  }

  /// The module that the text instantiates.
  public var cell: String
  /// What the instance sets, in order; empty for a cell of its own.
  public var parameters: [String]
  /// Their values.
  public var values: [Int]
  public var pins: [Pin]
  /// The clock is the first pin.
  public var clock: String { pins[0].name }
}

extension ModuleDefinition {
  /// The box of one of the module's memories.
  public func box(of memory: MemoryDefinition) -> MemoryBox {
    let cell = MemoryCell(of: memory, in: self)
    let widths = [
      "wdata_i": memory.word.width, "rdata_o": memory.word.width,
      "addr_i": memory.addressWidth, "waddr_i": memory.addressWidth,
      "raddr_i": memory.addressWidth,
      "wmask_i": memory.word.width / (memory.laneWidth ?? memory.word.width),
    ]
    let pins = cell.pins.joined().map { pin in
      let plain = pin.name.hasPrefix("a_") || pin.name.hasPrefix("b_")
      let width = widths[plain ? String(pin.name.dropFirst(2)) : pin.name] ?? 1
      return MemoryBox.Pin(name: pin.name, width: width, isInput: pin.isInput)
    }
    return MemoryBox(
      cell: cell.name, parameters: cell.parameters.map(\.name),
      values: cell.parameters.map(\.value), pins: pins)
  }
}
