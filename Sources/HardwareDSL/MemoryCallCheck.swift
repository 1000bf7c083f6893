import HardwareIR

/// What is wrong with a call of a memory, beyond what its assignments find.
extension MemoryDeclaration {
  /// What is wrong with a call in the body of `scope`, whatever it says.
  func mistake(
    inPlaceOf call: MemoryCall, _ scope: ModuleScope
  ) -> WidthRules.Mistake? {
    guard let name else {
      return WidthRules.Mistake(
        .scope,
        "a memory without name is \(call.verb) in \(scope.moduleName); "
          + "make it a stored property of the module")
    }
    guard owner !== scope else { return nil }
    return WidthRules.Mistake(
      .scope,
      "memory '\(name)' is \(call.verb) in \(scope.moduleName), to which it does not belong; "
        + "pass address and data through ports")
  }

  func mistake(inAddress address: Signal) -> WidthRules.Mistake? {
    if let (rule, message) = address.mistake { return WidthRules.Mistake(rule, message) }
    let name = self.name ?? ""
    if let number = address.constantNumber {
      guard (0..<depth).contains(number) else {
        return WidthRules.Mistake(
          .literalRange,
          "memory '\(name)' has no word \(number); its addresses are 0 to \(depth - 1)")
      }
      if address.isLiteral { return nil }
    }
    let subject =
      "memory '\(name)' of \(depth) words is addressed with \(address) (\(address.type))"
    switch address.type {
    case .bit, .bits, .unsigned: break
    case .signed, .enumeration:
      return WidthRules.Mistake(
        address.type.isSigned ? .signMixing : .typeMismatch,
        "\(subject), which is no unsigned number; convert it with .asUnsigned")
    }
    guard address.width <= addressWidth else {
      return WidthRules.Mistake(
        .narrowing,
        "\(subject), which is wider than the \(addressWidth) bits of its addresses; "
          + "write at: .truncating(_) where its low bits are meant")
    }
    return nil
  }

  func mistake(inMask mask: Signal) -> WidthRules.Mistake? {
    if let (rule, message) = mask.mistake { return WidthRules.Mistake(rule, message) }
    let name = self.name ?? ""
    guard let laneWidth else {
      return WidthRules.Mistake(
        .definition,
        "memory '\(name)' has no lanes to mask; "
          + "declare it with maskGranularity, or leave the mask out")
    }
    let type = HardwareType.bit.withWidth(laneCount)
    guard !mask.isLiteral, mask.type != type else { return nil }
    return WidthRules.Mistake(
      .typeMismatch,
      "the mask of memory '\(name)' is \(mask) (\(mask.type)), not \(type); "
        + "give it one bit for each lane of \(laneWidth) bits")
  }
}
