extension Command {
  /// Runs the tool once a core is free for it.
  ///
  /// - Throws: `SimulationError.toolUnavailable` if the tool cannot be started or prints more than
  ///   64 MiB; that it fails is an outcome.
  func run() async throws -> Outcome {
    do {
      return try await CoreLimit.shared.run { try await runAtOnce() }
    } catch {
      throw SimulationError.toolUnavailable("Cannot run \(words[0]): \(error).")
    }
  }
}
