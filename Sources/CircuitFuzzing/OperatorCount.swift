import HardwareIR

/// How often each operator and statement stands in circuits, in operands of up to 64 bits and of
/// more.
public struct OperatorCount: Sendable {
  private var counts: [String: (narrow: Int, wide: Int)] = [:]

  /// How often something stands in up to 64 bits.
  public func narrow(_ name: String) -> Int { counts[name]?.narrow ?? 0 }

  /// How often something stands in more than 64 bits.
  public func wide(_ name: String) -> Int { counts[name]?.wide ?? 0 }

  public mutating func add(_ circuit: Circuit) {
    for module in circuit.modules {
      for statement in module.statements {
        add(statement)
        statement.forEachExpression { add($0) }
      }
      for register in module.registers {
        add(register.reset == nil ? "register without reset" : "register", register.type)
      }
      for memory in module.memories { add(memory) }
      for port in module.ports where port.type.isEnumeration {
        add("port of an enumeration", port.type)
      }
      for wire in module.wires where wire.role == .constant { add("constant", wire.type) }
      for _ in module.instances { add("instance", .bit) }
    }
  }

  private mutating func add(_ name: String, _ type: HardwareType) {
    if type.width > 64 {
      counts[name, default: (0, 0)].wide += 1
    } else {
      counts[name, default: (0, 0)].narrow += 1
    }
  }

  private mutating func add(_ memory: MemoryDefinition) {
    let name = memory.kind == .twoReadWrite ? "memory with two ports" : "memory"
    add(name, memory.word)
    if memory.hasContents { add("memory with contents", memory.word) }
    if memory.laneWidth != nil { add("memory with a mask", memory.word) }
  }

  private mutating func add(_ statement: Statement) {
    switch statement {
    case .assign(let target, let value, _):
      add(target.bits == nil ? "assign" : "assign to a slice", value.type)
    case .when(_, let then, let otherwise, _):
      add("when", .bit)
      for inner in then + otherwise { add(inner) }
    case .decode(let subject, let arms, _):
      add("decode", subject.type)
      for arm in arms { for inner in arm.statements { add(inner) } }
    case .property(let property): add(property.kind.phrase, .bit)
    case .section: break
    }
  }

  private mutating func add(_ expression: Expression) {
    for operand in expression.operands { add(operand) }
    let widest = expression.operands.map(\.type).max { $0.width < $1.width } ?? expression.type
    let type = widest.width > expression.type.width ? widest : expression.type
    let sign = widest.isSigned ? " signed" : ""
    switch expression {
    case .literal, .reference: break
    case .unary(let operation, _): add(operation.rawValue, type)
    case .binary(let operation, _, _): add(operation.rawValue + sign, type)
    case .select: add("select", type)
    case .slice: add("slice", type)
    case .concatenation: add("concatenation", type)
    case .extend: add("extend" + sign, type)
    case .reinterpret: add("reinterpret", type)
    }
  }

  /// A line for each: its name, and how often it stands in up to 64 bits and in more.
  public var lines: [String] {
    counts.sorted { $0.key < $1.key }.map { name, count in
      let name = name.count < 24 ? name + String(repeating: " ", count: 24 - name.count) : name
      return "\(name)\(count.narrow) + \(count.wide)"
    }
  }
}
