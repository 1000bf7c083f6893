import HardwareIR
import SimulationInterface

/// What a proof came to that neither proves nor breaks the claims, and what it lacks.
public struct OpenProof: Hashable, Sendable {
  /// A register of a state, by its path in the design.
  public struct RegisterValue: Hashable, Sendable {
    public var path: String
    public var value: PortValue
    /// Nil for a register without one.
    public var reset: PortValue?
    let format: SignalFormat
  }

  /// How the longest induction fails: a run of states that keep all claims until the last, and of
  /// which none comes after a reset, as far as is known.
  public struct Gap: Hashable, Sendable {
    /// What is broken in the last state, as `level.InRange`: with its place and its sentence.
    public var claims: [String]
    /// Of the first state: the registers that differ from their reset, those that the claims read
    /// first, and then those without one. Words of memories are not among them.
    public var registers: [RegisterValue]
    /// The cycles from the first state to the last.
    public var cycles: Int
    /// The whole run.
    public var run: Counterexample
  }

  /// No run of so many cycles breaks a claim.
  public var cycles: Int
  /// Nil where no induction was tried.
  public var gap: Gap?
  /// The cover points that no run of so many cycles reaches, each with its place.
  public var unreachedCovers: [String] = []
  /// The cover points for which no run was found before the time limit.
  public var undecidedCovers: [String] = []
}

extension OpenProof.Gap {
  /// - Parameter trace: As Yosys writes it of the longest induction.
  init(in design: FlatDesign, _ trace: ValueChanges) {
    let broken = design.firstBroken(in: trace)
    run = Counterexample(of: design, trace)
    cycles = run.cycleCount - 1
    let brokenClaims = broken?.claims ?? []
    claims = brokenClaims.map { $0.spec.text(in: design.name) }
    let read = Set(brokenClaims.flatMap(\.signals))
    var ranked: [[OpenProof.RegisterValue]] = [[], [], []]
    for register in design.registers {
      let signal = register.signal
      guard let value = trace.values[signal.textName]?.first, value != register.reset else {
        continue
      }
      let rank = read.contains(signal) ? 0 : register.reset == nil ? 2 : 1
      ranked[rank].append(
        OpenProof.RegisterValue(
          path: signal.path, value: signal.value(value),
          reset: register.reset.map { signal.value($0) }, format: signal.format))
    }
    registers = ranked.flatMap { $0 }
  }
}

extension OpenProof.RegisterValue: CustomStringConvertible {
  /// `count_q = 10 (reset 0)`.
  public var description: String {
    let reset = reset.map { "reset \(format.text(of: $0))" } ?? "no reset"
    return "\(path) = \(format.text(of: value)) (\(reset))"
  }
}

extension OpenProof.Gap: CustomStringConvertible {
  public var description: String {
    let broken = claims.isEmpty ? ["one that Yosys does not name"] : claims
    let distance = cycles == 0 ? "in" : "\(counted(cycles, "cycle")) after"
    let state =
      registers.isEmpty
      ? ["all registers as after reset; words of memories differ"]
      : registers.map(\.description)
    return
      (["not inductive:"] + shortened(broken)
      + ["broken \(distance) a state that no claim rules out:"] + shortened(state))
      .joined(separator: "\n")
  }
}

extension OpenProof: CustomStringConvertible {
  public var description: String {
    var lines: [String] = []
    let bounded = "open: no run of \(counted(cycles, "cycle")) breaks a claim"
    if let gap {
      lines += [
        bounded + ", but no induction over \(cycles) proves all; claim more of what holds in "
          + "between, or give prove a larger cyclesMax",
        "\(gap)",
      ]
    } else {
      lines.append(bounded + ", and a search proves no more")
    }
    if !unreachedCovers.isEmpty {
      lines += ["reached by no run of \(counted(cycles, "cycle")):"] + shortened(unreachedCovers)
    }
    if !undecidedCovers.isEmpty {
      lines += ["not reached before the time limit:"] + shortened(undecidedCovers)
    }
    return lines.joined(separator: "\n")
  }
}

private func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The lines of a list, of a long one the first.
private func shortened(_ lines: [String]) -> [String] {
  let shown = lines.prefix(linesMax).map { "  " + $0 }
  let rest = lines.count - shown.count
  return shown + (rest > 0 ? ["  and \(rest) more"] : [])
}

private let linesMax = 12
