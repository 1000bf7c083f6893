import AttentionSpec
import ReferenceModel

/// Compares a run of layers with the reference model, checkpoint by checkpoint.
public struct AttentionComparison: Sendable {
  /// Values compared at each checkpoint.
  public private(set) var counts: [Checkpoint: Int] = [:]
  /// The first divergence of each checkpoint that has one.
  public private(set) var divergences: [Divergence] = []

  public var isExact: Bool { divergences.isEmpty }

  /// The divergence that came first in time.
  public var first: Divergence? {
    divergences.min { ($0.cycle ?? .max) < ($1.cycle ?? .max) }
  }

  public init(_ job: AttentionJob, _ trace: AttentionTrace) {
    let elements = 0..<job.configuration.array.elements
    let rows = elements.map { element in
      job.expected.enumerated().flatMap { unit, computed in
        computed.rows.filter { $0.element == element }.map { (unit: unit, row: $0) }
      }
    }
    compare(
      .scores,
      rows.map { $0.flatMap { unit, row in row.entries(unit, row.scores.map { Int($0) }) } },
      trace.scores)
    compare(
      .numerators,
      rows.map { $0.flatMap { unit, row in row.entries(unit, row.numerators.map { Int($0) }) } },
      trace.numerators)
    compare(
      .rowSums, rows.map { $0.map { unit, row in (row.name(unit), row.rowSum) } }, trace.rowSums)
    compareOutput(job, trace)
  }

  private mutating func compare(
    _ checkpoint: Checkpoint, _ expected: [[(name: String, value: Int)]],
    _ traced: [[TracedValue]]
  ) {
    var first: Divergence?
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
            checkpoint: checkpoint, index: expected.name, cycle: got.cycle,
            expected: "\(expected.value)", got: "\(got.value)"))
      }
      if expected.count != traced.count {
        keep(
          &first,
          Divergence(
            checkpoint: checkpoint, index: "element \(element)",
            cycle: traced.count > expected.count ? traced[expected.count].cycle : nil,
            expected: "\(expected.count) values", got: "\(traced.count)"))
      }
    }
    add(first, differing, compared)
  }

  private mutating func compareOutput(_ job: AttentionJob, _ trace: AttentionTrace) {
    let (expected, got) = (job.expectedImage, trace.image)
    counts[.output] = expected.outputs.count
    var first: Divergence?
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
          got: "\(Int8(bitPattern: got.bytes[byte]))"))
    }
    add(first, differing, expected.outputs.count)
  }

  private func keep(_ first: inout Divergence?, _ candidate: Divergence) {
    if let known = first, (known.cycle ?? .max) <= (candidate.cycle ?? .max) { return }
    first = candidate
  }

  private mutating func add(_ first: Divergence?, _ differing: Int, _ compared: Int) {
    guard var first else { return }
    (first.differing, first.compared) = (differing, compared)
    divergences.append(first)
  }
}

extension ComputedRow {
  fileprivate func name(_ unit: Int) -> String { "unit \(unit), head \(head), query \(token)" }

  /// A value for each entry, with its name.
  fileprivate func entries(_ unit: Int, _ values: [Int]) -> [(name: String, value: Int)] {
    zip(keys, values).map { ("\(name(unit)), key \($0)", $1) }
  }
}
