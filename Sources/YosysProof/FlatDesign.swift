import HardwareIR
import SimulationInterface

/// The claims of a circuit with the signals that they read, by the names that both have in the
/// flattened text.
struct FlatDesign {
  struct Signal {
    /// As in reports: `moving.value_q`.
    let path: String
    /// As in the text: `u_moving.value_q`.
    let textName: String
    let type: HardwareType

    func value(_ pattern: BitPattern) -> PortValue {
      let words = pattern.words.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }
      return PortValue(words: words, widthBits: type.width, isSigned: type.isSigned)
    }
  }

  struct Claim {
    let property: Property
    /// The text's name of the instance, with a point behind.
    let scope: String
    /// The reset that lets the claim rest, and whether it does so while it is 0.
    let reset: String
    let resetLevel: ResetLevel
    let signals: [Signal]
    let failure: String
  }

  /// The resets and the data ports of the top module.
  let ports: [Signal]
  private var claims: [Claim] = []

  init(_ circuit: Circuit) {
    let top = circuit.top
    ports = top.ports.filter { $0.role != .clock }.map {
      Signal(path: $0.name, textName: $0.name, type: $0.type)
    }
    add(top, circuit.definitions, path: "", scope: "", top: top)
  }

  private mutating func add(
    _ module: ModuleDefinition, _ definitions: [String: ModuleDefinition], path: String,
    scope: String, top: ModuleDefinition
  ) {
    for case .property(let property) in module.statements where property.kind != .cover {
      if property.kind == .assumption, scope.isEmpty { continue }
      var signals: [Signal] = []
      property.condition.forEachTypedReference { name, type in
        signals.append(Signal(path: path + name, textName: scope + name, type: type))
      }
      claims.append(
        Claim(
          property: property, scope: scope, reset: scope + module.resetName(of: property.domain),
          resetLevel: module.reset(of: property.domain)?.resetLevel ?? .low, signals: signals,
          failure: PropertySpec(property, in: path).failureText(in: top.name)))
    }
    let names = PrintedNames(module)
    for instance in module.instances {
      guard let child = definitions[instance.module], child.blackBox == nil else { continue }
      add(
        child, definitions, path: "\(path)\(instance.name).",
        scope: "\(scope)\(names.instance(instance.name)).", top: top)
    }
  }

  /// The first step in which a claim does not hold, with all such claims.
  func firstBroken(in trace: ValueChanges) -> (step: Int, claims: [Claim])? {
    for step in 0..<trace.stepCount {
      let broken = claims.filter { claim in
        func value(_ name: String) -> BitPattern? { trace.values[name]?[step] }
        guard value(claim.reset)?.bit(0) == (claim.resetLevel == .low) else { return false }
        return claim.property.condition.value { value(claim.scope + $0) }?.bit(0) == false
      }
      if !broken.isEmpty { return (step, broken) }
    }
    return nil
  }
}

extension Expression {
  /// Calls `visit` with every signal that is read, and its type.
  fileprivate func forEachTypedReference(_ visit: (String, HardwareType) -> Void) {
    if case .reference(let name, let type) = self { visit(name, type) }
    for operand in operands { operand.forEachTypedReference(visit) }
  }
}
