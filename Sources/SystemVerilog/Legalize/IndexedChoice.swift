import HardwareIR

/// A tree of two-way choices by the bits of one index, as `select` makes it, understood as a table.
struct IndexedChoice {
  /// Smaller tables read as well as a tree.
  static let entriesMin = 8

  let expression: Expression
  /// The index, as far as the tree looks at it.
  let subject: Expression
  /// The values that differ from `otherwise`, with their numbers.
  let arms: [(number: Int, value: Expression)]
  /// The value at all other numbers.
  let otherwise: Expression
  /// Whether there is an arm for every number.
  let isComplete: Bool

  init?(_ expression: Expression) {
    guard case .select(let condition, _, _) = expression,
      let (index, top) = Self.indexBit(condition), !index.type.isSigned,
      let entries = Self.entries(expression, index, level: top), entries.count >= Self.entriesMin
    else { return nil }
    self.expression = expression
    let levels = top + 1
    subject = index.type.width == levels ? index : .slice(index, low: 0, width: levels)
    let zero = Expression.literal(
      BitPattern(0, width: expression.type.width), expression.type)
    otherwise = zero
    arms = entries.enumerated().filter { $0.element != zero }.map { ($0.offset, $0.element) }
    isComplete = arms.count == entries.count
  }

  /// A bit of an index as a condition.
  private static func indexBit(_ condition: Expression) -> (index: Expression, bit: Int)? {
    guard case .slice(let index, let low, 1) = condition else { return nil }
    return (index, low)
  }

  /// The values in the order of their numbers; a literal above the lowest level stands for as many
  /// numbers as the tree would have there. Nil where the tree has another shape.
  private static func entries(
    _ expression: Expression, _ index: Expression, level: Int
  ) -> [Expression]? {
    if level < 0 { return [expression] }
    if case .select(let condition, let then, let otherwise) = expression,
      let (other, bit) = indexBit(condition), bit == level, other == index
    {
      guard let low = entries(otherwise, index, level: level - 1),
        let high = entries(then, index, level: level - 1)
      else { return nil }
      return low + high
    }
    guard case .literal = expression else { return nil }
    return Array(repeating: expression, count: 1 << (level + 1))
  }
}
