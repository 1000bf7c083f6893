import CircuitFuzzing
import HardwareIR
import Synchronization
import Testing

/// A check of the tests while a circuit has a slip in it: whether it notices.
public final class MutantRun: Sendable {
  /// The run that is going on in the task at hand, if any.
  @TaskLocal public static var current: MutantRun?

  private let mutant: Mutant
  private let state = Mutex(State())

  private struct State {
    var isNoticed = false
    var isReached = false
    var cycles = 0
  }

  /// A slip may keep something from ever ending.
  private static let cyclesMax = 100_000

  public init(_ mutant: Mutant) { self.mutant = mutant }

  /// Whether a check has failed, or has not come to an end.
  public var isNoticed: Bool { state.withLock { $0.isNoticed } }

  /// Ends a check that has nothing more to say.
  public struct Ended: Error {}

  /// Notes that a check failed.
  func notice() { state.withLock { $0.isNoticed = true } }

  /// The circuit that a check is to run.
  ///
  /// - Throws: `Ended` where the slip has no place in it.
  func mutated(_ circuit: Circuit) throws -> Circuit {
    guard let mutated = mutant.applied(to: circuit) else { throw Ended() }
    return mutated
  }

  /// Counts a cycle of a bench.
  ///
  /// - Throws: `Ended` once a check has failed, or after too many cycles, which is a failure.
  public func count() throws {
    let isOver = state.withLock { state in
      state.cycles += 1
      if state.cycles > Self.cyclesMax { state.isNoticed = true }
      return state.isNoticed
    }
    if isOver { throw Ended() }
  }

  /// Whether a check notices the slip: by an issue, by an error, by a claim that fails.
  public static func notices(
    _ mutant: Mutant, _ check: @escaping @Sendable () async throws -> Void
  ) async throws -> Bool {
    let run = MutantRun(mutant)
    guard let test = Test.current else { return false }
    let silence = IssueHandlingTrait.compactMapIssues { _ in
      run.notice()
      return nil
    }
    try await $current.withValue(run) {
      try await silence.provideScope(for: test, testCase: Test.Case.current) {
        do {
          try await check()
        } catch is Ended {
        } catch {
          run.notice()
        }
      }
    }
    return run.isNoticed
  }
}

/// The circuit as the test at hand is to see it: with a slip while mutants are tried.
public func testedCircuit(_ circuit: Circuit) throws -> Circuit {
  try MutantRun.current?.mutated(circuit) ?? circuit
}
