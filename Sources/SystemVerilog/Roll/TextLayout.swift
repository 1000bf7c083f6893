import HardwareIR

/// Where the text of a module has what the circuit declares.
public struct TextLayout: Hashable, Sendable {
  /// Bits of something that the text declares.
  public struct Place: Hashable, Sendable {
    /// Its name, behind those of the blocks of loops around it: `gen_lane[0].held_q`.
    public var path: String
    /// The lowest of the bits.
    public var low: Int
    /// The width of all that is declared under the name.
    public var declaredWidth: Int

    public init(path: String, low: Int, declaredWidth: Int) {
      self.path = path
      self.low = low
      self.declaredWidth = declaredWidth
    }
  }

  /// The ports, wires and registers that are part of a vector, or stand in a loop. All others have
  /// the names that the circuit gives them.
  public private(set) var signals: [String: Place] = [:]
  /// The instances and memories, by their names in the circuit.
  public private(set) var cells: [String: String] = [:]
  /// All ports, registers and wires that have names of their own, by what the text declares.
  public private(set) var declared: [DeclaredSignal] = []

  init(_ arrangement: Arrangement) {
    let selects = arrangement.selects
    for family in selects.families.all.indices where selects.localIndices[family] == nil {
      place(family, selects, outer: [], scope: "")
    }
    add(
      arrangement.sections.flatMap(\.parts) + arrangement.ghosts.parts
        + arrangement.properties.joined(), arrangement, outer: [], scope: "")
    for memory in arrangement.module.memories {
      cells[memory.name] = arrangement.scopes.instance(memory.name)
    }
    for instance in arrangement.module.instances {
      cells[instance.name] = arrangement.scopes.instance(instance.name)
    }
    declared = Self.declared(arrangement, signals)
  }

  private mutating func add(
    _ parts: [ModulePart], _ arrangement: Arrangement, outer: [Int], scope: String
  ) {
    for part in parts {
      guard case .loop(let loop) = part else { continue }
      for value in loop.range.values {
        // The variables of the loops around, the outermost first, are an element's first indices.
        let outer = outer + [value]
        let scope = "\(scope)\(loop.label)[\(value)]."
        for family in loop.locals { place(family, arrangement.selects, outer: outer, scope: scope) }
        add(loop.body, arrangement, outer: outer, scope: scope)
      }
    }
  }

  /// The elements of an array that are declared in one place: those whose indices begin so.
  private mutating func place(
    _ family: Int, _ selects: SignalSelects, outer: [Int], scope: String
  ) {
    let array = selects.families.all[family]
    let width = selects.declaredWidth(family)
    let count = width / array.type.width
    let first = zip(outer, array.strides).reduce(0) { $0 + $1.0 * $1.1 }
    for position in 0..<count {
      signals[array.members[first + position]] = Place(
        path: scope + array.name, low: position * array.type.width, declaredWidth: width)
    }
  }
}

extension SystemVerilogEmitter {
  /// Where the text that this makes has what each module of a circuit declares, by module.
  public func layouts(of circuit: Circuit) -> [String: TextLayout] {
    let circuit = printed(circuit)
    let modules = circuit.hardware.filter { $0.blackBox == nil }
    return Dictionary(
      arrangements(modules, of: circuit).map { ($0.name, TextLayout($0.arrangement)) },
      uniquingKeysWith: { first, _ in first })
  }
}
