import HardwareIR

/// Where the text finds a signal: all of a declared name, or bits of one.
struct SignalSelect {
  let base: String
  var low: Affine
  var width: Int
  /// Whether these are all bits of the declared name.
  var isWhole: Bool
  /// Whether the text is a signed expression.
  let isSigned: Bool

  /// Some bits of it.
  func slice(_ offset: Affine, _ bits: Int) -> SignalSelect {
    SignalSelect(
      base: base, low: low + offset, width: bits, isWhole: isWhole && bits == width,
      isSigned: isSigned && bits == width)
  }

  /// This and the bits above it, where both lie side by side.
  func joined(_ high: SignalSelect, _ baseWidth: Int?) -> SignalSelect? {
    guard let baseWidth, base == high.base, !isWhole, !high.isWhole, high.low == low + width else {
      return nil
    }
    let bits = width + high.width
    return SignalSelect(
      base: base, low: low, width: bits, isWhole: bits == baseWidth && low == Affine(0),
      isSigned: false)
  }
}

/// How the text spells signals: which of them are vectors, and what loops' variables are called.
struct SignalSelects {
  let families: SignalFamilies
  let symbols: SymbolTable
  /// How many indices of an array are those of the loops that declare its elements.
  var localIndices: [Int: Int] = [:]
  /// The widths of signals whose neighbouring bits are read as one.
  var widths: [String: Int] = [:]
  /// The variables of the loops around, by height.
  var variables: [Int: String] = [:]

  /// The width of what is declared under a name; nil where neighbouring bits stay apart.
  func declaredWidth(_ name: String) -> Int? {
    families.index(named: name).map(declaredWidth) ?? widths[name]
  }

  /// The width of what is declared for an array.
  func declaredWidth(_ family: Int) -> Int {
    let all = families.all[family]
    return all.shape.dropFirst(localIndices[family] ?? 0).reduce(all.type.width, *)
  }

  /// The type of what is declared for an array: that of an element where it is one.
  func declaredType(_ family: Int) -> HardwareType {
    let type = families.all[family].type
    let width = declaredWidth(family)
    return width == type.width ? type : .bits(width)
  }

  /// Where a signal lies; nil for a constant.
  func select(_ name: String, width: Int, isSigned: Bool) -> SignalSelect? {
    switch symbols[name] {
    case .element(let family, let indices): return element(family, indices, count: 1)
    case .elements(let family, let indices, let count):
      return element(family, indices, count: count)
    case .bits(let signal, let low, let bits):
      // No more is known of the signal, and no more is needed: bits of it are wanted.
      return select(signal, width: Int.max, isSigned: false)?.slice(low, bits)
    case .number: return nil
    case nil:
      if let place = families.place(of: name) {
        return element(place.family, place.indices.map(Affine.init), count: 1)
      }
      return SignalSelect(
        base: name, low: Affine(0), width: width, isWhole: true, isSigned: isSigned)
    }
  }

  private func element(_ family: Int, _ indices: [Affine], count: Int) -> SignalSelect {
    let array = families.all[family]
    let outer = localIndices[family] ?? 0
    let strides = array.strides
    let position = (outer..<indices.count).reduce(Affine(0)) { $0 + indices[$1] * strides[$1] }
    let width = count * array.type.width
    let isWhole = width == declaredWidth(family)
    return SignalSelect(
      base: array.name, low: position * array.type.width, width: width, isWhole: isWhole,
      isSigned: isWhole && declaredType(family).isSigned)
  }

  /// Where a signal lies, bits of one, or neighbours side by side; nil for anything else.
  func select(_ expression: Expression) -> SignalSelect? {
    switch expression {
    case .reference(let name, let type):
      return select(name, width: type.width, isSigned: type.isSigned)
    case .reinterpret(let operand, _): return select(operand)
    case .slice(let operand, let low, let width):
      return select(operand)?.slice(Affine(low), width)
    case .concatenation(let parts):
      guard let first = parts.first, var all = select(first) else { return nil }
      for part in parts.dropFirst() {
        guard let low = select(part), let joined = low.joined(all, declaredWidth(low.base)) else {
          return nil
        }
        all = joined
      }
      return all
    default: return nil
    }
  }

  /// The array that a name stands for elements of.
  func family(of name: String) -> Int? {
    switch symbols[name] {
    case .element(let family, _), .elements(let family, _, _): family
    case .bits(let signal, _, _): self.family(of: signal)
    case .number: nil
    case nil: families.place(of: name)?.family
    }
  }

  func text(_ select: SignalSelect) -> String {
    if select.isWhole { return select.base }
    let low = select.low.text(variables)
    if select.width == 1 { return "\(select.base)[\(low)]" }
    if select.low.isConstant {
      return "\(select.base)[\(select.low.constant + select.width - 1):\(low)]"
    }
    return "\(select.base)[\(low) +: \(select.width)]"
  }

  /// The text of a constant that grows with a loop's variable.
  func number(_ name: String) -> String? {
    guard case .number(let value, let type) = symbols[name] else { return nil }
    return "\(type.width)'(\(value.text(variables)))"
  }
}
