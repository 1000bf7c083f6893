import AttentionSpec
import CoSimulation

/// Tells the person who waits for a build that it goes on.
struct BuildProgress {
  private let name: String

  init(_ configuration: AcceleratorConfiguration) {
    name = configuration.name
  }

  /// Says so when `build` takes longer than a moment, which it does when the cache is cold.
  func report(
    _ build: () async throws -> AcceleratorSimulation
  ) async throws -> AcceleratorSimulation {
    let name = name
    let notice = Task {
      try await Task.sleep(for: .seconds(2))
      StandardStreams.printError(
        "Building the simulation of \(name) (up to a minute, cached afterwards).")
    }
    defer { notice.cancel() }
    let simulation = try await build()
    let report = simulation.simulation.report
    for notice in report.notices { StandardStreams.printError(notice) }
    if !report.warnings.isEmpty { StandardStreams.printError(report.warnings) }
    if !report.isFromCache { StandardStreams.printError("\(report)") }
    return simulation
  }
}
