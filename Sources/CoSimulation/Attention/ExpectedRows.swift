import AttentionCompiler
import AttentionSpec
import ReferenceModel

/// A value of a row that a run has to produce, and what it is called.
struct ExpectedValue: CustomStringConvertible {
  let value: Int
  let layer: Int
  /// Of the layer.
  let head: Int
  let query: Int
  /// Nil for a value of the whole row.
  let key: Int?

  var description: String {
    "layer \(layer), head \(head), query \(query)" + (key.map { ", key \($0)" } ?? "")
  }
}

/// What the elements compute, for each in the order in which it gets its rows.
struct ExpectedRows {
  private(set) var scores: [[ExpectedValue]]
  private(set) var numerators: [[ExpectedValue]]
  private(set) var rowSums: [[ExpectedValue]]

  init(_ job: AttentionJob) {
    scores = Array(repeating: [], count: job.configuration.array.elements)
    (numerators, rowSums) = (scores, scores)
    for (unit, computed) in job.expected.enumerated() {
      let layer = job.program.layer(ofUnit: unit)
      let firstHead = job.program.heads(ofUnit: unit).lowerBound
      for row in computed.rows {
        func expected(_ value: Int, key: Int?) -> ExpectedValue {
          ExpectedValue(
            value: value, layer: layer, head: firstHead + row.head, query: row.token, key: key)
        }
        for (key, score) in zip(row.keys, row.scores) {
          scores[row.element].append(expected(Int(score), key: key))
        }
        for (key, numerator) in zip(row.keys, row.numerators) {
          numerators[row.element].append(expected(Int(numerator), key: key))
        }
        rowSums[row.element].append(expected(row.rowSum, key: nil))
      }
    }
  }
}
