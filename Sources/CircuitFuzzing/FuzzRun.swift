import HardwareIR

/// A number of random circuits in all executors.
public struct FuzzRun: Sendable {
  public var executors: [any Executor]
  public var cycles: Int
  /// How many circuits are built together.
  public var batchSize: Int

  public init(executors: [any Executor], cycles: Int = 100, batchSize: Int = 50) {
    self.executors = executors
    self.cycles = cycles
    self.batchSize = batchSize
  }

  public struct Report: Sendable {
    public var circuits = 0
    public var operators = OperatorCount()
    public var differences: [Difference] = []
    /// Differences that a known bug of a tool makes, by the bug.
    public var toolBugs: [String: [Difference]] = [:]
  }

  /// Runs the circuits of some seeds; `progress` is called after each batch.
  public func run(seeds: [UInt64], progress: (Report) -> Void = { _ in }) async -> Report {
    var report = Report()
    for start in stride(from: 0, to: seeds.count, by: batchSize) {
      let batch = seeds[start..<min(start + batchSize, seeds.count)]
      var cases: [FuzzCase] = []
      for seed in batch {
        do {
          cases.append(try FuzzCase(seed: seed, cycles: cycles))
        } catch {
          // Either the generator or the language is wrong.
          report.differences.append(Difference(seed: seed, refusedBy: "the language", "\(error)"))
        }
      }
      for fuzzCase in cases { report.operators.add(fuzzCase.circuit) }
      report.circuits += batch.count
      for (difference, fuzzCase) in zip(await differences(cases), cases) {
        guard let difference else { continue }
        if let bug = await toolBug(difference, fuzzCase) {
          report.toolBugs[bug.name, default: []].append(difference)
        } else {
          report.differences.append(difference)
        }
      }
      progress(report)
    }
    return report
  }

  /// The first difference of each case.
  public func differences(_ cases: [FuzzCase]) async -> [Difference?] {
    let traces = await withTaskGroup(of: (Int, [Trace]).self) { group in
      for (index, executor) in executors.enumerated() {
        group.addTask { (index, await executor.traces(cases)) }
      }
      var traces: [[Trace]] = executors.map { _ in [] }
      for await (index, result) in group { traces[index] = result }
      return traces
    }
    return cases.indices.map { index in
      Difference.first(
        cases[index],
        zip(executors, traces).map { (executor: $0.name, trace: $1[index]) })
    }
  }
}
