import HardwareIR

/// What stands in the place of a signal or a number that differs from turn to turn of a loop.
enum Symbol: Hashable {
  /// An element of an array.
  case element(family: Int, [Affine])
  /// Neighbouring elements of an array, from one on.
  case elements(family: Int, [Affine], count: Int)
  /// Bits of a signal, which may be an element itself.
  case bits(of: String, low: Affine, width: Int)
  /// A constant.
  case number(Affine, HardwareType)
}

/// The symbols of one module. Expressions and targets refer to one by a name that no signal has.
final class SymbolTable {
  private var symbols: [Symbol] = []
  private var numbers: [Symbol: Int] = [:]
  private static let mark: Character = "\u{1}"

  func name(of symbol: Symbol) -> String {
    let number = numbers[symbol] ?? symbols.count
    if number == symbols.count {
      numbers[symbol] = number
      symbols.append(symbol)
    }
    return "\(Self.mark)\(number)"
  }

  subscript(name: String) -> Symbol? {
    guard name.first == Self.mark, let number = Int(name.dropFirst()) else { return nil }
    return symbols[number]
  }
}
