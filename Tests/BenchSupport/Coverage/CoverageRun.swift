import CircuitInterpreter
import HardwareIR
import SimulationInterface
import Synchronization
import VerilatorSimulation

/// What the checks of a unit reach in its text, by all simulations that they make.
public final class CoverageRun: @unchecked Sendable {
  /// The run that is going on in the task at hand, if any.
  @TaskLocal public static var current: CoverageRun?

  private let lock = Mutex(())
  /// Each belongs to a check, of which one runs at a time.
  private var simulations: [any Simulator] = []

  public init() {}

  /// Runs a check and counts what it reaches.
  public func measure(in simulator: TestSimulator, _ check: () async throws -> Void) async throws {
    try await Self.$current.withValue(self) {
      try await TestSimulator.$current.withValue(simulator) { try await check() }
    }
  }

  /// Counts what a simulation reaches until the end.
  func count(_ simulation: any Simulator) {
    lock.withLock { _ in simulations.append(simulation) }
  }

  /// The branches of a file in Swift, by line and kind, and how often interpreted circuits took
  /// each, whatever their parameters were.
  public func branches(of file: String) -> [String: Int] {
    let coverage = simulations.compactMap { ($0 as? InterpretedSimulation)?.coverage }
    var hits: [String: Int] = [:]
    for count in coverage.flatMap(\.modules).flatMap(\.branches) {
      guard let place = count.branch.location, place.file.hasSuffix("/\(file)") else { continue }
      hits["\(file):\(place.line): \(count.branch.kind)", default: 0] += count.hits
    }
    return hits
  }

  /// The lines of the emitted files of a circuit's modules, and how often Verilated ones reached
  /// each.
  public func lines(of circuit: Circuit) throws -> [String: Int] {
    let files = Set(circuit.modules.map { "\($0.name).sv" })
    var hits: [String: Int] = [:]
    for simulation in simulations.compactMap({ $0 as? Simulation }) {
      for line in try simulation.lineCounts where files.contains(line.file) {
        hits["\(line)", default: 0] += line.hits
      }
    }
    return hits
  }
}
