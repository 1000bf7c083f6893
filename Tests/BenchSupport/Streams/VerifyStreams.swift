import HardwareDSL
import HardwareIR
import SimulationInterface
import TestSupport
import Testing

/// Runs a unit at full rate, with bubbles, with back-pressure and with both, and expects of every
/// run what `check` says. The rules of streams and the claims of the unit are watched as well. All
/// of its cover points, and in the interpreter all branches, have to be reached.
///
///     try await verifyStreams(of: StreamFork(width: 8, count: 2)) { run in
///       run.gives("outputs_0", run.sent["input"]) ?? run.gives("outputs_1", run.sent["input"])
///     }
///
/// - Parameters:
///   - items: So many go into each stream. Their fields are random numbers; a failure names the
///     seed.
///   - holding: Inputs beside the streams, by their names without `_i`.
///   - shape: Makes lawful items of random ones, by stream; nil for a stream of any items.
///   - check: What is wrong with a run; nil for nothing.
public func verifyStreams(
  of module: @autoclosure () throws -> any Module, items: Int = 200, holding: [String: Int] = [:],
  shape: (String, [[Int]]) -> [[Int]]? = { _, _ in nil },
  sourceLocation: Testing.SourceLocation = #_sourceLocation,
  _ check: (StreamRun) throws -> String?
) async throws {
  let unit = try TestedSimulation(elaborate(module(), .strict), coverage: .counted)
  var missing: Set<String>?
  for drive in StreamDrive.allCases {
    for seed in TestExtent.current.choose(daily: 1...1, all: 1...4) as ClosedRange<UInt64> {
      let run = try await StreamRun(
        of: unit, drive, seed: seed, items: items, holding: holding, shape: shape)
      if let mistake = try check(run) {
        Issue.record("\(run.text): \(mistake)", sourceLocation: sourceLocation)
        return
      }
      missing = missing?.intersection(run.unreached) ?? run.unreached
    }
  }
  #expect(
    missing == [], "no drive reaches these cover points or branches",
    sourceLocation: sourceLocation)
}

extension StreamRun {
  /// What is wrong if stream `name` is to have given these items, in order.
  public func gives(_ name: String, _ expected: Items?) -> String? {
    difference(received[name, default: []].map(\.fields), expected ?? [])
      .map { "\(name): \($0)" }
  }

  /// What is wrong if, at full rate, stream `name` is to have transferred an item every so many
  /// cycles from the first to the last.
  public func keeps(_ name: String, every cycles: Int) -> String? {
    let items = received[name] ?? accepted[name] ?? []
    guard drive == .fullRate, let first = items.first, let last = items.last else { return nil }
    let taken = last.cycle - first.cycle
    let expected = (items.count - 1) * cycles
    return taken == expected
      ? nil : "\(name): \(items.count) items in \(taken) cycles, not in \(expected)"
  }
}
