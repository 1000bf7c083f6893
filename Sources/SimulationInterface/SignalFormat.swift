/// What the bits of a signal mean to a reader.
public struct SignalFormat: Hashable, Sendable {
  public var widthBits: Int
  public var isSigned: Bool
  /// The names of an enumeration's cases, by their encoding; none for numbers.
  public var cases: [String]

  public init(widthBits: Int, isSigned: Bool, cases: [String] = []) {
    self.widthBits = widthBits
    self.isSigned = isSigned
    self.cases = cases
  }
}

extension SignalFormat {
  /// A value as a reader has it: the case of an enumeration, or a number. All numbers of a format
  /// have one radix: in decimal, whatever their size, up to 64 bits; hexadecimal behind `0x`.
  ///
  /// - Parameter radix: Numbers of more than 64 bits are hexadecimal all the same.
  public func text(of value: PortValue, _ radix: Waveform.Radix = .decimal) -> String {
    if let number = value.integer, cases.indices.contains(number) { return cases[number] }
    if widthBits == 0 || (radix == .decimal && widthBits <= 64), let decimal = value.decimal {
      return decimal
    }
    var words = value.words((widthBits + 31) / 32)
    if let top = words.last, widthBits % 32 != 0 {
      words[words.count - 1] = top & (1 << UInt32(widthBits % 32) - 1)
    }
    let digits = words.reversed().map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
    return "0x" + digits.suffix((widthBits + 3) / 4)
  }
}
