import CircuitInterpreter
import HardwareIR
import Synchronization

/// What the checks of a unit reach in its text, whatever its parameters are: a branch counts where
/// any of its circuits takes it.
public final class CoverageRun: @unchecked Sendable {
  /// The run that is going on in the task at hand, if any.
  @TaskLocal public static var current: CoverageRun?

  private let lock = Mutex(())
  /// Each belongs to a check, of which one runs at a time.
  private var simulations: [InterpretedSimulation] = []

  public init() {}

  /// Runs checks and counts what they reach, in the interpreter.
  public func measure(_ check: () async throws -> Void) async throws {
    try await Self.$current.withValue(self) {
      try await TestSimulator.$current.withValue(.interpreter) { try await check() }
    }
  }

  /// Counts what a simulation reaches until the end.
  func count(_ simulation: InterpretedSimulation) {
    lock.withLock { _ in simulations.append(simulation) }
  }

  /// The branches of a file, by line and kind, and how often each was taken.
  public func hits(in file: String) -> [String: Int] {
    var hits: [String: Int] = [:]
    for count in simulations.flatMap({ $0.coverage.modules }).flatMap(\.branches) {
      guard let place = count.branch.location, place.file.hasSuffix("/\(file)") else { continue }
      hits["\(file):\(place.line): \(count.branch.kind)", default: 0] += count.hits
    }
    return hits
  }
}
