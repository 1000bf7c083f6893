import HardwareIR
import SimulationInterface

/// A run that breaks a claim, up to the cycle in which it does.
///
/// Its text is that of the claims and waves by the names of the design: the resets and ports of the
/// top module, and the signals that the broken claims read.
public struct Counterexample: Hashable, Sendable {
  /// What is broken, each as a simulation would report it.
  public var failures: [String]
  /// One row for each signal.
  public var rows: [Waveform.Row]
  /// The number of cycles; the first is the reset.
  public var cycleCount: Int

  /// The values alone.
  public var waves: String { Waveform.text(of: rows, cycles: Array(0..<cycleCount)) }
}

extension Counterexample {
  init(of design: FlatDesign, _ trace: ValueChanges) {
    let broken = design.firstBroken(in: trace)
    let claims = broken?.claims ?? []
    cycleCount = broken.map { $0.step + 1 } ?? trace.stepCount
    failures =
      claims.isEmpty
      ? ["Assertion failed in \(design.name); which one, Yosys does not say"]
      : claims.map { $0.spec.failureText(in: design.name) }
    var shown: [FlatDesign.Signal] = []
    var names: Set<String> = []
    for signal in design.ports + claims.flatMap(\.signals)
    where trace.values[signal.textName] != nil && names.insert(signal.textName).inserted {
      shown.append(signal)
    }
    let count = cycleCount
    rows = shown.map { signal in
      let values = trace.values[signal.textName]?.prefix(count).map { signal.value($0) } ?? []
      return Waveform.Row(signal.path, signal.format, values: values)
    }
  }
}

extension Counterexample: CustomStringConvertible {
  public var description: String { (failures + [waves]).joined(separator: "\n") }
}

extension ProofResult: CustomStringConvertible {
  public var description: String {
    switch self {
    case .proved: "proved"
    case .broken(let counterexample): "\(counterexample)"
    case .open(let proof): "\(proof)"
    }
  }
}
