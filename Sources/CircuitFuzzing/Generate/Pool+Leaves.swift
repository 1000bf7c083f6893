import HardwareDSL
import HardwareIR

extension Pool {
  /// A signal of the pool as a value of `type`, now and then joined with a constant.
  ///
  /// Two folds of Verilator 5.006 are wrong and are kept out: `a <= b` and `a >= b` of equal signed
  /// constants give 0, so no value is constant as a whole, and the low word of
  /// `c ? {127'd0, c} : ~128'd0` is 1 in both cases, so no wide constant stands in a choice.
  func leaf(_ type: HardwareType) -> Signal {
    switch random.integer(0...15) {
    case 0 where type.width <= 32: mux(signal(.bit), signal(type), constant(type))
    case 0, 1: signal(type) ^ constant(type)
    default: signal(type)
    }
  }

  /// A signal of the pool as a value of `type`. One that has the type already is preferred, so that
  /// operands are often whole signals.
  func signal(_ type: HardwareType) -> Signal {
    let alike = readable.filter { $0.type == type }
    if !alike.isEmpty, random.oneIn(2) { return random.element(of: alike) }
    // A whole signal read as another type is printed as it is: its text has another sign than it.
    let sameWidth = readable.filter { $0.width == type.width }
    if !sameWidth.isEmpty, random.oneIn(3) { return cast(random.element(of: sameWidth), as: type) }
    return converted(random.element(of: readable), to: type)
  }

  /// A constant: a corner more often than chance would give it.
  func constant(_ type: HardwareType) -> Signal {
    let range = type.range ?? 0...1
    switch random.integer(0...5) {
    case 0: return number(range.lowerBound, type)
    case 1: return number(range.upperBound, type)
    case 2: return ~Signal(0, type)
    default: return number(random.integer(range), type)
    }
  }

  /// A number, half of which have names; equal ones of a type share theirs.
  private func number(_ value: Int, _ type: HardwareType) -> Signal {
    guard naming.oneIn(2) else { return Signal(value, type) }
    let number = NamedNumber(value: value, type: type)
    let index = namedNumbers[number] ?? namedNumbers.count
    namedNumbers[number] = index
    return HardwareDSL.constant("Number\(index)", value, type)
  }

  /// A constant that no comparison with a value of `type` makes trivial, which lint would say; nil
  /// where there is none. Of more than 64 bits there is none either: where low zeros decide such a
  /// comparison, Verilator 5.006 leaves a bit beside it that it takes from a 64-bit register
  /// unmasked, as `q >> 4`, and reads it as true.
  func interior(_ type: HardwareType) -> Signal? {
    guard (2...64).contains(type.width), let range = type.range else { return nil }
    let low = range.lowerBound == 0 ? 1 : range.lowerBound + 1
    let high = range.upperBound - 1
    return low <= high ? .number(random.integer(low...high)) : nil
  }

  /// `value` as `type`, by slices, extensions and other readings of its bits.
  func converted(_ value: Signal, to type: HardwareType) -> Signal {
    if value.type == type { return value }
    let width = type.width
    if value.width > width { return cast(narrowed(value, to: width), as: type) }
    if value.width < width { return cast(widened(value, to: width), as: type) }
    return cast(value, as: type)
  }

  private func narrowed(_ value: Signal, to width: Int) -> Signal {
    switch random.integer(0...3) {
    case 0: return value.truncated(to: width)
    case 1: return value.shiftedRight(by: value.width - width)
    default:
      let low = random.integer(0...(value.width - width))
      return value[low...(low + width - 1)]
    }
  }

  private func widened(_ value: Signal, to width: Int) -> Signal {
    switch random.integer(0...5) {
    case 0: return value.asUnsigned.extended(to: width)
    case 1, 2: return value.asSigned.extended(to: width)
    case 3: return value.shiftedLeft(by: width - value.width)
    case 4: return concatenate(Signal(0, .bits(width - value.width)), value)
    default: return concatenate(value, Signal(0, .bits(width - value.width)))
    }
  }

  /// The same bits as another type of the same width.
  func cast(_ value: Signal, as type: HardwareType) -> Signal {
    if value.type == type { return value }
    switch type {
    case .bit: return value[0]
    case .unsigned: return value.asUnsigned
    case .signed: return value.asSigned
    default: return value.asBits
    }
  }
}
