import HardwareIR

/// Finds bugs that are put into one executor on purpose: the measure of what random circuits find.
public struct MutationHunt: Sendable {
  public var mutations: [Mutation]
  /// How many circuits are tried at most.
  public var circuitsMax: Int
  public var cycles: Int

  public init(mutations: [Mutation] = Mutation.all, circuitsMax: Int = 100, cycles: Int = 100) {
    self.mutations = mutations
    self.circuitsMax = circuitsMax
    self.cycles = cycles
  }

  public struct Result: Hashable, Sendable {
    public var mutation: String
    /// How many circuits it took, those without a place for the bug included; nil if none found it.
    public var circuits: Int?
  }

  /// Gives each bug to `executor`, one circuit after the other, until an output differs from that
  /// of the interpreter without the bug. Bugs of the text are none of an executor without text.
  ///
  /// - Parameter round: how many circuits are tried before anything is compared; small where a run
  ///   is cheap, large where a build is dear.
  public func run(
    in executor: any Executor, seed: UInt64, round: [Int] = [1]
  ) async throws -> [Result] {
    let judge = InterpreterExecutor()
    let mutations = mutations.filter { executor.readsText || !$0.isOfText }
    var found: [Int?] = mutations.map { _ in nil }
    var first = 0
    for number in 0... {
      let count = round[min(number, round.count - 1)]
      let last = min(first + count, circuitsMax)
      guard first < last, found.contains(where: { $0 == nil }) else { break }
      let cases = try (first..<last).map {
        try FuzzCase(seed: FuzzCase.seed(run: seed, index: $0), cycles: cycles)
      }
      let expected = try await judge.run(cases)
      // All bugs that are still at large, each in all circuits of the round.
      var hunted: [(mutation: Int, index: Int)] = []
      var mutated: [FuzzCase] = []
      for (mutation, circuits) in zip(mutations.indices, found) where circuits == nil {
        for index in cases.indices {
          guard let fuzzCase = mutations[mutation].applied(to: cases[index]) else { continue }
          hunted.append((mutation, index))
          mutated.append(fuzzCase)
        }
      }
      // A text that is refused says nothing of the bug.
      for (hunt, trace) in zip(hunted, await executor.traces(mutated)) where trace.refusal == nil {
        let difference = Difference.first(
          cases[hunt.index],
          [(judge.name, expected[hunt.index]), (executor.name, trace)])
        guard difference != nil else { continue }
        found[hunt.mutation] = found[hunt.mutation] ?? first + hunt.index + 1
      }
      first = last
    }
    return zip(mutations, found).map { Result(mutation: $0.name, circuits: $1) }
  }
}
