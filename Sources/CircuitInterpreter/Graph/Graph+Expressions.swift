import HardwareIR

extension Graph {
  /// The value of an expression whose signals have the given nodes.
  mutating func value(_ expression: Expression, _ node: (String) -> Int32) -> Int32 {
    switch expression {
    case .literal(let pattern, let type): return constant(pattern, type)
    case .reference(let name, _): return node(name)
    case .unary(let operation, let operand):
      return unary(operation, value(operand, node), operand.type)
    case .binary(let operation, let left, let right):
      let (a, b) = (value(left, node), value(right, node))
      return binary(operation, a, left.type, b, right.type, result: expression.type)
    case .select(let condition, let then, let otherwise):
      let choice = value(condition, node)
      return select(choice, value(then, node), value(otherwise, node), then.type)
    case .slice(let operand, let low, let width):
      return slice(value(operand, node), operand.type, low: low, width: width)
    case .concatenation(let parts):
      var values: [(node: Int32, type: HardwareType)] = []
      for part in parts { values.append((value(part, node), part.type)) }
      return concatenation(values)
    case .extend(let operand, let type):
      return extend(value(operand, node), operand.type, to: type)
    case .reinterpret(let operand, let type):
      return reinterpret(value(operand, node), operand.type, as: type)
    }
  }

  // MARK: Choice

  mutating func select(
    _ condition: Int32, _ then: Int32, _ otherwise: Int32, _ type: HardwareType
  ) -> Int32 {
    if then == otherwise { return then }
    if let number = number(condition) { return number != 0 ? then : otherwise }
    if type.width == 1, !type.isSigned, let high = number(then), let low = number(otherwise) {
      return high > low ? condition : narrow(.xor, [condition, otherwise], type: .bit)
    }
    return type.width > 64
      ? wide(.select, [condition, then, otherwise], type: type)
      : narrow(.select, [condition, then, otherwise], type: type)
  }

  /// The value of the arm that has the subject's number, else the default.
  mutating func decode(
    _ subject: Int32, _ subjectType: HardwareType, arms: [(value: Int, node: Int32)],
    otherwise: Int32, _ type: HardwareType
  ) -> Int32 {
    var nodeOfValue: [Int: Int32] = [:]
    for arm in arms where nodeOfValue[arm.value] == nil { nodeOfValue[arm.value] = arm.node }
    let differing = nodeOfValue.filter { $0.value != otherwise }.sorted { $0.key < $1.key }
    guard let last = differing.last else { return otherwise }
    let isDense = last.key < 4 * differing.count + 16
    if differing.count > 2, isDense, differing[0].key >= 0, subjectType.width <= 64,
      !subjectType.isSigned
    {
      let table = (0...last.key).map { nodeOfValue[$0] ?? otherwise } + [otherwise]
      return type.width > 64
        ? wide(.pick, [subject] + table, type: type)
        : narrow(.pick, [subject] + table, type: type)
    }
    var result = otherwise
    for (value, node) in differing.reversed() {
      let number = constant(value, subjectType)
      let matches = binary(.equal, subject, subjectType, number, subjectType, result: .bit)
      result = select(matches, node, result, type)
    }
    return result
  }

  // MARK: Operators

  private mutating func unary(
    _ operation: UnaryOperator, _ a: Int32, _ type: HardwareType
  ) -> Int32 {
    switch operation {
    case .not:
      return binary(.xor, a, type, constant(-1, type), type, result: type)
    case .negate:
      return binary(.subtract, constant(0, type), type, a, type, result: type)
    case .anyBit:
      if type.width == 1 { return slice(a, type, low: 0, width: 1) }
      return type.width > 64
        ? wide(.isAnySet, [a], type: type) : narrow(.isAnySet, [a], type: .bit)
    case .allBits:
      return binary(.equal, a, type, constant(-1, type), type, result: .bit)
    case .parity:
      let bits = reinterpret(a, type, as: .bits(type.width))
      return type.width > 64
        ? wide(.parity, [bits], type: .bits(type.width)) : narrow(.parity, [bits], type: .bit)
    }
  }

