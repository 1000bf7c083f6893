import HardwareIR

/// What takes an index in hardware, as the designer wrote it.
enum IndexedCall {
  case select
  /// `words[index]`.
  case array
  case table

  private var name: String {
    switch self {
    case .select: "select"
    case .array: "an index"
    case .table: "the table"
    }
  }

  var elements: String {
    if case .table = self { "values" } else { "signals" }
  }

  /// The mistake of a choice from nothing.
  func mistakeOfEmpty() -> WidthRules.Mistake {
    WidthRules.Mistake(.definition, "\(name) has no \(elements) to choose from; give at least one")
  }

  /// The mistake of a choice between unlike signals.
  func mistake(between first: Signal, and other: Signal) -> WidthRules.Mistake {
    WidthRules.Mistake(
      .typeMismatch,
      "\(name) chooses between \(first) (\(first.type)) and \(other) (\(other.type)); "
        + "give all signals one type")
  }

  /// What is wrong with `index` as one that counts to `count` elements.
  func mistake(inIndex index: Signal, among count: Int) -> WidthRules.Mistake? {
    if let (rule, message) = index.mistake { return WidthRules.Mistake(rule, message) }
    if let number = index.constantNumber {
      guard !(0..<count).contains(number) else { return nil }
      return WidthRules.Mistake(
        .literalRange,
        "\(place(index)) finds no element: the \(count) \(elements) are 0 to \(count - 1)")
    }
    switch index.type {
    case .bit, .bits, .unsigned: break
    case .signed, .enumeration:
      let takes = if case .array = self { "\(name) is" } else { "\(name) takes an index of" }
      return WidthRules.Mistake(
        .typeMismatch,
        "\(takes) bits or unsigned, not \(index) (\(index.type)); convert it with .asUnsigned")
    }
    let bits = bitsToHold(count - 1)
    guard index.width < bits else { return nil }
    return WidthRules.Mistake(
      .sliceRange,
      "\(place(index)) (\(index.type)) reaches \(1 << index.width) of \(count) \(elements); "
        + "use an index of \(bits) bits")
  }

  private func place(_ index: Signal) -> String {
    if case .array = self { "index \(index)" } else { "\(name) at \(index)" }
  }
}

extension Signal {
  /// The number that a constant is, where that is one that can count.
  var constantNumber: Int? {
    switch node {
    case .integer(let value): value
    case .constant(let pattern) where !type.isSigned && !type.isEnumeration:
      pattern.unsignedValue
    default: nil
    }
  }

  /// The same mistake, said of the call that the designer wrote.
  func said(by call: String, insteadOf inner: String) -> Signal {
    guard let (rule, message) = mistake, message.hasPrefix(inner) else { return self }
    return .mistaken(rule, call + message.dropFirst(inner.count), type: type)
  }
}
