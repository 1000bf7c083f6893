import AttentionSpec
import CoSimulation
import VerilatorSimulation

/// What became of a run.
struct RunOutcome {
  var report: RunReport
  /// Why it failed, nil if it passed.
  var failure: String?
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
  var reporter: any Reporter
  var waveform: WaveformOptions

  /// - Throws: `Refusal` for a head that does not fit; a hang or a failed assertion of the hardware
  ///   is an outcome.
  func run(_ sources: [HeadSource]) throws -> RunOutcome {
    let tracedHead = waveform.head
    var reports: [HeadReport] = []
    var failure: String?
    for (index, source) in sources.enumerated() {
      let job = try source.job(simulation.configuration)
      if index == tracedHead { try waveform.start(simulation.simulation) }
      if index == 0 { try reporter.begin() }
      do {
        let trace = try simulation.run(job)
        let comparison = Comparison(job, trace)
        let report = HeadReport(job, trace, comparison)
        reports.append(report)
        try reporter.add(report)
        failure = failure ?? comparison.first.map { "\(source.name), \($0)" }
      } catch let error as SimulationError where error.isOfTheDesign {
        failure = failure ?? "\(source.name), \(error)"
      }
      if index == tracedHead { simulation.simulation.stopWaveform() }
      // What a stuck engine does afterwards tells nothing.
      if reports.count <= index { break }
    }
    var report = RunReport(simulation.configuration, reports)
    if failure != nil { report.passed = false }
    return RunOutcome(report: report, failure: failure)
  }
}
