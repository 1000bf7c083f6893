import CircuitFuzzing
import HardwareDSL
import HardwareIR
import YosysProof

extension MutatedUnit.Drawn {
  /// Whether Yosys proves, in a short time, that the slip changes nothing: that unit and mutant,
  /// side by side with equal inputs, give equal outputs for ever.
  public func isProvedEquivalent() async throws -> Bool {
    let circuit = try elaborate(unit.module())
    guard let changed = mutant.applied(to: circuit), circuit.top.clockDomains.count <= 1 else {
      return false
    }
    let (module, other) = (circuit.top, changed.top)
    if try await isProvedByOneStep(module, other) { return true }
    return try await isProvedBySeveralSteps(module, other)
  }

  /// Looks for the strongest relation of the states that holds after a reset and in the next state
  /// if in this one, and keeps outputs equal. What a step breaks is claimed no more.
  private func isProvedByOneStep(
    _ module: ModuleDefinition, _ other: ModuleDefinition
  ) async throws -> Bool {
    var relations = StateRelations(module, other)
    for _ in 0..<Self.stepsMax {
      let pair = StepPair(module, other, relations)
      switch try? await prove(pair.circuit, cyclesMax: 2, limit: .seconds(60)) {
      case .proved: return true
      case .broken(let run):
        guard let broken = pair.claims(in: run.failures) else { return false }
        for claim in broken { relations.weaken(claim) }
      // What Yosys does not take is not proved.
      case .open, nil: return false
      }
    }
    return false
  }

  private static let stepsMax = 50

  /// An induction over cycles, which does without relations that hold in the states which can be
  /// reached alone.
  private func isProvedBySeveralSteps(
    _ module: ModuleDefinition, _ other: ModuleDefinition
  ) async throws -> Bool {
    // It needs something to hold on to: that registers are equal, or as the slip of a constant
    // leaves them. Those that are not show it within a few cycles.
    let constants = ChangedConstant(module, other)
    var relations = Dictionary(
      uniqueKeysWithValues: module.registers.filter { !$0.isGhost }.map {
        ($0.name, SideBySide.Relation.equal)
      })
    while true {
      let pair = SideBySide(module.cut(), other.cut(), relations: relations, constants: constants)
      switch try? await prove(pair.circuit, cyclesMax: 5, limit: .seconds(60)) {
      case .proved: return true
      case .broken(let run):
        let broken = pair.registers(in: run.failures)
        if broken.isEmpty { return false }
        for name in broken {
          let mayBeOff = relations[name] == .equal && constants != nil
          relations[name] = mayBeOff ? .equalOrConstant : nil
        }
      case .open, nil: return false
      }
    }
  }
}
