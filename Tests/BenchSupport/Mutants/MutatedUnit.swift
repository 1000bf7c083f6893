import CircuitFuzzing
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import TestSupport

/// A unit whose slips are tried, and the checks that may notice them: its own first, then those of
/// the units that hold it.
public struct MutatedUnit: Sendable {
  public typealias Check = @Sendable () async throws -> Void

  /// The name of its class.
  public let name: String
  public let module: @Sendable () throws -> any Module
  public let checks: [Check]

  /// - Parameter module: the unit as its tests have it.
  public init(
    _ name: String, _ module: @escaping @autoclosure @Sendable () throws -> any Module,
    _ checks: [Check]
  ) {
    self.name = name
    self.module = module
    self.checks = checks
  }

  /// A slip of a unit.
  public struct Drawn: Sendable {
    public var unit: MutatedUnit
    public var mutant: Mutant
  }

  /// The slip that ends with these words; nil where there is none.
  public func slip(_ ending: String) throws -> Drawn? {
    try Mutant.all(of: elaborate(module()).top).first { "\($0)".hasSuffix(ending) }
      .map { Drawn(unit: self, mutant: $0) }
  }

  /// Slips of some units, each place and kind with the same probability, in random order.
  ///
  /// Not among them are slips that no simulator can run: those that close a combinational loop.
  public static func draw(
    _ count: Int, of units: [MutatedUnit], seed: UInt64
  ) throws -> [Drawn] {
    var all: [Drawn] = []
    var circuits: [String: Circuit] = [:]
    for unit in units {
      let circuit = try elaborate(unit.module())
      circuits[unit.name] = circuit
      all += Mutant.all(of: circuit.top).map { Drawn(unit: unit, mutant: $0) }
    }
    var random = TestRandom(seed: seed)
    var drawn: [Drawn] = []
    while drawn.count < count, !all.isEmpty {
      let index = random.integer(0...all.count - 1)
      all.swapAt(index, all.count - 1)
      let candidate = all.removeLast()
      guard let circuit = circuits[candidate.unit.name],
        let mutated = candidate.mutant.applied(to: circuit),
        (try? CompiledCircuit(mutated)) != nil
      else { continue }
      drawn.append(candidate)
    }
    return drawn
  }
}

extension MutatedUnit.Drawn {
  /// Whether any check notices the slip.
  public func isNoticed() async throws -> Bool {
    for check in unit.checks where try await MutantRun.notices(mutant, check) { return true }
    return false
  }
}
