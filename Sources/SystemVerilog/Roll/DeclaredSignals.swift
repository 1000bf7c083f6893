import HardwareIR

/// A port, wire or register as the text declares it: alone, or a vector of an array.
public struct DeclaredSignal: Hashable, Sendable {
  /// What the circuit calls it, of an array the array.
  public var name: String
  /// Its name in the module, behind those of the blocks of loops around it.
  public var path: String
  /// Of all that is declared under the name.
  public var width: Int
  /// Of the signal, or of an element of the array.
  public var type: HardwareType
  /// Of the array; 1 for a signal alone.
  public var count: Int
  /// Whether it is declared with the type of its enumeration, as ports are not.
  public var namesStates: Bool
}

extension TextLayout {
  /// Ports, then registers, then wires, each in their order. What only claims read is left out, as
  /// it is where claims are.
  static func declared(_ arrangement: Arrangement, _ places: [String: Place]) -> [DeclaredSignal] {
    let module = arrangement.module
    let all =
      module.ports.map { ($0.name, $0.type) }
      + module.registers.filter { !$0.isGhost }.map { ($0.name, $0.type) }
      + module.wires.filter { $0.role == .declared && !$0.isGhost }.map { ($0.name, $0.type) }
    let ports = Set(module.ports.map(\.name))
    let families = arrangement.selects.families
    var seen: Set<String> = []
    return all.compactMap { name, type in
      guard let place = places[name] else {
        return DeclaredSignal(
          name: name, path: name, width: type.width, type: type, count: 1,
          namesStates: type.isEnumeration && !ports.contains(name))
      }
      guard seen.insert(place.path).inserted else { return nil }
      return DeclaredSignal(
        name: families.place(of: name).map { families.all[$0.family].name } ?? name,
        path: place.path, width: place.declaredWidth, type: type,
        count: place.declaredWidth / max(1, type.width), namesStates: false)
    }
  }
}
