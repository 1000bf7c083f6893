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
    ToolBug("Verilator", "Verilator 5.006 folds 'a <= b' of equal signed constants to 0") {
      expression in
      switch expression {
      case .binary(.lessOrEqual, let left, let right) where left.type.isSigned:
        .unary(.not, .binary(.less, right, left))
      case .binary(.greaterOrEqual, let left, let right) where left.type.isSigned:
        .unary(.not, .binary(.less, left, right))
      default: nil
      }
    }
  ]

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
