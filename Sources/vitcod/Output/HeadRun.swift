import AttentionSpec
import CoSimulation
import VerilatorSimulation

/// What became of a run.
struct RunOutcome {
  var report: RunReport
  /// Why it failed, nil if it passed.
  var failure: String?
  /// What to do about the failure, for the person.
  var advice: String?
}

/// Who is told what happens.
protocol Reporter {
  func begin() throws
  func add(_ report: HeadReport) throws
  func finish(_ outcome: RunOutcome) throws
}

/// Runs head after head.
struct HeadRun {
  var simulation: AcceleratorSimulation
  var setup: RunSetup
  var reporter: any Reporter
  var waveform: WaveformOptions
  /// Where the waveform goes, if one is wanted.
  var waveformFile: OutputFile?

  /// - Throws: `Refusal` for a head that does not fit; a hang or a failed assertion of the hardware
  ///   is an outcome.
  func run(_ sources: [HeadSource]) throws -> RunOutcome {
    let tracedHead = waveform.head
    let simulator = simulation.simulation
    var reports: [HeadReport] = []
    var failure: Failure?
    for (index, source) in sources.enumerated() {
      let job = try source.job(simulation.configuration)
      let start = simulator.cycle
      let stage = index == tracedHead ? waveformFile.map(WaveformStage.init) : nil
      if let stage { try waveform.start(simulator, at: stage) }
      if index == 0 { try reporter.begin() }
      do {
        let trace = try simulation.run(job)
        let comparison = Comparison(job, trace)
        let report = HeadReport(job, trace, comparison)
        reports.append(report)
        try reporter.add(report)
        failure =
          failure
          ?? comparison.first.map { difference in
            let cycle = difference.cycle.map { $0 - start }
            return Failure(
              sentence: "\(source.name), \(difference)",
              advice: waveform.advice(head: index, cycle: cycle))
          }
      } catch let error as SimulationError where error.isOfTheDesign {
        failure = failure ?? self.failure(error, source, index: index, start: start)
      }
      if let stage {
        simulator.stopWaveform()
        try stage.publish()
        waveform.warnIfShort(head: source.name, cycles: simulator.cycle - start)
      }
      // What a stuck accelerator does afterwards tells nothing.
      if reports.count <= index { break }
    }
    var report = RunReport(setup, simulation.configuration, reports)
    if failure != nil { report.passed = false }
    return RunOutcome(report: report, failure: failure?.sentence, advice: failure?.advice)
  }

  private struct Failure {
    var sentence: String
    var advice: String?
  }

  /// A hang, an end or a failed assertion of the hardware.
  private func failure(
    _ error: SimulationError, _ source: HeadSource, index: Int, start: Int
  ) -> Failure {
    switch error {
    case .cycleLimit(let design, let limit, let goal, let state):
      Failure(
        sentence:
          "\(source.name), Design \(design) did not reach '\(goal)' within "
          + "\(limit.counted("cycle")) "
          + "(\(state)); \(waveform.remedy(head: index)).")
    case .failed(let failure):
      Failure(
        sentence: "\(source.name), \(failure)",
        advice: waveform.advice(head: index, cycle: failure.cycle - start))
    default: Failure(sentence: "\(source.name), \(error)")
    }
  }
}
