/// The names that the text of a module makes of the designer's: the instances `u_fifo` of children
/// and memories, and the next values `total_d` of registers. Where a signal or a claim has such a
/// name already, they get a number.
public struct PrintedNames: Sendable {
  /// What is not `u_` and the name of the child or the memory.
  private let instances: [String: String]
  /// What is not the register's stem and `_d`.
  private let nextValues: [String: String]
  /// Every name that the text makes.
  public let all: Set<String>

  /// - Parameter module: as it was described. What is left out of the text changes no name in it.
  public init(_ module: ModuleDefinition) {
    let given = Set(module.givenNames.lazy.map(\.name)).union([module.printedName])
    var taken = given
    instances = Self.renamedInstances(module, &taken)
    var next: [String: String] = [:]
    for register in module.registers {
      let wanted = Self.nextValue(register.name)
      let name = Self.free(wanted, &taken)
      if name != wanted { next[register.name] = name }
    }
    nextValues = next
    all = taken.subtracting(given)
  }

  /// The name of the instance of a child or a memory.
  public func instance(_ name: String) -> String { instances[name] ?? "u_" + name }

  /// The name of the value that a register takes at the next clock edge.
  public func nextValue(of register: String) -> String {
    nextValues[register] ?? Self.nextValue(register)
  }

  private static func nextValue(_ register: String) -> String { signalStem(register) + "_d" }

  /// The instances that are not called `u_` and the name of the child or the memory, by that name.
  public static func renamedInstances(of module: ModuleDefinition) -> [String: String] {
    guard !module.instances.isEmpty else { return [:] }
    // Nothing else can be in the way.
    let names = module.givenNames.lazy.map(\.name) + [module.printedName]
    var taken = Set(names.filter { $0.hasPrefix("u_") })
    return taken.isEmpty ? [:] : renamedInstances(module, &taken)
  }

  private static func renamedInstances(
    _ module: ModuleDefinition, _ taken: inout Set<String>
  ) -> [String: String] {
    var renamed: [String: String] = [:]
    for name in module.instances.map(\.name) + module.memories.map(\.name) {
      let wanted = "u_" + name
      let printed = free(wanted, &taken)
      if printed != wanted { renamed[name] = printed }
    }
    return renamed
  }

  /// A name that is not taken yet, and now is: `stem` and `suffix`, with a number between where
  /// needed.
  static func free(
    _ stem: String, behind suffix: String = "", _ taken: inout Set<String>
  ) -> String {
    var name = stem + suffix
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(stem)_\(number)\(suffix)"
      number += 1
    }
    return name
  }
}
