import HardwareIR

/// What the transfer of a stream is called, after its `valid` and `ready`: `input_fires`, of
/// `s_axis_tvalid` and `s_axis_tready` `s_axis_fires`.
struct TransferName {
  let text: String
  /// Its place, if the stream is one of an array.
  let element: ElementName?

  /// Nil where the names are not those of a stream.
  init?(_ first: String, _ second: String, element: ElementName?) {
    let stem = Self.stream(first, second) ?? Self.stream(second, first)
    guard let stem else { return nil }
    text = stem
    guard let element = element?.withoutSuffix,
      let array = Self.stem(element.stem, "valid") ?? Self.stem(element.stem, "ready")
    else {
      self.element = nil
      return
    }
    self.element = ElementName(stem: array, indices: element.indices)
  }

  private static func stream(_ valid: String, _ ready: String) -> String? {
    guard let name = stem(signalStem(valid), "valid"), stem(signalStem(ready), "ready") == name
    else { return nil }
    return name
  }

  private static func stem(_ name: String, _ role: String) -> String? {
    guard name.hasSuffix(role) else { return nil }
    var prefix = name.dropLast(role.count)
    // `t` begins the roles of an AXI stream alone.
    if prefix.hasSuffix("_t") { prefix = prefix.dropLast() }
    if prefix.hasSuffix("_") { prefix = prefix.dropLast() }
    return prefix.isEmpty ? "fires" : prefix + "_fires"
  }
}

extension Lowering {
  /// The name of `expression`, if it says that a stream transfers an item.
  func transfer(_ expression: Expression, of operands: [Signal]) -> TransferName? {
    guard case .binary(.and, .reference(let first, .bit), .reference(let second, .bit)) = expression
    else { return nil }
    let owner = childPort(operands[0]) == nil ? nil : operands[0].owner
    let element = owner?.elementInParent(of: operands[0]) ?? operands[0].element
    return TransferName(first, second, element: element)
  }

  /// A name for what several statements read, and its place in an array: after the stream whose
  /// transfer it is, else after what it feeds, and only where that is taken after its operands.
  func nameOfTemporary(
    _ expression: Expression, _ transfer: TransferName?
  ) -> (name: String, element: ElementName?) {
    if let transfer, isFree(transfer.text) { return (transfer.text, transfer.element) }
    let usual = "\(sink.name)_\(expression.role)"
    // Those of an array are alike but for their place.
    if sink.element == nil, !isFree(withoutRepetition(usual)),
      let other = expression.operandsName, isFree(other)
    {
      return (other, nil)
    }
    let name = freeName(usual)
    return (name, sink.element(of: name))
  }
}
