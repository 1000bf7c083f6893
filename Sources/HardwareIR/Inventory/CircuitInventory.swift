/// What a circuit is made of, in all instances of its modules: memories, registers, multipliers.
///
/// Claims, and what only they read, are no part of it; nor is what stands in a black box.
public struct CircuitInventory: Hashable, Sendable {
  /// Memories that are alike in all but their places: those of an array, in all copies of what is
  /// around them.
  public struct Memory: Hashable, Sendable {
    /// From the top; of an array, `[n]` says how many there are: `engine.element[8].scores`.
    public var path: String
    public var kind: MemoryDefinition.Kind
    /// Memories that are one for their users: an array, or one in each of an array of modules that
    /// hold nothing else.
    public var banks: Int
    /// How often the circuit has these banks.
    public var copies: Int
    /// Of a bank.
    public var words: Int
    public var wordBits: Int
    /// What is kept there, as the memory or its module says.
    public var note: String

    public var count: Int { banks * copies }
    public var bits: Int { count * words * wordBits }
    /// Of all banks and copies together, if each reads, or writes, a word.
    public var bytesPerCycle: Double { Double(count * wordBits) / 8 }
  }

  /// The registers of a module that are one array, or one register.
  public struct RegisterArray: Hashable, Sendable {
    /// The module, a dot and the name.
    public var name: String
    /// In one instance of the module.
    public var bits: Int
  }

  /// Products in one module.
  public struct Multipliers: Hashable, Sendable {
    public var module: String
    /// In all instances.
    public var count: Int
    /// Of the factors.
    public var widths: [Int]
  }

  /// From the top down, in the order of the description.
  public private(set) var memories: [Memory] = []
  public private(set) var registerBits = 0
  /// The one with the most bits; nil without any register.
  public private(set) var largestRegister: RegisterArray?
  /// By module, the most first.
  public private(set) var multipliers: [Multipliers] = []

  public init(_ circuit: Circuit) {
    let counts = circuit.instanceCounts
    for module in circuit.modules.reversed() where module.blackBox == nil {
      guard let count = counts[module.name] else { continue }
      add(registersOf: module, count)
      multipliers += Self.multipliers(of: module, count)
    }
    multipliers.sort { ($0.count, $1.module, $0.widths[0]) > ($1.count, $0.module, $1.widths[0]) }
    let scope = Scope(definitions: circuit.definitions)
    scope.visit(circuit.top, below: "", copies: 1, banks: 1, &memories)
  }

  public var memoryBits: Int { memories.reduce(0) { $0 + $1.bits } }

  // MARK: Registers and products

  private mutating func add(registersOf module: ModuleDefinition, _ count: Int) {
    var arrays: [String: Int] = [:]
    for register in module.registers where !register.isGhost {
      registerBits += count * register.type.width
      arrays[register.element?.stem ?? register.name, default: 0] += register.type.width
    }
    for (name, bits) in arrays.sorted(by: { $0.key < $1.key })
    where bits > largestRegister?.bits ?? 0 {
      largestRegister = RegisterArray(name: "\(module.name).\(name)", bits: bits)
    }
  }

  /// Products of two signals; one by a number is a sum of shifts.
  private static func multipliers(of module: ModuleDefinition, _ count: Int) -> [Multipliers] {
    var products: Set<Expression> = []
    func find(_ expression: Expression) {
      if case .binary(.multiply, let left, let right) = expression, !left.isNumber,
        !right.isNumber
      {
        products.insert(expression)
      }
      expression.forEachOperand(find)
    }
    for statement in module.statements {
      if case .property = statement { continue }
      statement.forEachExpression(find)
    }
    for instance in module.instances {
      for case .input(let value) in instance.connections.lazy.map(\.connection) { find(value) }
    }
    let kinds = Dictionary(grouping: products) { $0.operands.map(\.type.width) }
    return kinds.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { widths, products in
      Multipliers(module: module.name, count: count * products.count, widths: widths)
    }
  }
}

extension Expression {
  fileprivate var isNumber: Bool {
    switch self {
    case .literal: true
    case .extend(let operand, _), .reinterpret(let operand, _): operand.isNumber
    default: false
    }
  }
}

extension Circuit {
  /// How often the circuit has each module that it reaches, by name.
  public var instanceCounts: [String: Int] {
    var counts = [top.name: 1]
    // Parents stand behind their children.
    for module in modules.reversed() {
      guard let count = counts[module.name] else { continue }
      for instance in module.instances { counts[instance.module, default: 0] += count }
    }
    return counts
  }
}

/// A walk through instances, those of an array at once.
private struct Scope {
  var definitions: [String: ModuleDefinition]

  func visit(
    _ module: ModuleDefinition, below path: String, copies: Int, banks: Int,
    _ found: inout [CircuitInventory.Memory]
  ) {
    guard module.blackBox == nil else { return }
    for group in Group.of(module.memories, { $0.name }, { $0.element }, { $0.shape }) {
      let memory = group.first
      found.append(
        CircuitInventory.Memory(
          path: path + group.name, kind: memory.kind, banks: banks * group.count, copies: copies,
          words: memory.depth, wordBits: memory.word.width,
          note: memory.note ?? module.contract.gist))
    }
    for group in Group.of(module.instances, { $0.name }, { $0.element }, { $0.module }) {
      guard let child = definitions[group.first.module] else { continue }
      let isBank = child.registers.isEmpty && child.instances.isEmpty
      visit(
        child, below: path + group.name + ".", copies: isBank ? copies : copies * group.count,
        banks: isBank ? banks * group.count : banks, &found)
    }
  }
}

/// Things of one array that are alike.
private struct Group<Item> {
  var first: Item
  var name: String
  var count: Int

  private struct Key: Hashable {
    var stem: String
    var kind: AnyHashable
  }

  static func of(
    _ items: [Item], _ name: (Item) -> String, _ element: (Item) -> ElementName?,
    _ kind: (Item) -> AnyHashable
  ) -> [Group] {
    var order: [Key] = []
    var members: [Key: [Item]] = [:]
    for item in items {
      let key = Key(stem: element(item)?.stem ?? name(item), kind: kind(item))
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(item)
    }
    return order.compactMap { key in
      guard let own = members[key], let first = own.first else { return nil }
      // Of an array whose elements differ, the first of those that are alike is named.
      let isMixed = order.count { $0.stem == key.stem } > 1
      let stem = isMixed ? name(first) : key.stem
      return Group(
        first: first, name: own.count == 1 ? stem : "\(stem)[\(own.count)]", count: own.count)
    }
  }
}

extension Contract {
  /// What the summary begins with.
  fileprivate var gist: String {
    String(summary.prefix { !".,:;".contains($0) })
  }
}

extension MemoryDefinition {
  fileprivate struct Shape: Hashable {
    var kind: Kind
    var depth: Int
    var width: Int
    var note: String?
  }

  fileprivate var shape: Shape {
    Shape(kind: kind, depth: depth, width: word.width, note: note)
  }
}
