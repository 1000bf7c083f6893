import HardwareIR
import HostTools
import SystemVerilog

/// Looks for runs that reach the cover points of a circuit: for the shortest that reaches one, then
/// for the shortest that reaches another, until none is left or none is reached.
///
/// A cover point becomes a register that is 1 in the cycle after it was reached outside of reset.
struct CoverSearch {
  private struct Point {
    let text: String
    /// The register, in the flattened text.
    let register: String
  }

  private static let preparedName = "prepared.il"
  private static let traceName = "cover.vcd"

  private let top: ModuleDefinition
  private let files: [EmittedFile]
  private let cyclesMax: Int
  private var points: [Point] = []

  /// - Parameter circuit: With all that is assumed of its top.
  init(_ circuit: Circuit, _ emitter: SystemVerilogEmitter, cyclesMax: Int) {
    var watched = circuit
    var registers: [String: [String: String]] = [:]
    for index in circuit.modules.indices where circuit.modules[index].blackBox == nil {
      registers[circuit.modules[index].name] = watched.modules[index].watchCoverPoints()
    }
    top = circuit.top
    files = emitter.emit(watched)
    self.cyclesMax = cyclesMax
    let design = FlatDesign(circuit)
    points = design.coverPoints.compactMap { point in
      registers[point.module]?[point.label].map {
        Point(text: point.spec.text(in: design.name), register: point.scope + $0)
      }
    }
  }

  /// The cover points that no run reaches, and those for which the time did not suffice.
  mutating func unreached(
    within limit: Duration
  ) async throws -> (unreached: [String], undecided: [String]) {
    if points.isEmpty { return ([], []) }
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    return try await HostTool.withFolder { folder in
      try ProofFolder.write(files, to: folder)
      var script = preparation
      while !points.isEmpty {
        let rest = clock.now.duration(to: end)
        guard rest > .zero,
          let log = try await YosysRun.log(of: script + search, in: folder, within: rest)
        else { return ([], points.map(\.text)) }
        switch ProofScript.outcome(in: log) {
        case .broken:
          let trace = ValueChanges(try ProofFolder.text(of: Self.traceName, in: folder))
          let count = points.count
          points.removeAll { point in
            trace.values[point.register]?.contains { $0.bit(0) } ?? false
          }
          guard points.count < count else { return ([], points.map(\.text)) }
        case .open: return (points.map(\.text), [])
        case .proved, nil:
          throw ProofError(
            description: "Yosys looks for no cover point of design \(top.name):\n"
              + YosysRun.end(of: log))
        }
        script = "read_rtlil \(Self.preparedName)\n"
      }
      return ([], [])
    }
  }

  private var preparation: String {
    (ProofScript.reading(files, top: top) + [
      "chformal -assert -remove", "write_rtlil \(Self.preparedName)",
    ]).map { $0 + "\n" }.joined()
  }

  private var search: String {
    let wanted = points.map { "-prove \($0.register) 0 -show \($0.register) " }.joined()
    return "sat -tempinduct -tempinduct-baseonly -set-assumes -seq 1 "
      + ProofScript.resetsFirst(top) + wanted
      + "-maxsteps \(cyclesMax) -dump_vcd \(Self.traceName) \(top.name)\n"
  }
}
