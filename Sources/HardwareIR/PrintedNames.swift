/// The names that the text of a module makes of the designer's: the instances `u_fifo` of children
/// and memories, and the next values `total_d` of registers. Where a signal or a claim has such a
/// name already, they get a number.
public struct PrintedNames: Sendable {
  /// What is not `u_` and the name of the child or the memory, by that.
  public let renamedInstances: [String: String]
  /// What is not the register's stem and `_d`.
  private let nextValues: [String: String]

  /// - Parameter module: as it was described. What is left out of the text changes no name in it.
  public init(_ module: ModuleDefinition) {
    let renamed = Self.renamedInstances(of: module)
    renamedInstances = renamed
    // Only what ends so can be in the way, and hardly a name does.
    var taken = Self.given(module) { $0.hasSuffix("_d") }
    for name in Self.holders(module) where name.hasSuffix("_d") {
      taken.insert(renamed[name] ?? Self.usualInstance(name))
    }
    var next: [String: String] = [:]
    if !taken.isEmpty {
      for register in module.registers {
        let wanted = Self.usualNextValue(register.name)
        let name = Self.free(wanted, &taken)
        if name != wanted { next[register.name] = name }
      }
    }
    nextValues = next
  }

  /// Every name that the text of a module makes, but those of enumerations.
  func names(in module: ModuleDefinition) -> Set<String> {
    var names = Set(module.registers.lazy.map { nextValue(of: $0.name) })
    for name in Self.holders(module) { names.insert(instance(name)) }
    return names
  }

  /// The name of the instance of a child or a memory.
  public func instance(_ name: String) -> String {
    renamedInstances[name] ?? Self.usualInstance(name)
  }

  /// The name of the instance of a child or a memory, where nothing is in its way.
  public static func usualInstance(_ name: String) -> String { "u_" + name }

  /// The name of the value that a register takes at the next clock edge.
  public func nextValue(of register: String) -> String {
    nextValues[register] ?? Self.usualNextValue(register)
  }

  /// The name of the value that a register takes next, where nothing is in its way.
  public static func usualNextValue(_ register: String) -> String { signalStem(register) + "_d" }

  /// The instances that do not have their usual name, by the name of the child or the memory.
  public static func renamedInstances(of module: ModuleDefinition) -> [String: String] {
    // Only what begins so can be in the way.
    var taken = given(module) { $0.hasPrefix("u_") }
    if taken.isEmpty { return [:] }
    var renamed: [String: String] = [:]
    for name in holders(module) {
      let wanted = usualInstance(name)
      let printed = free(wanted, &taken)
      if printed != wanted { renamed[name] = printed }
    }
    return renamed
  }

  /// The children and the memories.
  private static func holders(_ module: ModuleDefinition) -> [String] {
    module.instances.map(\.name) + module.memories.map(\.name)
  }

  private static func given(
    _ module: ModuleDefinition, _ isWanted: (String) -> Bool
  ) -> Set<String> {
    var names: Set<String> = isWanted(module.printedName) ? [module.printedName] : []
    module.forEachGivenName { name, _ in
      if isWanted(name) { names.insert(name) }
    }
    return names
  }

  /// A name that is not taken yet, and now is: `stem` and `suffix`, with a number between where
  /// needed.
  static func free(
    _ stem: String, behind suffix: String = "", _ taken: inout Set<String>
  ) -> String {
    numberedName(stem, behind: suffix) { !taken.insert($0).inserted }
  }
}
