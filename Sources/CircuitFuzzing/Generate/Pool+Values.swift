import HardwareDSL
import HardwareIR

extension Pool {
  /// A random expression of `type`, with at most `depth` operators above each other, as far as the
  /// operators of the language go.
  func value(_ type: HardwareType, depth: Int) -> Signal {
    guard depth > 0 else { return leaf(type) }
    if random.oneIn(8) { return signal(type) }
    return switch type {
    case .bit: condition(depth: depth)
    case .unsigned, .signed: number(type, depth - 1)
    default: word(type.width, depth - 1)
    }
  }

  /// A value that is no constant.
  func condition(depth: Int) -> Signal {
    guard depth > 0 else { return signal(.bit) }
    let rest = depth - 1
    switch random.integer(0...11) {
    case 0...4: return comparison(rest)
    case 5: return operand(rest).isAnySet
    case 6: return operand(rest).areAllSet
    case 7:
      let operand = operand(rest)
      return operand[random.integer(0...(operand.width - 1))]
    case 8: return !condition(depth: rest)
    case 9: return condition(depth: rest) && condition(depth: rest)
    case 10: return condition(depth: rest) || condition(depth: rest)
    default: return logic(.bit, rest)
    }
  }

  private func operand(_ depth: Int) -> Signal {
    whole(random.type(), depth)
  }

  // MARK: Comparisons

  private func comparison(_ depth: Int) -> Signal {
    let type = random.oneIn(4) ? random.type() : random.number(width: random.width())
    let left = whole(type, depth)
    let right = partner(of: left, depth)
    guard type.isNumber else { return random.oneIn(2) ? left == right : left != right }
    switch random.integer(0...5) {
    case 0: return left == right
    case 1: return left != right
    case 2: return left < right
    case 3: return left <= right
    case 4: return left > right
    default: return left >= right
    }
  }

  /// A value that is no constant.
  private func whole(_ type: HardwareType, _ depth: Int) -> Signal {
    depth == 0 ? signal(type) : value(type, depth: depth)
  }

  /// What `left` is compared with: often something near it, since far ones tell little.
  private func partner(of left: Signal, _ depth: Int) -> Signal {
    let type = left.type
    switch random.integer(0...6) {
    case 0: return interior(type) ?? signal(type)
    case 1...2 where type.isNumber && type.width > 1:
      return left &+ value(type.withWidth(random.integer(1...2)), depth: 0)
    case 3: return mux(condition(depth: depth), left, signal(type))
    case 4 where type.width > 1:
      let top = concatenate(Signal(1, .bit), Signal(0, .bits(type.width - 1)))
      return mux(condition(depth: depth), left, left ^ cast(top, as: type))
    case 5 where type.isNumber: return value(type.withWidth(random.width()), depth: depth)
    default: return value(type, depth: depth)
    }
  }

  // MARK: Bits

  private func word(_ width: Int, _ depth: Int) -> Signal {
    let type = HardwareType.bits(width)
    switch random.integer(0...7) {
    case 0, 1:
      let low = random.integer(1...(width - 1))
      return concatenate(piece(width - low, depth), piece(low, depth))
    case 2:
      let wide = random.number(width: width + random.integer(0...12))
      let low = random.integer(0...(wide.width - width))
      return value(wide, depth: depth)[low...(low + width - 1)].asBits
    case 3: return value(random.number(width: width), depth: depth).asBits
    case 4: return shift(type, depth)
    case 5: return choice(type, depth)
    default: return logic(type, depth)
    }
  }

  private func piece(_ width: Int, _ depth: Int) -> Signal {
    let type = random.oneIn(3) ? HardwareType.bit.withWidth(width) : random.number(width: width)
    return value(type, depth: depth)
  }

  // MARK: Numbers

  private func number(_ type: HardwareType, _ depth: Int) -> Signal {
    let width = type.width
    switch random.integer(0...16) {
    case 0...1 where width > 1:
      let (left, right) = operands(type.withWidth(width - 1), depth)
      return type.isSigned && random.oneIn(2) ? left - right : left + right
    case 2, 3:
      let (left, right) = operands(type, depth)
      return random.oneIn(2) ? left &+ right : left &- right
    case 4...5 where width > 1:
      let low = random.integer(1...(width - 1))
      return value(type.withWidth(low), depth: depth)
        * value(type.withWidth(width - low), depth: depth)
    case 6...7: return shift(type, depth)
    case 8 where width > 1:
      let amount = random.integer(1...(width - 1))
      return value(type.withWidth(width - amount), depth: depth).shiftedLeft(by: amount)
    case 9:
      let amount = random.integer(0...9)
      return value(type.withWidth(width + amount), depth: depth).shiftedRight(by: amount)
    case 10:
      return value(type.withWidth(random.integer(1...width)), depth: depth).extended(to: width)
    case 11: return narrowed(type, depth)
    case 12 where type.isSigned && width > 1:
      return value(.unsigned(width - 1), depth: depth).toSigned()
    case 13:
      let other = type.isSigned ? HardwareType.unsigned(width) : .signed(width)
      return cast(value(other, depth: depth), as: type)
    case 14: return choice(type, depth)
    case 15: return select((0..<4).map { _ in value(type, depth: depth) }, at: index(depth))
    default: return logic(type, depth)
    }
  }

  /// Two operands of which the wider has `type`; one may be a literal.
  private func operands(_ type: HardwareType, _ depth: Int) -> (Signal, Signal) {
    let whole = whole(type, depth)
    if random.oneIn(6) { return (whole, .number(random.integer(type.range ?? 0...1))) }
    let width = random.oneIn(2) ? type.width : random.integer(1...type.width)
    let other = value(type.withWidth(width), depth: depth)
    return random.oneIn(2) ? (whole, other) : (other, whole)
  }

  private func narrowed(_ type: HardwareType, _ depth: Int) -> Signal {
    let wide = type.withWidth(type.width + random.integer(1...9))
    let operand = whole(wide, depth)
    return type.width < 64 && random.oneIn(2)
      ? operand.saturated(to: type.width) : operand.truncated(to: type.width)
  }

  /// An index of two bits, or of more, which also reaches beyond.
  private func index(_ depth: Int) -> Signal {
    whole(.unsigned(random.integer(2...4)), depth)
  }

  // MARK: Any type

  private func shift(_ type: HardwareType, _ depth: Int) -> Signal {
    let enough = bitsToHold(type.width)
    let bits =
      switch random.integer(0...11) {
      case 0...5: random.integer(1...enough)
      case 6...10: random.integer((enough + 1)...(enough + 2))
      // Verilator 5.006 refuses amounts of more than 32 bits that come out constant, and takes
      // those of more than 64 modulo a machine word.
      default: random.integer(20...32)
      }
    let amount = signal(.unsigned(bits))
    let operand = value(type, depth: depth)
    return random.oneIn(2) ? operand.shiftedLeft(by: amount) : operand.shiftedRight(by: amount)
  }

  private func choice(_ type: HardwareType, _ depth: Int) -> Signal {
    mux(condition(depth: depth), value(type, depth: depth), value(type, depth: depth))
  }

  private func logic(_ type: HardwareType, _ depth: Int) -> Signal {
    let left = value(type, depth: depth)
    switch random.integer(0...4) {
    case 0: return ~left
    case 1: return choice(type, depth)
    case 2: return left & value(type, depth: depth)
    case 3: return left | value(type, depth: depth)
    default: return left ^ value(type, depth: depth)
    }
  }
}
