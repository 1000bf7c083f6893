import AttentionCompiler
import AttentionSpec

/// Compares a run of layers with the reference model, checkpoint by checkpoint.
public struct AttentionComparison: Sendable {
  /// Values compared at each checkpoint.
  public private(set) var counts: [Checkpoint: Int] = [:]
  /// The first divergence of each checkpoint that has one.
  public var divergences: [Divergence] { found.map(\.divergence) }

  public var isExact: Bool { divergences.isEmpty }

  /// The divergence that came first in time. What never came counts from the last that did.
  public var first: Divergence? { found.min { $0.cycle < $1.cycle }?.divergence }

  private var found: [Found] = []

  private struct Found {
    var divergence: Divergence
    /// When it came, or could have come at the earliest.
    var cycle: Int
  }

  public init(_ job: AttentionJob, _ trace: AttentionTrace) {
    let words = ExpectedWords(job)
    compare(.codes, words.codes, trace.codes)
    for (checkpoint, memory) in [
      (Checkpoint.queries, OperandMemory.queries), (.keys, .keys), (.values, .values),
    ] {
      compare(checkpoint, words.operands[memory] ?? [], trace.operands[memory] ?? [])
    }
    let rows = ExpectedRows(job)
    compare(.scores, rows.scores, trace.scores)
    compare(.numerators, rows.numerators, trace.numerators)
    compare(.rowSums, rows.rowSums, trace.rowSums)
    compareOutput(job, trace)
  }

  /// Compares words, feature by feature; of one that goes elsewhere no feature is right.
  private mutating func compare(
    _ checkpoint: Checkpoint, _ expected: [ExpectedWord], _ traced: [TracedWord]
  ) {
    var first: Found?
    var differing = 0
    let compared = expected.reduce(0) { $0 + $1.features.count }
    counts[checkpoint] = compared
    for (expected, got) in zip(expected, traced) {
      if expected.place != got.place {
        differing += expected.features.count
        keep(
          &first,
          Divergence(
            checkpoint: checkpoint, index: "\(expected), place", cycle: got.cycle,
            expected: "\(expected.place)", got: "\(got.place)"))
      } else if !expected.features.elementsEqual(got.features) {
        let wrong = zip(expected.features, got.features).enumerated().filter { $1.0 != $1.1 }
        differing += wrong.count
        guard let (feature, values) = wrong.first else { continue }
        keep(
          &first,
          Divergence(
            checkpoint: checkpoint, index: expected.name(feature), cycle: got.cycle,
            expected: "\(values.0)", got: "\(values.1)"))
      }
    }
    if expected.count != traced.count {
      let missing = expected.dropFirst(traced.count)
      let more = traced.dropFirst(expected.count)
      differing += (missing.map(\.features.count) + more.map(\.features.count)).reduce(0, +)
      keep(
        &first,
        Divergence(
          checkpoint: checkpoint, index: missing.first.map { "\($0)" } ?? "all layers",
          cycle: more.first?.cycle, expected: expected.count.counted("word"),
          got: "\(traced.count)"), behind: traced.last?.cycle)
    }
    add(first, differing, compared)
  }

  private mutating func compare(
    _ checkpoint: Checkpoint, _ expected: [[ExpectedValue]], _ traced: [[TracedValue]]
  ) {
    var first: Found?
    var differing = 0
    let compared = expected.reduce(0) { $0 + $1.count }
    counts[checkpoint] = compared
    for (element, expected) in expected.enumerated() {
      let traced = element < traced.count ? traced[element] : []
      differing += abs(expected.count - traced.count)
      for (expected, got) in zip(expected, traced) where expected.value != got.value {
        differing += 1
        keep(
          &first,
          Divergence(
            checkpoint: checkpoint, index: "\(expected)", cycle: got.cycle,
            expected: "\(expected.value)", got: "\(got.value)"))
      }
      if expected.count != traced.count {
        keep(
          &first,
          Divergence(
            checkpoint: checkpoint, index: "element \(element)",
            cycle: traced.count > expected.count ? traced[expected.count].cycle : nil,
            expected: "\(expected.count) values", got: "\(traced.count)"),
          behind: traced.last?.cycle)
      }
    }
    add(first, differing, compared)
  }

  private mutating func compareOutput(_ job: AttentionJob, _ trace: AttentionTrace) {
    let (expected, got) = (job.expectedImage, trace.image)
    counts[.output] = expected.outputs.count
    var first: Found?
    var differing = 0
    for byte in expected.outputs where expected.bytes[byte] != got.bytes[byte] {
      differing += 1
      let offset = byte - expected.outputs.lowerBound
      keep(
        &first,
        Divergence(
          checkpoint: .output, index: "byte \(offset) of the outputs",
          cycle: trace.writes.last { $0.offset <= offset }?.cycle,
          expected: "\(Int8(bitPattern: expected.bytes[byte]))",
          got: "\(Int8(bitPattern: got.bytes[byte]))"),
        // What nobody wrote could have come until the end.
        behind: trace.end)
    }
    add(first, differing, expected.outputs.count)
  }

  /// - Parameter behind: The cycle of the last value, for one that never came; nil for none.
  private func keep(
    _ first: inout Found?, _ divergence: Divergence, behind: Int? = nil
  ) {
    let cycle = divergence.cycle ?? behind ?? 0
    if let first, first.cycle <= cycle { return }
    first = Found(divergence: divergence, cycle: cycle)
  }

  private mutating func add(_ first: Found?, _ differing: Int, _ compared: Int) {
    guard var first else { return }
    (first.divergence.differing, first.divergence.compared) = (differing, compared)
    found.append(first)
  }
}
