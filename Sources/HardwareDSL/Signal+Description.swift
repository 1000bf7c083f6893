import HardwareIR

extension Signal: CustomStringConvertible {
  /// The signal as a reader of an error message would call it.
  public var description: String {
    switch node {
    case .integer(let value): "\(value)"
    case .constant(let pattern): describe(pattern)
    case .port, .wire, .register:
      title?.text ?? name.map { "'\($0)'" } ?? "a signal without name"
    case .operation(.slice, _) where isPart: "\(partText) of \(Destination(self).signal)"
    case .operation:
      indexed.map { "an element like \($0.elements[0])" } ?? written ?? "an expression"
    case .mistake: "a mistaken expression"
    }
  }
}

extension Signal {
  /// An operation on two signals with names, or on one and a number, as it is written.
  private var written: String? {
    guard case .operation(.binary(let operation), let operands) = node, operands.count == 2,
      let left = operands[0].writtenOperand, let right = operands[1].writtenOperand
    else { return nil }
    return "\(left) \(symbol(of: operation, operands)) \(right)"
  }

  private var writtenOperand: String? {
    switch node {
    case .integer, .constant: description
    case .operation(.extend, let operands): operands[0].writtenOperand
    default: name != nil || isPart ? description : nil
    }
  }

  private func symbol(of operation: BinaryOperator, _ operands: [Signal]) -> String {
    // Operands are widened to the type of a sum that does not wrap.
    let isWidened = operands.allSatisfy {
      if case .operation(.extend, _) = $0.node { true } else { false }
    }
    return switch operation {
    case .add: isWidened ? "+" : "&+"
    case .subtract: isWidened ? "-" : "&-"
    case .multiply: "*"
    case .and: type == .bit ? "&&" : "&"
    case .or: type == .bit ? "||" : "|"
    case .xor: "^"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .shiftLeft: "shifted left by"
    case .shiftRight: "shifted right by"
    }
  }
}

extension Signal {
  private func describe(_ pattern: BitPattern) -> String {
    if case .enumeration(let type) = type, pattern.words[0] < type.cases.count {
      return "." + type.cases[Int(pattern.words[0])]
    }
    guard pattern.width < 64, let value = pattern.signedValue else {
      return "0x\(pattern.hexadecimal)"
    }
    return "\(type.isSigned ? value : value & ((1 << pattern.width) - 1))"
  }

  /// Whether this is a part of a signal with a name.
  private var isPart: Bool { Destination(self).signal.name != nil }

  private var partText: String {
    let bits = Destination(self).bits ?? 0...(width - 1)
    return bits.count == 1
      ? "bit \(bits.lowerBound)" : "bits \(bits.lowerBound)...\(bits.upperBound)"
  }
}
