import TestSupport
import Testing

/// In which simulators the benches of a test run; the test runs once for each.
///
/// A suite's trait holds for its tests, unless one has its own. In a run of all tests every one of
/// them runs in every simulator.
public struct SimulatedTrait: SuiteTrait, TestTrait, TestScoping {
  fileprivate var daily: [TestSimulator]

  public var isRecursive: Bool { true }

  /// Whether a trait farther out, that of the suite, has taken the choice of this one.
  @TaskLocal private static var isChosen = false

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard !Self.isChosen else { return try await function() }
    let own = test.traits.lazy.compactMap { $0 as? SimulatedTrait }.last ?? self
    let simulators = TestExtent.current.choose(daily: own.daily, all: TestSimulator.allCases)
    for simulator in simulators {
      try await Self.$isChosen.withValue(true) {
        try await TestSimulator.$current.withValue(simulator) {
          try await Self.naming(simulator).provideScope(
            for: test, testCase: testCase, performing: function)
        }
      }
    }
  }

  /// Says of an issue in which simulator it was.
  private static func naming(_ simulator: TestSimulator) -> IssueHandlingTrait {
    .compactMapIssues { issue in
      var issue = issue
      issue.comments.append("in \(simulator)")
      return issue
    }
  }
}

extension Trait where Self == SimulatedTrait {
  /// Runs a test in the simulators that it names, and at night in all.
  public static func simulated(in simulators: TestSimulator...) -> SimulatedTrait {
    SimulatedTrait(daily: simulators)
  }

  /// Runs a test in the interpreter, and at night in all simulators.
  public static var simulated: SimulatedTrait { .simulated(in: .interpreter) }

  /// Runs a test in every simulator, always.
  public static var simulatedInAll: SimulatedTrait {
    SimulatedTrait(daily: TestSimulator.allCases)
  }
}
