import HardwareIR
import HostTools
import SystemVerilog

/// What a proof of all claims of a circuit comes to.
public enum ProofResult: Hashable, Sendable {
  /// Every claim holds in every run.
  case proved
  /// A run breaks one.
  case broken(Counterexample)
  /// No run of some length breaks a claim, and no induction over as many cycles proves all: more
  /// cycles, or further claims of what holds between them, may.
  case open(OpenProof)
}

/// How a proof is looked for.
public enum ProofMethod: Hashable, Sendable {
  /// Over more and more cycles. What an induction needs to know has to be claimed.
  case induction
  /// By ABC's property-directed reachability, which finds out itself what holds in between, and
  /// needs no number of cycles: for state of some tens of bits.
  case reachability
  /// In runs of more and more cycles alone, which proves nothing.
  case search
}

/// Why there is no proof and no counterexample either.
public struct ProofError: Error, Hashable, CustomStringConvertible, Sendable {
  public var description: String
}

/// Whether the claims of a circuit hold in every run, as Yosys finds by induction over cycles.
///
///     let result = try await prove(elaborate(Level()))
///     #expect(result == .proved, "\(result)")
///
/// A run begins with a cycle of reset, which may come again at any time. Inputs are free as far as
/// the assumptions of the top module go; those of a module inside are to be proved, as claims are.
/// Registers without reset, and words of memories, begin with any value. All clock domains tick
/// together.
///
/// Of claims that stay open, the result says which, from what state, and which cover points no run
/// reaches: what holds because nothing happens is seen by these.
///
/// - Parameters:
///   - streamRules: Whether the rules of valid/ready streams are claims and assumptions as well.
///   - method: How the proof is looked for.
///   - cyclesMax: The longest run, and the longest induction, that is tried.
///   - limit: The time after which Yosys is stopped; for cover points it has as much again.
/// - Throws: `ProofError` where there is nothing to prove, where Yosys is missing or refuses the
///   text, and at the time limit.
public func prove(
  _ circuit: Circuit, streamRules: StreamRules = .omitted, method: ProofMethod = .induction,
  cyclesMax: Int = 30, limit: Duration = .seconds(600)
) async throws -> ProofResult {
  guard cyclesMax > 0 else {
    throw ProofError(
      description: "A proof over \(cyclesMax) cycles tries nothing; give it 1 or more.")
  }
  // Names in the text are those of the design.
  let emitter = SystemVerilogEmitter(
    arrays: .unrolled, streamRules: streamRules, taps: .kept)
  let stated = emitter.stated(circuit)
  guard stated.hasClaim else {
    throw ProofError(
      description: "Design \(circuit.top.name) claims nothing; write a claim(_, _), or state the "
        + "rules of its streams.")
  }
  let script = ProofScript(
    stated.top, files: emitter.emit(circuit), method, cyclesMax: cyclesMax)
  return try await HostTool.withFolder { folder in
    try ProofFolder.write(script.files, to: folder)
    let log = try await YosysRun.log(of: script.text, in: folder, limit: limit)
    if let cycles = ProofScript.brokenCycles(in: log) {
      // ABC says when a claim is broken; how, a search to there shows. A claim is looked at in the
      // cycle after the one that it is about.
      return try await prove(
        circuit, streamRules: streamRules, method: .search, cyclesMax: cycles + 1, limit: limit)
    }
    func trace() throws -> ValueChanges {
      ValueChanges(try ProofFolder.text(of: ProofScript.traceName, in: folder))
    }
    switch ProofScript.outcome(in: log) {
    case .proved: return .proved
    case .broken: return .broken(Counterexample(of: FlatDesign(stated), try trace()))
    case .open:
      var proof = OpenProof(cycles: cyclesMax)
      if method == .induction { proof.gap = .init(in: FlatDesign(stated), try trace()) }
      var covers = CoverSearch(stated, emitter, cyclesMax: cyclesMax)
      (proof.unreachedCovers, proof.undecidedCovers) = try await covers.unreached(within: limit)
      return .open(proof)
    case nil:
      throw ProofError(
        description: "Yosys gives no proof of design \(circuit.top.name):\n"
          + YosysRun.end(of: log))
    }
  }
}

extension Circuit {
  /// Whether there is something to prove: a claim, or an assumption of a module inside.
  fileprivate var hasClaim: Bool {
    modules.filter { $0.blackBox == nil }.contains { module in
      module.statements.contains { statement in
        guard case .property(let property) = statement else { return false }
        return property.kind == .claim
          || property.kind == .assumption && module.name != top.name
      }
    }
  }
}
