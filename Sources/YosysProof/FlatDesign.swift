import HardwareIR
import SimulationInterface

/// The claims, registers and cover points of a circuit, by the names that they have in the
/// flattened text.
struct FlatDesign {
  struct Signal: Hashable {
    /// As in reports: `moving.value_q`.
    let path: String
    /// As in the text: `u_moving.value_q`.
    let textName: String
    let type: HardwareType

    var format: SignalFormat {
      SignalFormat(widthBits: type.width, isSigned: type.isSigned, cases: type.caseNames)
    }

    func value(_ pattern: BitPattern) -> PortValue {
      let words = pattern.words.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }
      return PortValue(words: words, widthBits: type.width, isSigned: type.isSigned)
    }
  }

  struct Register {
    let signal: Signal
    /// Nil for data that needs none.
    let reset: BitPattern?
  }

  struct Claim {
    let property: Property
    /// The text's name of the instance, with a point behind.
    let scope: String
    /// The reset that lets the claim rest, and whether it does so while it is 0.
    let reset: String
    let resetLevel: ResetLevel
    let signals: [Signal]
    let spec: PropertySpec
  }

  struct CoverPoint {
    let spec: PropertySpec
    let label: String
    /// The text's name of the instance, with a point behind.
    let scope: String
    /// The module of the instance.
    let module: String
  }

  let name: String
  /// The resets and the data ports of the top module.
  let ports: [Signal]
  private(set) var registers: [Register] = []
  private(set) var claims: [Claim] = []
  private(set) var coverPoints: [CoverPoint] = []

  init(_ circuit: Circuit) {
    let top = circuit.top
    name = top.name
    ports = top.ports.filter { $0.role != .clock }.map {
      Signal(path: $0.name, textName: $0.name, type: $0.type)
    }
    add(top, circuit.definitions, path: "", scope: "")
  }

  private mutating func add(
    _ module: ModuleDefinition, _ definitions: [String: ModuleDefinition], path: String,
    scope: String
  ) {
    func signal(_ name: String, _ type: HardwareType) -> Signal {
      Signal(path: path + name, textName: scope + name, type: type)
    }
    registers += module.registers.map {
      Register(signal: signal($0.name, $0.type), reset: $0.reset)
    }
    for case .property(let property) in module.statements {
      let spec = PropertySpec(property, in: path)
      if property.kind == .cover {
        coverPoints.append(
          CoverPoint(spec: spec, label: property.label, scope: scope, module: module.name))
        continue
      }
      if property.kind == .assumption, scope.isEmpty { continue }
      var signals: [Signal] = []
      property.condition.forEachTypedReference { signals.append(signal($0, $1)) }
      claims.append(
        Claim(
          property: property, scope: scope, reset: scope + module.resetName(of: property.domain),
          resetLevel: module.reset(of: property.domain)?.resetLevel ?? .low, signals: signals,
          spec: spec))
    }
    let names = PrintedNames(module)
    for instance in module.instances {
      guard let child = definitions[instance.module], child.blackBox == nil else { continue }
      add(
        child, definitions, path: "\(path)\(instance.name).",
        scope: "\(scope)\(names.instance(instance.name)).")
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
