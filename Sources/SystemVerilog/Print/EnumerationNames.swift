import HardwareIR

/// The names of enumerations in a module: type `run_state_e`, cases `StIdle`.
struct EnumerationNames {
  private let needsTypeName: Bool

  /// With two enumerations in one module, cases carry the type's name instead of `St`.
  init(_ enumerations: [EnumerationType]) { needsTypeName = enumerations.count > 1 }

  func caseName(_ type: EnumerationType, _ index: Int) -> String {
    guard type.cases.indices.contains(index) else { return "\(type.width)'d\(index)" }
    let name = type.cases[index]
    return (needsTypeName ? type.name : "St") + name.prefix(1).uppercased() + name.dropFirst()
  }

  static func typeName(_ type: EnumerationType) -> String {
    var result = ""
    for character in type.name {
      if character.isUppercase, !result.isEmpty { result.append("_") }
      result.append(character.lowercased())
    }
    return result + "_e"
  }
}
