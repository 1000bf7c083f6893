import AttentionSpec

/// How many tokens a load brings, of the units behind the first: that one has loads of few tokens,
/// so that its early rows can begin.
enum LoadSize {
  /// Of queries and keys as many as the first unit.
  case groups
  /// All of an operand: less to read for the program, but it waits for all its places.
  case units

  /// So many times as many values: few loads of them wait, so that the queue of their channel,
  /// which takes a word a cycle, holds up no load of codes behind them in the program.
  private static let timesValues = 4

  func tokens(
    of memory: OperandMemory, _ unit: UnitLayout, isFirst: Bool, _ shape: PlanningShape
  ) -> Int {
    switch self {
    case _ where isFirst: shape.tokensOfLoad
    case .groups where memory == .values: Self.timesValues * shape.tokensOfLoad
    case .groups: shape.tokensOfLoad
    case .units: unit.tokens
    }
  }
}
