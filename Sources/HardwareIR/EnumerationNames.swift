/// The names of enumerations in a module: type `run_state_e`, cases `StIdle`. Where something else
/// has such a name already, they get a number.
public struct EnumerationNames {
  private var types: [(type: EnumerationType, name: String, cases: [String])] = []

  /// With two enumerations in one module, cases carry the type's name instead of `St`.
  ///
  /// - Parameter taken: the other names of the module.
  public init(_ enumerations: [EnumerationType], besides taken: Set<String>) {
    var taken = taken
    for type in enumerations {
      let stem = snakeCase(type.name)
      let name = PrintedNames.free(stem, behind: "_e", &taken)
      let prefix = enumerations.count > 1 ? type.name : "St"
      let cases = type.cases.map { name in
        PrintedNames.free(prefix + name.prefix(1).uppercased() + name.dropFirst(), &taken)
      }
      types.append((type, name, cases))
    }
  }

  /// Every name.
  public var all: [String] { types.flatMap { [$0.name] + $0.cases } }

  public func typeName(_ type: EnumerationType) -> String {
    types.first { $0.type == type }?.name ?? snakeCase(type.name) + "_e"
  }

  public func caseName(_ type: EnumerationType, _ index: Int) -> String {
    guard let names = types.first(where: { $0.type == type })?.cases, names.indices.contains(index)
    else { return "\(type.width)'d\(index)" }
    return names[index]
  }
}
