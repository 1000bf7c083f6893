import HardwareIR

/// An array of ports, wires or registers that is declared as one vector: element i of words of w
/// bits is `[w*i +: w]`.
struct SignalFamily {
  enum Kind: Hashable {
    case input(ClockDomain)
    case output(ClockDomain)
    case wire
    case register(hasReset: Bool, ClockDomain)
  }

  /// The name of the array.
  var name: String
  /// How many elements there are, the outermost index first.
  let shape: [Int]
  /// That of an element.
  let type: HardwareType
  let kind: Kind
  /// The names of the elements, the innermost index running fastest.
  let members: [String]
  let note: String?

  var count: Int { members.count }
  var width: Int { count * type.width }

  /// Whether something in the module should read it.
  var isRead: Bool { if case .output = kind { false } else { true } }

  /// Elements from one to the next, by index.
  var strides: [Int] {
    var strides: [Int] = []
    var stride = 1
    for size in shape.reversed() {
      strides.insert(stride, at: 0)
      stride *= size
    }
    return strides
  }

  /// The number of an element.
  func position(_ indices: [Affine]) -> Affine {
    zip(indices, strides).reduce(Affine(0)) { $0 + $1.0 * $1.1 }
  }
}

/// The arrays of a module that can be vectors: complete, of one type, no enumeration and not too
/// wide, under a name that nothing else has.
struct SignalFamilies {
  private(set) var all: [SignalFamily] = []
  private var indexOfName: [String: Int] = [:]
  private var places: [String: (family: Int, indices: [Int])] = [:]

  /// None at all.
  init() {}

  /// The arrays among the ports of `module`, which its parents see as well.
  init(portsOf module: ModuleDefinition) {
    guard module.blackBox == nil else { return }
    var groups = Groups()
    for port in module.ports {
      let kind: SignalFamily.Kind =
        port.direction == .input ? .input(port.domain) : .output(port.domain)
      groups.add(port.name, port.element, port.type, kind, port.note)
    }
    var taken = Set(module.ports.map(\.name))
    taken.formUnion(module.wires.map(\.name))
    taken.formUnion(module.registers.map(\.name))
    add(groups, excluding: [], taken: taken)
  }

  /// Adds the arrays of wires and registers of `module`.
  ///
  /// - Parameters:
  ///   - taken: names that no array can have.
  ///   - excluded: signals that stay as they are.
  mutating func addInternal(
    of module: ModuleDefinition, taken: Set<String>, excluding excluded: Set<String>
  ) {
    var groups = Groups()
    for wire in module.wires where wire.crossing == nil {
      groups.add(
        wire.name, wire.element, wire.type, .wire, wire.note, isGhost: wire.isGhost)
    }
    for register in module.registers where !register.isSynchronizer {
      let kind = SignalFamily.Kind.register(
        hasReset: register.reset != nil, register.domain)
      groups.add(
        register.name, register.element, register.type, kind, register.note, register.reset,
        isGhost: register.isGhost)
    }
    add(groups, excluding: excluded, taken: taken.union(all.map(\.name)))
  }

  private mutating func add(_ groups: Groups, excluding excluded: Set<String>, taken: Set<String>) {
    var names = taken
    for group in groups.inOrder {
      for family in group.families(excluding: excluded)
      where !ReservedWords.contains(family.name) && names.insert(family.name).inserted {
        add(family)
      }
    }
  }

  private mutating func add(_ family: SignalFamily) {
    for (number, name) in family.members.enumerated() {
      let indices = zip(family.strides, family.shape).map { number / $0 % $1 }
      places[name] = (all.count, indices)
    }
    indexOfName[family.name] = all.count
    all.append(family)
  }

  /// The array of a name.
  func index(named name: String) -> Int? { indexOfName[name] }

  /// The array that `name` is an element of, and its place there.
  func place(of name: String) -> (family: Int, indices: [Int])? { places[name] }

  func contains(_ name: String) -> Bool { places[name] != nil }
}

/// The elements of each array in the order of the module.
private struct Groups {
  struct Key: Hashable {
    let stem: String
    let kind: SignalFamily.Kind
    /// Ghosts are declared apart.
    let isGhost: Bool
  }

  struct Element {
    let name: String
    let indices: [Int]
    let type: HardwareType
    let note: String?
    let reset: BitPattern?

    /// Whether both can be elements of one array. A block resets all of them alike.
    func isLike(_ other: Element) -> Bool {
      type == other.type && note == other.note && reset == other.reset
        && indices.count == other.indices.count
    }
  }

  struct Group {
    let key: Key
    var elements: [Element] = []

    /// The array, or those of its innermost indices where it is too wide as one.
    func families(excluding excluded: Set<String>) -> [SignalFamily] {
      guard let first = elements.first, !first.type.isEnumeration,
        elements.allSatisfy({ $0.isLike(first) && !excluded.contains($0.name) })
      else { return [] }
      let shape = first.indices.indices.map { axis in
        1 + (elements.map { $0.indices[axis] }.max() ?? 0)
      }
      let sorted = elements.sorted { $0.indices.lexicographicallyPrecedes($1.indices) }
      guard shape.reduce(1, *) == elements.count,
        zip(sorted, sorted.dropFirst()).allSatisfy({ $0.indices != $1.indices })
      else { return [] }
      return families(key.stem, sorted.map(\.name), shape, first.type, first.note)
    }

    /// The name says so if nothing reads any element.
    private static func name(_ stem: String, of members: [String]) -> String {
      let prefix = "unused_"
      return members.allSatisfy { $0.hasPrefix(prefix) } && !stem.hasPrefix(prefix)
        ? prefix + stem : stem
    }

    private func families(
      _ stem: String, _ members: [String], _ shape: [Int], _ type: HardwareType, _ note: String?
    ) -> [SignalFamily] {
      let isTooWide = members.count * type.width > Limits.widthMax
      guard isTooWide else {
        return [
          SignalFamily(
            name: Self.name(stem, of: members), shape: shape, type: type, kind: key.kind,
            members: members, note: note)
        ]
      }
      guard shape.count > 1 else { return [] }
      let size = members.count / shape[0]
      return (0..<shape[0]).flatMap { index in
        let suffix = stem.dropFirst(signalStem(stem).count)
        return families(
          "\(signalStem(stem))_\(index)\(suffix)",
          Array(members[(index * size)..<((index + 1) * size)]), Array(shape.dropFirst()), type,
          note)
      }
    }
  }

  private var groups: [Group] = []
  private var indexOfKey: [Key: Int] = [:]

  var inOrder: [Group] { groups }

  mutating func add(
    _ name: String, _ element: ElementName?, _ type: HardwareType, _ kind: SignalFamily.Kind,
    _ note: String?, _ reset: BitPattern? = nil, isGhost: Bool = false
  ) {
    guard let element else { return }
    let key = Key(stem: element.stem, kind: kind, isGhost: isGhost)
    let index = indexOfKey[key] ?? groups.count
    if index == groups.count {
      indexOfKey[key] = index
      groups.append(Group(key: key))
    }
    groups[index].elements.append(
      Element(name: name, indices: element.indices, type: type, note: note, reset: reset))
  }
}
