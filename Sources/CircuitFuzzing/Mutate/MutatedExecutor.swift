/// An executor with a bug.
public struct MutatedExecutor: Executor {
  private let base: any Executor
  private let mutation: Mutation

  public init(_ base: any Executor, _ mutation: Mutation) {
    self.base = base
    self.mutation = mutation
  }

  public var name: String { "mutated " + base.name }
  public var readsText: Bool { base.readsText }

  public func run(_ cases: [FuzzCase]) async throws -> [Trace] {
    try await base.run(
      cases.map { fuzzCase in
        mutation.applied(to: fuzzCase) ?? fuzzCase
      })
  }
}
