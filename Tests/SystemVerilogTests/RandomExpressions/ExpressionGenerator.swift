import HardwareIR
import TestSupport

/// Random expressions of a wanted type over given signals: every operator and every node.
struct ExpressionGenerator {
  var random: TestRandom
  let signals: [(name: String, type: HardwareType)]

  var widthMax = 40
  /// A leaf is a literal once in so many times.
  var literalsOneIn = 5

  mutating func type() -> HardwareType {
    let width = random.oneIn(3) ? random.integer(1...4) : random.integer(1...widthMax)
    return switch random.integer(0...6) {
    case 0: .bit
    case 1: bits(width)
    case 2, 3: .unsigned(width)
    default: .signed(width)
    }
  }

  mutating func number(width: Int? = nil) -> HardwareType {
    let width = width ?? random.integer(1...widthMax)
    return random.oneIn(2) ? .unsigned(width) : .signed(width)
  }

  mutating func expression(_ type: HardwareType, depth: Int) -> Expression {
    guard depth > 0, !random.oneIn(8) else { return leaf(type) }
    return switch type {
    case .bit: condition(depth - 1)
    case .bits(let width): word(width, depth - 1)
    default: arithmetic(type, depth - 1)
    }
  }

  // MARK: Leaves

  private mutating func leaf(_ type: HardwareType) -> Expression {
    if random.oneIn(literalsOneIn) { return literal(type) }
    let signal = random.element(of: signals)
    return converted(.reference(signal.name, signal.type), to: type)
  }

  private mutating func literal(_ type: HardwareType) -> Expression {
    let range = type.range ?? 0...1
    let value =
      switch random.integer(0...4) {
      case 0: range.lowerBound
      case 1: range.upperBound
      default: random.integer(range)
      }
    return .literal(BitPattern(value, width: type.width), type)
  }

  /// `value` as `type`, by slices, extensions and other readings of its bits.
  private mutating func converted(_ value: Expression, to type: HardwareType) -> Expression {
    if value.type == type { return value }
    if value.type.width == type.width { return .reinterpret(value, as: type) }
    if value.type.width > type.width {
      let low = random.integer(0...(value.type.width - type.width))
      return read(.slice(value, low: low, width: type.width), as: type)
    }
    let wide =
      value.type == .bit ? HardwareType.bits(type.width) : value.type.withWidth(type.width)
    return read(.extend(value, to: wide), as: type)
  }

  private func read(_ value: Expression, as type: HardwareType) -> Expression {
    value.type == type ? value : .reinterpret(value, as: type)
  }

  // MARK: Operators

  private mutating func condition(_ depth: Int) -> Expression {
    switch random.integer(0...9) {
    case 0...3:
      let type = number()
      let comparison = random.element(
        of: [BinaryOperator.less, .lessOrEqual, .greater, .greaterOrEqual])
      return .binary(comparison, expression(type, depth: depth), expression(type, depth: depth))
    case 4:
      let operands = type()
      return .binary(
        random.oneIn(2) ? .equal : .notEqual, expression(operands, depth: depth),
        expression(operands, depth: depth))
    case 5:
      return .unary(
        random.element(of: [.anyBit, .allBits, .parity]), expression(type(), depth: depth))
    case 6:
      let operand = expression(type(), depth: depth)
      return .slice(operand, low: random.integer(0...(operand.type.width - 1)), width: 1)
    case 7: return .reinterpret(expression(number(width: 1), depth: depth), as: .bit)
    default: return logic(.bit, depth)
    }
  }

  private mutating func word(_ width: Int, _ depth: Int) -> Expression {
    switch random.integer(0...5) {
    case 0 where width > 1:
      let low = random.integer(1...(width - 1))
      let parts = [piece(width - low, depth), piece(low, depth)]
      return .concatenation(parts)
    case 1: return .concatenation([expression(number(width: width), depth: depth)])
    case 2:
      let wide = number(width: width + random.integer(0...12))
      let operand = expression(wide, depth: depth)
      let low = random.integer(0...(wide.width - width))
      return read(.slice(operand, low: low, width: width), as: .bits(width))
    case 3: return .reinterpret(expression(number(width: width), depth: depth), as: .bits(width))
    case 4: return shift(.bits(width), depth)
    default: return logic(.bits(width), depth)
    }
  }

  private mutating func piece(_ width: Int, _ depth: Int) -> Expression {
    let type = random.oneIn(3) ? bits(width) : number(width: width)
    return expression(type, depth: depth)
  }

  private mutating func arithmetic(_ type: HardwareType, _ depth: Int) -> Expression {
    let width = type.width
    switch random.integer(0...11) {
    case 0...2:
      return .binary(
        random.oneIn(2) ? .add : .subtract, expression(type, depth: depth),
        expression(type, depth: depth))
    case 3...4 where width > 1:
      let left = random.integer(1...(width - 1))
      return .binary(
        .multiply, expression(type.withWidth(left), depth: depth),
        expression(type.withWidth(width - left), depth: depth))
    case 5: return .unary(.negate, expression(type, depth: depth))
    case 6, 7: return shift(type, depth)
    case 8:
      let narrow = type.withWidth(random.integer(1...width))
      return .extend(expression(narrow, depth: depth), to: type)
    case 9:
      let other = type.isSigned ? HardwareType.unsigned(width) : .signed(width)
      return .reinterpret(expression(other, depth: depth), as: type)
    case 10: return .reinterpret(expression(bits(width), depth: depth), as: type)
    default: return logic(type, depth)
    }
  }

  private mutating func shift(_ type: HardwareType, _ depth: Int) -> Expression {
    let amount = HardwareType.unsigned(random.integer(1...7))
    return .binary(
      random.oneIn(2) ? .shiftLeft : .shiftRight, expression(type, depth: depth),
      expression(amount, depth: depth))
  }

  private mutating func logic(_ type: HardwareType, _ depth: Int) -> Expression {
    switch random.integer(0...4) {
    case 0: return .unary(.not, expression(type, depth: depth))
    case 1:
      return .select(
        condition: expression(.bit, depth: depth), then: expression(type, depth: depth),
        otherwise: expression(type, depth: depth))
    default:
      return .binary(
        random.element(of: [.and, .or, .xor]), expression(type, depth: depth),
        expression(type, depth: depth))
    }
  }

  private func bits(_ width: Int) -> HardwareType { width == 1 ? .bit : .bits(width) }
}
