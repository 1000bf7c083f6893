import HardwareIR
import TestSupport
import YosysProof

/// What is proved of a unit, and a bug that the proof finds.
public struct UnitProof: Sendable, CustomStringConvertible {
  /// How far a proof goes.
  public enum Depth: Hashable, Sendable {
    /// In all runs, by induction over at most so many cycles.
    case induction(cyclesMax: Int = 8)
    /// In all runs, by reachability.
    case reachability
    /// In all runs of so many cycles.
    case cycles(Int)
  }

  /// The class of the unit.
  public let unit: String
  /// What is proved, as a reader of the catalogue has it.
  public let statement: String
  /// What tells the unit from others of its class, as `depth 3`.
  public let parameters: String
  public let depth: Depth
  /// Whether the proof belongs to a run of all tests of the day.
  public let extent: TestExtent
  let circuit: @Sendable () throws -> Circuit
  let bug: @Sendable (Circuit) -> Circuit

  public init(
    _ unit: String, _ statement: String, of parameters: String = "",
    _ depth: Depth = .induction(), in extent: TestExtent = .all,
    _ circuit: @escaping @Sendable () throws -> Circuit,
    bug: @escaping @Sendable (Circuit) -> Circuit
  ) {
    self.unit = unit
    self.parameters = parameters
    self.statement = statement
    self.depth = depth
    self.extent = extent
    self.circuit = circuit
    self.bug = bug
  }

  public var description: String {
    "\(unit): \(statement)" + (parameters.isEmpty ? "" : ", \(parameters)")
  }

  /// What is wrong with the proof, or nil.
  public func mistake() async throws -> String? {
    let result = try await result(of: circuit())
    switch (depth, result) {
    case (.induction, .proved), (.reachability, .proved): return nil
    case (.cycles, .open): return nil
    case (.cycles, .proved): return "\(self) is proved for all runs; say so"
    default: return "\(self) is \(result)"
    }
  }

  /// Whether the bug is found.
  public func findsBug() async throws -> Bool {
    let circuit = try circuit()
    let broken = bug(circuit)
    guard broken != circuit else { return false }
    if case .broken = try await result(of: broken) { return true }
    return false
  }

  private func result(of circuit: Circuit) async throws -> ProofResult {
    switch depth {
    case .induction(let cycles), .cycles(let cycles):
      try await prove(circuit, streamRules: .printed, cyclesMax: cycles)
    case .reachability:
      try await prove(circuit, streamRules: .printed, method: .reachability)
    }
  }
}
