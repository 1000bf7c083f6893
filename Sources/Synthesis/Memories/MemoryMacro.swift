import HardwareIR
import SystemVerilog

/// A memory of a circuit that is left to a macro.
struct MemoryMacro: Hashable, Sendable {
  /// The name of the cell, which states the size.
  let name: String
  let box: MemoryBox
  let words: Int
  let widthBits: Int
  /// 1 for a ROM.
  let ports: Int

  init(_ memory: MemoryDefinition, in module: ModuleDefinition) {
    box = module.box(of: memory)
    let lane = memory.laneWidth.map { "_l\($0)" } ?? ""
    name =
      box.parameters.isEmpty
      ? box.cell : "\(box.cell)_\(memory.depth)x\(memory.word.width)\(lane)"
    words = memory.depth
    widthBits = memory.word.width
    ports = memory.kind == .rom ? 1 : 2
  }

  var kilobytes: Double { Double(words * widthBits) / 8192 }
}
