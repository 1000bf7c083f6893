/// What a read gives in the cycle in which its word is written.
public enum ReadUnderWrite: Hashable, Sendable {
  /// The old word: the read goes before the write.
  case readFirst
  /// The new word: the write goes before the read. Where only some lanes of the word are written,
  /// those are new and the others are old.
  case writeFirst
}

/// A memory on one clock.
///
/// Read data follow the address by one cycle and hold while their port is not enabled. Two ports
/// that write one word in one cycle both take effect, the later port last, lane by lane. Beyond the
/// depth nothing is stored, and a read finds zeros.
public struct MemoryDefinition: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// One read port. The contents never change.
    case rom
    /// One write port and one read port.
    case oneReadOneWrite
    /// Ports `a` and `b`, each of which reads or writes.
    case twoReadWrite
  }

  public var name: String
  public var kind: Kind
  public var depth: Int
  public var word: HardwareType
  /// The bits that one bit of a write's mask stands for; nil where words are written whole.
  public var laneWidth: Int?
  public var readUnderWrite: ReadUnderWrite
  /// The first words, the others being zero; without any, contents are undefined until written.
  public var initial: [BitPattern]
  public var domain: ClockDomain
  /// In the order in which they write.
  public var ports: [MemoryPort]
  /// The name of the cell of a memory with contents, where that is not the usual one.
  var cell: String?
  public var note: String?
  /// Its place, if the memory is an element of an array.
  public var element: ElementName?
  public var location: SourceLocation?

  /// - Parameter wirePrefix: What the names of the wires begin with, if that is not the name.
  public init(
    name: String, wirePrefix: String? = nil, kind: Kind = .oneReadOneWrite, depth: Int,
    word: HardwareType,
    laneWidth: Int? = nil, readUnderWrite: ReadUnderWrite = .readFirst, initial: [BitPattern] = [],
    domain: ClockDomain = .default, note: String? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.kind = kind
    self.depth = depth
    self.word = word
    self.laneWidth = laneWidth
    self.readUnderWrite = readUnderWrite
    self.initial = initial
    self.domain = domain
    self.note = note
    self.location = location
    let hasMask = laneWidth != nil
    let prefix = wirePrefix ?? name
    ports =
      switch kind {
      case .rom: [.read(prefix)]
      case .oneReadOneWrite: [.write(prefix, hasMask: hasMask), .read(prefix)]
      case .twoReadWrite:
        ["a", "b"].map { .readWrite("\(prefix)_\($0)", label: $0, hasMask: hasMask) }
      }
  }

  /// The wires of all ports that the module drives.
  public var inputs: [String] { ports.flatMap(\.inputs) }

  /// The wires that the memory drives.
  public var readData: [String] { ports.compactMap(\.readData) }

  public var addressWidth: Int { max(1, bitsToHold(depth - 1)) }

  /// Whether every word has a value before it is written.
  public var hasContents: Bool { !initial.isEmpty }
}

/// A port of a memory, by the names of the module's wires that it is connected to.
public struct MemoryPort: Hashable, Sendable {
  /// What tells the port from the others of its memory.
  public var label: String
  /// Nothing happens at the port while this is 0.
  public var enable: String
  /// Of a port that reads and writes: whether it writes.
  public var write: String?
  public var address: String
  /// Of a port that writes.
  public var writeData: String?
  /// One bit for each lane, the lowest lane first.
  public var writeMask: String?
  /// Of a port that reads.
  public var readData: String?

  static func write(_ name: String, hasMask: Bool) -> MemoryPort {
    MemoryPort(
      label: "write", enable: name + "_write", address: name + "_write_address",
      writeData: name + "_write_data", writeMask: hasMask ? name + "_write_mask" : nil)
  }

  static func read(_ name: String) -> MemoryPort {
    MemoryPort(
      label: "read", enable: name + "_read", address: name + "_read_address",
      readData: name + "_read_data")
  }

  static func readWrite(_ name: String, label: String, hasMask: Bool) -> MemoryPort {
    MemoryPort(
      label: label, enable: name + "_enable", write: name + "_write", address: name + "_address",
      writeData: name + "_write_data", writeMask: hasMask ? name + "_write_mask" : nil,
      readData: name + "_read_data")
  }

  /// The wires that the module drives, in order.
  public var inputs: [String] {
    [enable, write, address, writeData, writeMask].compactMap { $0 }
  }
}

// MARK: Cells

extension MemoryDefinition {
  /// The wrapper cell of memories of this kind and options, whatever their size; nil for a memory
  /// with contents, which is a cell of its own.
  var commonCellName: String? {
    guard !hasContents else { return nil }
    return Self.cellName(kind, isMasked: laneWidth != nil, readUnderWrite)
  }

  private static func cellName(
    _ kind: Kind, isMasked: Bool, _ readUnderWrite: ReadUnderWrite
  ) -> String {
    (kind == .twoReadWrite ? "sram_2rw" : "sram_1r1w") + (isMasked ? "_masked" : "")
      + (readUnderWrite == .writeFirst ? "_write_first" : "")
  }

  /// The names of all wrapper cells; no module can have one of them.
  public static let commonCellNames: Set<String> = {
    var names: Set<String> = []
    for kind in [Kind.oneReadOneWrite, .twoReadWrite] {
      for isMasked in [false, true] {
        for readUnderWrite in [ReadUnderWrite.readFirst, .writeFirst] {
          names.insert(cellName(kind, isMasked: isMasked, readUnderWrite))
        }
      }
    }
    return names
  }()

  /// Whether one cell, contents included, serves both.
  fileprivate func isAlike(_ other: MemoryDefinition) -> Bool {
    kind == other.kind && depth == other.depth && word.width == other.word.width
      && laneWidth == other.laneWidth && readUnderWrite == other.readUnderWrite
      && initial == other.initial
  }
}

extension ModuleDefinition {
  /// The cell that `memory`, one of the module's, is an instance of. The cell of a memory with
  /// contents is named after the module and the first of its memories that is alike.
  public func cellName(of memory: MemoryDefinition) -> String {
    if let common = memory.commonCellName { return common }
    let first = memories.first { $0.isAlike(memory) } ?? memory
    return first.cell ?? "\(name)_\(first.name)"
  }

  /// The memories that cells are named after: those with contents, of equal ones the first.
  public var memoriesWithCells: [MemoryDefinition] {
    memories.filter { memory in
      memory.hasContents && memories.first { $0.isAlike(memory) }?.name == memory.name
    }
  }
}

extension Circuit {
  /// Gives the cell of a memory with contents a number where its name is that of a module, whatever
  /// the case of its letters: each makes a file.
  public mutating func nameCells() {
    guard modules.contains(where: { !$0.memoriesWithCells.isEmpty }) else { return }
    var taken = MemoryDefinition.commonCellNames
    for module in modules {
      taken.insert(module.printedName.lowercased())
      for source in module.blackBox?.sources ?? [] {
        taken.formUnion(DeclaredModules.names(in: source.text).map { $0.lowercased() })
        taken.insert(source.name.split(separator: ".").first?.lowercased() ?? "")
      }
    }
    for index in modules.indices {
      for memory in modules[index].memoriesWithCells {
        let usual = modules[index].cellName(of: memory)
        let name = numberedName(usual) { !taken.insert($0.lowercased()).inserted }
        guard name != usual, let position = modules[index].memories.firstIndex(of: memory) else {
          continue
        }
        modules[index].memories[position].cell = name
      }
    }
  }
}
