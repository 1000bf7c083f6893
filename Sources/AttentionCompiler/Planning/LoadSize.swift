import AttentionSpec

/// How many tokens a load brings, of the units behind the first: that one has loads of few tokens,
/// so that its early rows can begin.
enum LoadSize {
  /// As many as the first unit.
  case groups
  /// All of an operand: less to read for the program, but it waits for all its places.
  case units

  func tokens(_ unit: UnitLayout, isFirst: Bool, _ shape: PlanningShape) -> Int {
    isFirst || self == .groups ? shape.tokensOfLoad : unit.tokens
  }
}
