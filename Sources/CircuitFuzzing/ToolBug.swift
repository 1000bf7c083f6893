import HardwareIR

/// A bug of a tool that random circuits meet now and then. A circuit on which that tool alone
/// differs, and does not when the bug is kept out, says nothing of the language.
struct ToolBug: Sendable {
  let executor: String
  /// In words: "folds ... to ...".
  let name: String
  /// An expression of the same value that the tool gets right; nil for those it gets right anyway.
  private let harmless: @Sendable (Expression) -> Expression?

  private init(
    _ executor: String, _ name: String, harmless: @escaping @Sendable (Expression) -> Expression?
  ) {
    self.executor = executor
    self.name = name
    self.harmless = harmless
  }

  static let all = [
    // `!(a > b)` and `0 == (a < b)` are such a comparison to it, too.
    ToolBug(
      "Verilator", "Verilator 5.006 folds 'a <= b' or 'a >= b' of equal signed constants to 0"
    ) { expression in
      guard case .binary(let operation, let left, let right) = expression, left.type.isSigned,
        [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(operation)
      else { return nil }
      return .binary(operation, shifted(left), shifted(right))
    }
  ]

  /// A signed number as an unsigned one that is larger by half the range: the order is the same.
  private static func shifted(_ number: Expression) -> Expression {
    let width = number.type.width
    let bits = Expression.reinterpret(number, as: .unsigned(width))
    var parts = [Expression.unary(.not, .slice(bits, low: width - 1, width: 1))]
    if width > 1 { parts.append(.slice(bits, low: 0, width: width - 1)) }
    return .reinterpret(.concatenation(parts), as: .unsigned(width))
  }

  /// The case without what meets the bug.
  func avoided(in fuzzCase: FuzzCase) -> FuzzCase {
    var changed = fuzzCase
    for index in changed.circuit.modules.indices {
      changed.circuit.modules[index].mapExpressions { $0.rewritten(harmless) }
    }
    return changed
  }
}

extension FuzzRun {
  /// The bug of a tool that a difference shows; nil where it is one of ours.
  func toolBug(_ difference: Difference, _ fuzzCase: FuzzCase) async -> ToolBug? {
    for bug in ToolBug.all where difference.dissenters == [bug.executor] {
      let changed = bug.avoided(in: fuzzCase)
      guard changed != fuzzCase else { continue }
      if await differences([changed]).allSatisfy({ $0 == nil }) { return bug }
    }
    return nil
  }
}