  private mutating func binary(
    _ operation: BinaryOperator, _ a: Int32, _ left: HardwareType, _ b: Int32,
    _ right: HardwareType, result: HardwareType
  ) -> Int32 {
    if let simple = simplified(operation, a, b, left) { return simple }
    let isWide = left.width > 64 || result.width > 64
    let isSigned = left.isSigned
    let unused = 64 - left.width
    switch operation {
    case .add:
      return isWide
        ? wide(.add, [a, b], type: result)
        : narrow(isSigned ? .addSigned : .add, [a, b], second: unused, type: result)
    case .subtract:
      return isWide
        ? wide(.subtract, [a, b], type: result)
        : narrow(isSigned ? .subtractSigned : .subtract, [a, b], second: unused, type: result)
    case .multiply:
      // Each operand goes into the longer form by its own sign.
      return isWide
        ? wide(
          .multiply, [a, b], first: left.isSigned ? 1 : 0, second: right.isSigned ? 1 : 0,
          type: result)
        : narrow(.multiply, [a, b], type: result)
    case .and, .or, .xor:
      let opcode: (Opcode, WideOpcode) =
        switch operation {
        case .and: (.and, .and)
        case .or: (.or, .or)
        default: (.xor, .xor)
        }
      return isWide
        ? wide(opcode.1, [a, b], type: result) : narrow(opcode.0, [a, b], type: result)
    case .equal:
      return isWide ? wide(.equal, [a, b], type: left) : narrow(.equal, [a, b], type: .bit)
    case .notEqual:
      return isWide ? wide(.notEqual, [a, b], type: left) : narrow(.notEqual, [a, b], type: .bit)
    case .less: return less(a, b, left)
    case .greater: return less(b, a, left)
    case .lessOrEqual: return lessOrEqual(a, b, left)
    case .greaterOrEqual: return lessOrEqual(b, a, left)
    case .shiftLeft, .shiftRight:
      return shift(operation, a, left, by: oneWord(b, right))
    }
  }

  private mutating func less(_ a: Int32, _ b: Int32, _ type: HardwareType) -> Int32 {
    type.width > 64
      ? wide(.less, [a, b], type: type)
      : narrow(type.isSigned ? .lessSigned : .less, [a, b], type: .bit)
  }

  private mutating func lessOrEqual(_ a: Int32, _ b: Int32, _ type: HardwareType) -> Int32 {
    type.width > 64
      ? wide(.lessOrEqual, [a, b], type: type)
      : narrow(type.isSigned ? .lessOrEqualSigned : .lessOrEqual, [a, b], type: .bit)
  }

  private mutating func shift(
    _ operation: BinaryOperator, _ a: Int32, _ type: HardwareType, by amount: Int32
  ) -> Int32 {
    let isLeft = operation == .shiftLeft
    if type.width > 64 {
      return wide(isLeft ? .shiftLeft : .shiftRight, [a, amount], type: type)
    }
    let opcode: Opcode =
      switch (isLeft, type.isSigned) {
      case (true, false): .shiftLeft
      case (true, true): .shiftLeftSigned
      case (false, false): .shiftRight
      case (false, true): .shiftRightSigned
      }
    return narrow(opcode, [a, amount], second: isLeft ? 64 - type.width : 0, type: type)
  }

  /// A shift amount in one word; one that does not fit is as good as the largest.
  private mutating func oneWord(_ amount: Int32, _ type: HardwareType) -> Int32 {
    guard type.width > 64 else { return amount }
    let high = slice(amount, type, low: 64, width: type.width - 64)
    let isLarge = unary(.anyBit, high, .bits(type.width - 64))
    let word = HardwareType.unsigned(64)
    return select(isLarge, constant([.max]), slice(amount, type, low: 0, width: 64), word)
  }

