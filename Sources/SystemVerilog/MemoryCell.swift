import HardwareIR

/// The wrapper cell behind a memory; a flow replaces it with its own macro.
///
/// Memories without contents share a cell for each kind and choice of options, whose parameters
/// give the sizes. A memory with contents has a cell of its own, with sizes and words written out:
/// 4,096 words of 32 bits in a parameter take Icarus 11 over two minutes, and 16,384 set by one
/// process take Yosys 0.23 over a minute. With a process for each word these take 0.1 and 7 s.
struct MemoryCell {
  let name: String
  let memory: MemoryDefinition
  private let clock: String
  /// Whether sizes are parameters.
  var isCommon: Bool { !memory.hasContents }
  var isMasked: Bool { memory.laneWidth != nil }
  var isWriteFirst: Bool { memory.readUnderWrite == .writeFirst }

  init(of memory: MemoryDefinition, in module: ModuleDefinition) {
    name = module.cellName(of: memory)
    self.memory = memory
    clock = module.clockName(of: memory.domain)
  }

  /// The cells of all memories of some modules: first those that memories share, then those with
  /// contents in the order of their modules.
  static func files(for modules: [ModuleDefinition], banner: [String]) -> [EmittedFile] {
    var common: [String: EmittedFile] = [:]
    var own: [EmittedFile] = []
    for module in modules {
      for memory in module.memories {
        let cell = MemoryCell(of: memory, in: module)
        if cell.isCommon, common[cell.name] == nil {
          common[cell.name] = cell.file(owner: nil, banner: [])
        }
      }
      own += module.memoriesWithCells.map {
        MemoryCell(of: $0, in: module).file(owner: module.name, banner: banner)
      }
    }
    return common.values.sorted { $0.name < $1.name } + own
  }

  // MARK: Sizes

  var width: String { isCommon ? "Width" : "\(memory.word.width)" }
  var depth: String { isCommon ? "Depth" : "\(memory.depth)" }
  var laneWidth: String { isCommon ? "LaneWidth" : "\(memory.laneWidth ?? memory.word.width)" }

  var laneCount: String {
    isCommon ? "Width / LaneWidth" : "\(memory.word.width / (memory.laneWidth ?? 1))"
  }

  var wordType: String { isCommon ? "logic [Width-1:0]" : "logic [\(memory.word.width - 1):0]" }

  var addressType: String {
    isCommon ? "logic [AddressWidth-1:0]" : "logic [\(memory.addressWidth - 1):0]"
  }

  var maskType: String {
    guard !isCommon else { return "logic [Width/LaneWidth-1:0]" }
    return "logic [\(memory.word.width / (memory.laneWidth ?? 1) - 1):0]"
  }

  /// Name and value of each parameter.
  var parameters: [(name: String, value: Int)] {
    guard isCommon else { return [] }
    let lanes = memory.laneWidth.map { [("LaneWidth", $0)] } ?? []
    return [
      ("Width", memory.word.width), ("Depth", memory.depth), ("AddressWidth", memory.addressWidth),
    ] + lanes
  }

  // MARK: Pins

  struct Pin {
    var isInput = true
    var name: String
    var type: String
    /// The wire that an instance connects.
    var wire: String?
  }

  /// The clock, then the pins of each port.
  var pins: [[Pin]] {
    [[Pin(name: "clk_i", type: "logic", wire: clock)]]
      + memory.ports.map { pins(of: $0) }
  }

  private func pins(of port: MemoryPort) -> [Pin] {
    let isDual = memory.kind == .twoReadWrite
    let prefix = isDual ? port.label + "_" : ""
    let letter = port.readData == nil ? "w" : "r"
    let enable = isDual ? "en_i" : letter + "e_i"
    let address = isDual ? "addr_i" : letter + "addr_i"
    let candidates = [
      Pin(name: enable, type: "logic", wire: port.enable),
      Pin(name: "we_i", type: "logic", wire: port.write),
      Pin(name: address, type: addressType, wire: port.address),
      Pin(name: "wdata_i", type: wordType, wire: port.writeData),
      Pin(name: "wmask_i", type: maskType, wire: port.writeMask),
      Pin(isInput: false, name: "rdata_o", type: wordType, wire: port.readData),
    ]
    return candidates.filter { $0.wire != nil }.map { pin in
      var pin = pin
      pin.name = prefix + pin.name
      return pin
    }
  }
}
