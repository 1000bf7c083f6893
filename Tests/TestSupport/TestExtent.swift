import Foundation

/// How much a run of the tests tries: `scripts/test` is for the day, `scripts/test --all` for the
/// night. The one place that asks.
public enum TestExtent: Sendable {
  case daily
  /// Every bench in every simulator, every mutant, thousands of random circuits.
  case all

  public static let current: TestExtent =
    ProcessInfo.processInfo.environment["VITCOD_TESTS"] == "all" ? .all : .daily

  /// One of two values.
  public func choose<Value>(daily: Value, all: Value) -> Value { self == .all ? all : daily }
}
