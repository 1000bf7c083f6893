import CircuitFuzzing
import Foundation

/// What the tests noticed of the slips that were drawn.
public struct MutantScore: Codable, Hashable, Sendable {
  public var drawn = 0
  public var noticed = 0
  /// Slips that change nothing, as Yosys has proved.
  public var equivalent: [String] = []
  /// Slips that no test notices, and that are not proved to change nothing.
  public var survivors: [String] = []

  /// Of the slips that are not proved to change nothing, how many are noticed.
  public var share: Double {
    let others = drawn - equivalent.count
    return others == 0 ? 1 : Double(noticed) / Double(others)
  }

  /// Tries slips, as many at a time as there are cores.
  ///
  /// - Parameter isEquivalent: whether a slip that nobody notices changes nothing; asked for those
  ///   alone.
  public init(
    of mutants: [MutatedUnit.Drawn],
    isEquivalent: @escaping @Sendable (MutatedUnit.Drawn) async throws -> Bool
  ) async throws {
    let shares = ProcessInfo.processInfo.activeProcessorCount
    let outcomes = try await withThrowingTaskGroup(of: [(String, Outcome)].self) { group in
      for first in 0..<shares {
        group.addTask {
          var outcomes: [(String, Outcome)] = []
          for index in stride(from: first, to: mutants.count, by: shares) {
            let drawn = mutants[index]
            let outcome: Outcome =
              if try await drawn.isNoticed() { .noticed } else {
                try await isEquivalent(drawn) ? .equivalent : .survives
              }
            if outcome != .noticed { print("\(outcome): \(drawn.mutant)") }
            outcomes.append(("\(drawn.mutant)", outcome))
          }
          return outcomes
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    drawn = outcomes.count
    noticed = outcomes.count { $0.1 == .noticed }
    equivalent = outcomes.filter { $0.1 == .equivalent }.map(\.0).sorted()
    survivors = outcomes.filter { $0.1 == .survives }.map(\.0).sorted()
  }

  private enum Outcome { case noticed, equivalent, survives }
}

extension MutantScore {
  /// What `benchmarks/NAME.json` states.
  public static func kept(_ name: String) throws -> MutantScore {
    try JSONDecoder().decode(MutantScore.self, from: Data(contentsOf: file(name)))
  }

  /// Writes `benchmarks/NAME.json`, where `VITCOD_KEEP_MUTANTS` asks for it.
  public func keepIfAsked(_ name: String) throws {
    guard ProcessInfo.processInfo.environment["VITCOD_KEEP_MUTANTS"] != nil else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: Self.file(name))
  }

  private static func file(_ name: String) -> URL {
    URL(filePath: #filePath).appending(path: "../../../../benchmarks/\(name).json").standardized
  }
}
