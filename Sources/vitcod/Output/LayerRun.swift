import AttentionSpec
import CoSimulation
import VerilatorSimulation

/// What became of a run.
struct RunOutcome {
  /// Nil for hardware that hung or broke an assertion.
  var attention: AttentionReport?
  /// Why it failed, nil if it passed.
  var failure: String?
  /// What to do about the failure, for the person.
  var advice: String?
}

/// Runs a program, and writes a waveform of it if one is wanted.
struct LayerRun {
  var simulation: AttentionSimulation
  var memory: MemoryOptions
  var waveform: WaveformOptions
  /// Where the waveform goes, if one is wanted.
  var waveformFile: OutputFile?

  /// - Throws: `CommandFailure` for a waveform that cannot be written; a hang or a failed assertion
  ///   of the hardware is an outcome.
  func run(_ job: AttentionJob) throws -> RunOutcome {
    let simulator = simulation.simulation
    let stage = waveformFile.map(WaveformStage.init)
    var start = simulator.cycle
    var outcome: RunOutcome
    do {
      let trace = try simulation.run(
        job, cycleLimit: job.cycleLimit + memory.moreCycles(bytes: job.program.estimate.bytes),
        timeout: 20_000 + memory.moreCycles(bytes: job.configuration.port.burstBytes),
        prepared: {
          start = simulator.cycle
          if let stage { try waveform.start(simulator, at: stage) }
        })
      outcome = self.outcome(job, trace)
    } catch let error as SimulationError where error.isOfTheDesign {
      outcome = self.outcome(error, start: start)
    }
    if let stage {
      simulator.stopWaveform()
      try stage.publish()
      waveform.warnIfShort(cycles: outcome.attention?.cycles ?? simulator.cycle - start)
    }
    return outcome
  }

  private func outcome(_ job: AttentionJob, _ trace: AttentionTrace) -> RunOutcome {
    let comparison = AttentionComparison(job, trace)
    let report = AttentionReport(job, trace, comparison)
    let failure = report.fault ?? report.divergence.map { "\($0)" }
    return RunOutcome(
      attention: report, failure: failure,
      advice: failure == nil ? nil : waveform.advice(cycle: report.divergence?.cycle))
  }

  /// A hang, an end or a failed assertion of the hardware.
  private func outcome(_ error: SimulationError, start: Int) -> RunOutcome {
    switch error {
    case .cycleLimit(let design, let limit, let goal, let state):
      RunOutcome(
        failure: "Design \(design) did not reach '\(goal)' within \(limit.counted("cycle")) "
          + "(\(state)); \(waveform.remedy).")
    case .failed(let failure):
      RunOutcome(
        failure: "\(failure)", advice: waveform.advice(cycle: failure.cycle - start))
    default: RunOutcome(failure: "\(error)")
    }
  }
}
