import HardwareIR

extension Lowering {
  /// One arm for each element, which takes `value` where the index has its number.
  func assign(_ value: Expression, to indexed: IndexedSignals) -> [Statement] {
    guard isDecodable(indexed.index, values: Array(indexed.elements.indices)),
      let subject = lower(indexed.index)
    else { return [] }
    var arms: [DecodeArm] = []
    for (number, element) in indexed.elements.enumerated() {
      if let inner = element.indexed {
        arms.append(DecodeArm(value: number, statements: assign(value, to: inner)))
      } else if let target = lowerTarget(element) {
        let fitting = fitted(value, to: element)
        let statement = Statement.assign(target: target, value: fitting, location: location)
        arms.append(DecodeArm(value: number, statements: [statement]))
      }
    }
    return [.decode(subject: subject, arms: arms, location: location)]
  }

  func lowerTarget(_ target: Signal) -> Target? {
    if let (rule, message) = target.mistake {
      report(rule, message)
      hasMistakenTarget = true
      return nil
    }
    let destination = Destination(target)
    return targetName(destination.signal).map { Target($0, bits: destination.bits) }
  }

  /// A value of the type of `target`, which may be a slice of all bits of a number, as that number.
  func fitted(_ value: Expression, to target: Signal) -> Expression {
    let destination = Destination(target)
    let type = destination.bits == nil ? destination.signal.type : target.type
    return value.type == type ? value : .reinterpret(value, as: type)
  }

  /// What temporaries for a value of `target` are called after.
  func sink(of target: Signal) -> Sink {
    guard target.indexed == nil else { return .signal(stem(of: target)) }
    let signal = Destination(target).signal
    if let child = childPort(signal) { return .port(child.instance, signal) }
    return .signal(stem(of: target), signal.element)
  }

  private func stem(of target: Signal) -> String {
    if let indexed = target.indexed, let first = indexed.elements.first {
      let name = stem(of: first)
      return name.hasSuffix("_0") ? String(name.dropLast(2)) : name
    }
    let signal = Destination(target).signal
    if let child = childPort(signal) { return child.instance.nameInParent(of: signal) }
    return signal.name.map(signalStem) ?? "value"
  }

  /// The name to assign, which for a child's input is the wire that feeds it.
  func targetName(_ target: Signal) -> String? {
    if let child = childPort(target) {
      guard case .port(.input) = target.node else {
        report(.drivenTwice, outputSentence(target, of: child.instance))
        return nil
      }
      let name = wireName(target, of: child.instance)
      if inputConnections[ObjectIdentifier(target)] == nil {
        inputConnections[ObjectIdentifier(target)] = InputConnection(
          value: .reference(name, target.type), section: section)
        addWire(
          name, target.type, child.instance.elementInParent(of: target), title: target.title)
      }
      return name
    }
    switch target.node {
    case .port, .wire, .register: break
    default:
      report(
        .definition,
        "\(target) (\(target.type)) cannot be assigned; "
          + "assign an output, a wire, a register or a slice of one")
      return nil
    }
    guard target.owner === reflection.scope, let name = target.name else {
      reportForeign(target, "assigned")
      return nil
    }
    switch target.node {
    case .port(.output), .wire, .register: return name
    case .port(.input):
      report(.drivenTwice, "input '\(name)' is driven from outside; assign an output or a wire")
    default: break
    }
    return nil
  }

  func outputSentence(_ output: Signal, of instance: ModuleScope) -> String {
    "\(output.title?.text ?? "output \(output)") of instance '\(instance.instanceName)' is driven "
      + "by the instance; drive one of its inputs instead"
  }
}
