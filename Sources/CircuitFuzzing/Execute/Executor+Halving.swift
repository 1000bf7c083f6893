extension Executor {
  /// Runs a batch. One that a tool refuses, or that does not end, is halved until the circuit is
  /// found that is to blame; its trace then has the reason.
  func traces(_ cases: [FuzzCase]) async -> [Trace] {
    guard !cases.isEmpty else { return [] }
    do {
      return try await run(cases)
    } catch {
      guard cases.count > 1 else { return [Trace(refusal: "\(error)")] }
      let middle = cases.count / 2
      return await traces(Array(cases[..<middle])) + traces(Array(cases[middle...]))
    }
  }
}
