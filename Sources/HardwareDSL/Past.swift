import HardwareIR

// What was, for claims, assumptions and cover points. In hardware a value of the cycle before is a
// register: `delayed("name", value, reset: 0)`.

/// The most cycles that a claim looks back.
private let cyclesMax = 64

/// The value that `value` had some cycles before, in the condition of a claim, an assumption or a
/// cover point, or in what a ghost takes.
///
/// - Parameters:
///   - cycles: 1 to 64 edges of the clock of the claim or of the ghost register; for a ghost wire,
///     of the default one.
///   - reset: The value in the first `cycles` cycles after reset, in which there is none before.
///     Without it nothing is claimed, assumed or covered in these cycles, also by a ghost wire that
///     names the value.
public func past(_ value: Signal, cycles: Int = 1, reset: Int? = nil) -> Signal {
  if value.mistake != nil { return value }
  if let mistake = value.untyped("past") { return mistake }
  guard (1...cyclesMax).contains(cycles) else {
    return .mistaken(
      .definition,
      "past(_, cycles: \(cycles)) looks back \(cycles) cycles; give it 1 to \(cyclesMax)",
      type: value.type)
  }
  if let reset, let range = value.type.range, !range.contains(reset) {
    return .mistaken(.literalRange, literalSentence(reset, value.type), type: value.type)
  }
  let pattern = reset.map { BitPattern($0, width: value.width) }
  return .operation(.past(cycles: cycles, reset: pattern), [value], type: value.type)
}

/// The case that `value` held some cycles before; otherwise like `past` of a signal.
public func past<State: HardwareEnum>(
  _ value: Enumerated<State>, cycles: Int = 1, reset: State? = nil
) -> Enumerated<State> {
  Enumerated(past(value.signal, cycles: cycles, reset: reset?.encoding))
}

/// The fields of a bundle as they were some cycles before.
public func past<Value: BundleExpression>(
  _ value: Value, cycles: Int = 1
) -> BundleValue<Value.Shape> {
  let value = value.bundleValue
  return value.mistakeAsValue("past") ?? value.map { _, field in past(field, cycles: cycles) }
}

/// Whether `value` is what it was in the cycle before.
public func isStable(_ value: Signal) -> Signal { value == past(value) }

/// Whether all fields are what they were in the cycle before.
public func isStable<Value: BundleExpression>(_ value: Value) -> Signal {
  let value = value.bundleValue
  if let mistake = (value.mistakeAsValue("isStable") ?? value).mistake {
    return .mistaken(mistake.rule, mistake.message, type: .bit)
  }
  return allOf(value.signals.map { isStable($0) })
}

/// Whether the case is what it was in the cycle before.
public func isStable<State: HardwareEnum>(_ value: Enumerated<State>) -> Signal {
  isStable(value.signal)
}

/// Whether a bit is 1 and was 0 in the cycle before.
public func rose(_ bit: Signal) -> Signal { bit && !past(bit) }

/// Whether a bit is 0 and was 1 in the cycle before.
public func fell(_ bit: Signal) -> Signal { !bit && past(bit) }
