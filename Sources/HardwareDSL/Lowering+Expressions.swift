import HardwareIR

extension Lowering {
  func lowerValue(_ value: Signal, for target: Signal) -> Expression? {
    if let (rule, message) = value.mistake {
      report(rule, message)
      return nil
    }
    switch WidthRules.assignable(value, to: target) {
    case .failure(let mistake):
      report(mistake.rule, mistake.message)
      return nil
    case .success(let value):
      return lower(value).map { fitted($0, to: target) }
    }
  }

  func lower(_ signal: Signal) -> Expression? {
    if signal.width == 0 { hasZeroWidths = true }
    switch signal.node {
    case .integer(let value):
      return .literal(BitPattern(value, width: signal.type.width), signal.type)
    case .constant(let pattern): return .literal(pattern, signal.type)
    case .port, .wire, .register: return reference(to: signal)
    case .mistake(let rule, let message):
      report(rule, message)
      return nil
    case .operation(let operation, let operands):
      let key = ObjectIdentifier(signal)
      if let expression = hoisted[key] { return expression }
      let sinkBefore = sink
      var lowered: [Expression] = []
      for operand in operands {
        if let expression = lower(operand) { lowered.append(expression) }
      }
      guard lowered.count == operands.count else { return nil }
      sink = sinkBefore
      if case .past(let cycles, let reset) = operation {
        return past(lowered[0], of: operands[0], cycles: cycles, reset: reset)
      }
      let expression = combine(operation, lowered, type: signal.type)
      guard useCounts.isShared(signal), !isTrivial(expression) else { return expression }
      let named = hoist(expression, as: transfer(expression, of: operands))
      hoisted[key] = named
      return named
    }
  }

  private func combine(
    _ operation: Signal.Operation, _ operands: [Expression], type: HardwareType
  ) -> Expression {
    switch operation {
    case .unary(let unary): .unary(unary, operands[0])
    case .binary(let binary): .binary(binary, operands[0], operands[1])
    case .select: .select(condition: operands[0], then: operands[1], otherwise: operands[2])
    case .slice(let low, let width): .slice(operands[0], low: low, width: width)
    case .concatenation: .concatenation(operands)
    case .extend: .extend(operands[0], to: type)
    case .reinterpret: .reinterpret(operands[0], as: type)
    case .past: operands[0]
    }
  }

  /// Cheap enough to write twice: a signal, or part of one.
  func isTrivial(_ expression: Expression) -> Bool {
    switch expression {
    case .literal, .reference: true
    case .slice(let operand, _, _), .extend(let operand, _), .reinterpret(let operand, _),
      .unary(.not, let operand):
      isTrivial(operand)
    case .concatenation(let parts):
      // Of parts without bits nothing stays.
      parts.count { $0.type.width > 0 } < 2 && parts.allSatisfy(isTrivial)
    default: false
    }
  }

  func hoist(_ expression: Expression, as transfer: TransferName? = nil) -> Expression {
    let (name, element) = nameOfTemporary(expression, transfer)
    addWire(name, expression.type, element)
    hoistedStatements.append(.assign(target: Target(name), value: expression, location: location))
    return .reference(name, expression.type)
  }

  /// Notes that a value of no bits is read, for the checks: no text has the wire.
  func readForNothing(_ expression: Expression) {
    let name = freeName("unused_\(sink.name)_nothing")
    names.insert(name)
    wires.append(
      Wire(name: name, type: expression.type, location: location, role: .unused))
    hoistedStatements.append(.assign(target: Target(name), value: expression, location: location))
  }

  private func reference(to signal: Signal) -> Expression? {
    if let child = childPort(signal) {
      guard case .port(.output) = signal.node else {
        if useCounts.isDriven(signal), let name = targetName(signal) {
          return .reference(name, signal.type)
        }
        report(
          .scope,
          "input '\(child.port)' of instance '\(child.instance.instanceName)' is read; "
            + "drive it in this body first")
        return nil
      }
      markRead(signal, of: child.instance)
      return .reference(wireName(signal, of: child.instance), signal.type)
    }
    guard signal.owner === reflection.scope, let name = signal.name else {
      reportForeign(signal, "read")
      return nil
    }
    return .reference(name, signal.type)
  }
}
