import HardwareIR

/// A tree of two-way choices by the bits of one index, as `select` makes it, understood as a table.
struct IndexedChoice {
  /// Smaller tables read as well as a tree.
  static let entriesMin = 8
  /// Beyond this, a choice by the high bits of a word is taken for no table.
  static let levelsMax = 16
  /// One value that stands for more numbers than these bits count is better said once, by a tree.
  private static let sharedLevelsMax = 3

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
      let (index, top) = Self.indexBit(condition), !index.type.isSigned, top < Self.levelsMax,
      let arms = Self.arms(expression, index, level: top, first: 0)
    else { return nil }
    let levels = top + 1
    let entryCount = 1 << levels
    guard entryCount >= Self.entriesMin, 2 * arms.count >= entryCount else { return nil }
    self.expression = expression
    subject = index.type.width == levels ? index : .slice(index, low: 0, width: levels)
    otherwise = Self.zero(expression.type)
    self.arms = arms
    isComplete = arms.count == entryCount
  }

  /// A bit of an index as a condition.
  private static func indexBit(_ condition: Expression) -> (index: Expression, bit: Int)? {
    guard case .slice(let index, let low, 1) = condition else { return nil }
    return (index, low)
  }

  /// The values that are not zero, from the number `first` on; a literal above the lowest level
  /// stands for as many numbers as the tree would have there. Nil where the tree has another shape.
  private static func arms(
    _ expression: Expression, _ index: Expression, level: Int, first: Int
  ) -> [(number: Int, value: Expression)]? {
    if expression == zero(expression.type) { return [] }
    if level < 0 { return [(first, expression)] }
    if case .select(let condition, let then, let otherwise) = expression,
      let (other, bit) = indexBit(condition), bit == level, other == index
    {
      guard let low = arms(otherwise, index, level: level - 1, first: first),
        let high = arms(then, index, level: level - 1, first: first + 1 << level)
      else { return nil }
      return low + high
    }
    guard case .literal = expression, level < Self.sharedLevelsMax else { return nil }
    return (first..<(first + 2 << level)).map { ($0, expression) }
  }

  private static func zero(_ type: HardwareType) -> Expression {
    .literal(BitPattern(0, width: type.width), type)
  }
}
