/// When a reset acts on the registers that have one: a choice of whoever builds the chip, not of
/// the description.
public enum ResetStyle: String, Hashable, Sendable, CaseIterable {
  /// At once, and for as long as it is active.
  case asynchronous
  /// At each rising clock edge at which it is active.
  case synchronous
}