  /// What needs no operation, for conditions above all.
  private mutating func simplified(
    _ operation: BinaryOperator, _ a: Int32, _ b: Int32, _ type: HardwareType
  ) -> Int32? {
    guard type.width <= 64 else { return nil }
    let ones: UInt64 = type.isSigned ? .max : .max >> UInt64(64 - type.width)
    for (x, y) in [(a, b), (b, a)] {
      guard let number = number(y) else { continue }
      switch operation {
      case .and where number == 0: return y
      case .and where number == ones: return x
      case .or where number == 0: return x
      case .or where number == ones: return y
      case .xor where number == 0, .add where number == 0: return x
      case .equal where type.width == 1 && !type.isSigned && number == 1: return x
      case .notEqual where type.width == 1 && !type.isSigned && number == 0: return x
      default: continue
      }
    }
    return nil
  }

  // MARK: Bits

  /// `a` with some of its bits replaced.
  mutating func replace(
    _ bits: ClosedRange<Int>, of a: Int32, _ type: HardwareType, by part: Int32
  ) -> Int32 {
    var parts: [(node: Int32, type: HardwareType)] = []
    func keep(low: Int, width: Int) {
      guard width > 0 else { return }
      let kept: HardwareType = width == 1 ? .bit : .bits(width)
      parts.append((slice(a, type, low: low, width: width), kept))
    }
    let above = bits.upperBound + 1
    keep(low: above, width: type.width - above)
    parts.append((part, .bits(bits.count)))
    keep(low: 0, width: bits.lowerBound)
    return reinterpret(concatenation(parts), .bits(type.width), as: type)
  }

  private mutating func slice(
    _ a: Int32, _ type: HardwareType, low: Int, width: Int
  ) -> Int32 {
    let result: HardwareType = width == 1 ? .bit : .bits(width)
    if low == 0, width == type.width { return reinterpret(a, type, as: result) }
    if width > 64 { return wide(.slice, [a], first: low, type: result) }
    let (word, bit) = (low / 64, low % 64)
    return narrow(
      bit + width > 64 ? .sliceAcross : .slice, [a], first: bit, second: 64 - width, word: word,
      type: result)
  }

  private mutating func concatenation(_ parts: [(node: Int32, type: HardwareType)]) -> Int32 {
    var bits: [(node: Int32, width: Int)] = []
    for part in parts {
      let width = part.type.width
      bits.append((reinterpret(part.node, part.type, as: .bits(width)), width))
    }
    if bits.count == 1 { return bits[0].node }
    let width = bits.reduce(0) { $0 + $1.width }
    let lowFirst = Array(bits.reversed())
    let nodes = lowFirst.map(\.node)
    let widths = lowFirst.map { Int32($0.width) }
    if width > 64 { return wide(.gather, nodes, type: .bits(width), partWidths: widths) }
    if bits.count == 2 {
      return narrow(
        .join, [bits[0].node, bits[1].node], second: bits[1].width, type: .bits(width))
    }
    return narrow(.gather, nodes, type: .bits(width), partWidths: widths)
  }

  private mutating func extend(
    _ a: Int32, _ from: HardwareType, to type: HardwareType
  ) -> Int32 {
    if type.width == from.width { return reinterpret(a, from, as: type) }
    let extended: HardwareType = from.isSigned ? .signed(type.width) : .bits(type.width)
    let isShort = type.width <= 64 || (from.width + 63) / 64 == (type.width + 63) / 64
    let node = isShort ? a : wide(.extend, [a], type: extended)
    return reinterpret(node, extended, as: type)
  }

  private mutating func reinterpret(
    _ a: Int32, _ from: HardwareType, as type: HardwareType
  ) -> Int32 {
    if from.isSigned == type.isSigned || type.width % 64 == 0 { return a }
    if type.width > 64 { return wide(.reinterpret, [a], type: type) }
    return type.isSigned
      ? narrow(.signExtend, [a], first: 64 - type.width, type: type)
      : narrow(.slice, [a], second: 64 - type.width, type: type)
  }
}

extension Graph {
  /// Whether two conditions hold.
  mutating func both(_ first: Int32, _ second: Int32) -> Int32 {
    select(first, second, constant(0, .bit), .bit)
  }

  /// Whether a condition does not hold.
  mutating func opposite(_ condition: Int32) -> Int32 {
    select(condition, constant(0, .bit), constant(1, .bit), .bit)
  }
}
