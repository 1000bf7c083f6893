import AttentionSpec
import ReferenceModel

/// The first place where RTL and reference model differ at a checkpoint.
public struct Divergence: Sendable, Equatable, Codable, CustomStringConvertible {
  public var checkpoint: Checkpoint
  /// Which value, for example `query 12, key 3`.
  public var index: String
  /// The cycle in which the RTL produced the value; nil where it produced none.
  public var cycle: Int?
  public var expected: String
  public var got: String
  /// How many of the values compared at the checkpoint differ, are missing or too many.
  public var differing = 0
  public var compared = 0

  public var description: String {
    let when = cycle.map { "cycle \($0)" } ?? "never"
    return "\(checkpoint.rawValue), \(index), \(when): expected \(expected), got \(got) "
      + "(\(differing) of \(compared) \(checkpoint.plural) differ)"
  }
}

extension Checkpoint {
  /// What its values are called.
  fileprivate var plural: String {
    switch self {
    case .codes: "features of codes"
    case .queries: "features of queries"
    case .keys: "features of keys"
    case .values: "features of values"
    case .scores: "scores"
    case .numerators: "softmax numerators"
    case .rowSums: "row sums"
    case .output: "outputs"
    }
  }
}

/// Compares what the RTL produced with the reference model, checkpoint by checkpoint.
public struct Comparison: Sendable {
  /// Values compared at each checkpoint.
  public private(set) var counts: [Checkpoint: Int] = [:]
  /// The first divergence of each checkpoint that has one.
  public private(set) var divergences: [Divergence] = []

  public var isExact: Bool { divergences.isEmpty }

  /// The divergence that came first in time.
  public var first: Divergence? {
    divergences.min { ($0.cycle ?? .max) < ($1.cycle ?? .max) }
  }

  public init(_ job: HeadJob, _ trace: HeadTrace) {
    let order = EntryOrder(job)
    compare(.scores, order.entries, trace.scores, name: \.description) { entry in
      Int(job.expected.scores[entry.query, entry.position])
    }
    compare(.numerators, order.entries, trace.numerators, name: \.description) { entry in
      Int(job.expected.numerators[entry.query, entry.position])
    }
    compare(
      .rowSums, job.schedule.rowsOfElement, trace.rowSums, name: { "query \($0)" },
      expected: { query in job.expected.rowSums[query] })
    compareOutput(job, trace)
    let kept = job.mask.keptCount
    requireCount(kept, .scores)
    requireCount(kept, .numerators)
    requireCount(job.mask.tokens, .rowSums)
  }

  /// A comparison of fewer values than the mask has is no agreement.
  private mutating func requireCount(_ expected: Int, _ checkpoint: Checkpoint) {
    let count = counts[checkpoint, default: 0]
    if count == expected || divergences.contains(where: { $0.checkpoint == checkpoint }) { return }
    divergences.append(
      Divergence(
        checkpoint: checkpoint, index: "all elements", cycle: nil, expected: "\(expected) values",
        got: "\(count)", differing: abs(expected - count), compared: expected))
  }

  private mutating func compare<Item>(
    _ checkpoint: Checkpoint, _ items: [[Item]], _ traced: [[TracedValue]],
    name: (Item) -> String, expected: (Item) -> Int
  ) {
    var first: Divergence?
    var differing = 0
    for (element, (items, traced)) in zip(items, traced).enumerated() {
      counts[checkpoint, default: 0] += min(items.count, traced.count)
      differing += abs(items.count - traced.count)
      for (item, value) in zip(items, traced) where value.value != expected(item) {
        differing += 1
        keepFirst(
          &first,
          Divergence(
            checkpoint: checkpoint, index: name(item), cycle: value.cycle,
            expected: "\(expected(item))", got: "\(value.value)"))
      }
      if items.count != traced.count {
        keepFirst(
          &first,
          Divergence(
            checkpoint: checkpoint, index: "element \(element)",
            cycle: traced.count > items.count ? traced[items.count].cycle : nil,
            expected: "\(items.count) values", got: "\(traced.count)"))
      }
    }
    add(first, differing: differing, of: items.map(\.count).reduce(0, +))
  }

  private mutating func add(_ first: Divergence?, differing: Int, of compared: Int) {
    guard var first else { return }
    first.differing = differing
    first.compared = compared
    divergences.append(first)
  }

  private func keepFirst(_ first: inout Divergence?, _ candidate: Divergence) {
    if let known = first, (known.cycle ?? .max) <= (candidate.cycle ?? .max) { return }
    first = candidate
  }

  private mutating func compareOutput(_ job: HeadJob, _ trace: HeadTrace) {
    let expected = job.expected.output
    counts[.output] = expected.rows * expected.columns
    let cycles = OutputCycles(job, trace)
    var first: Divergence?
    var differing = 0
    for query in 0..<expected.rows {
      for feature in 0..<expected.columns
      where expected[query, feature] != trace.output[query, feature] {
        differing += 1
        keepFirst(
          &first,
          Divergence(
            checkpoint: .output, index: "query \(query), feature \(feature)",
            cycle: cycles.cycle(query: query, feature: feature),
            expected: "\(expected[query, feature])", got: "\(trace.output[query, feature])"))
      }
    }
    add(first, differing: differing, of: expected.rows * expected.columns)
  }
}

/// The kept entries of each element in the order in which the schedule takes them.
struct EntryOrder {
  struct Entry: CustomStringConvertible {
    var query: Int
    var key: Int
    /// Where the key stands among the query's kept keys.
    var position: Int

    var description: String { "query \(query), key \(key)" }
  }

  let entries: [[Entry]]

  init(_ job: HeadJob) {
    let positions = job.mask.keptKeys.map { keys in
      Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    }
    entries = job.schedule.slots.indices.map { element in
      job.schedule.entries(of: element).compactMap { entry in
        positions[entry.row][entry.token].map {
          Entry(query: entry.row, key: entry.token, position: $0)
        }
      }
    }
  }
}

/// When the RTL completed each output word: row after row, chunk after chunk, in each element.
private struct OutputCycles {
  private var cycleOfWord: [Int: Int] = [:]
  private let chunks: Int
  private let features: Int

  init(_ job: HeadJob, _ trace: HeadTrace) {
    let configuration = job.program.configuration
    chunks = configuration.chunks(headDimension: job.input.headDimension)
    features = configuration.featuresPerCycle
    for (queries, cycles) in zip(job.schedule.rowsOfElement, trace.outputCycles) {
      for (index, cycle) in cycles.enumerated() where !queries.isEmpty {
        let (chunk, row) = index.quotientAndRemainder(dividingBy: queries.count)
        cycleOfWord[queries[row] * chunks + chunk] = cycle
      }
    }
  }

  func cycle(query: Int, feature: Int) -> Int? {
    cycleOfWord[query * chunks + feature / features]
  }
}
