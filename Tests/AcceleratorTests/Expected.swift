import AttentionSpec
import ReferenceModel

/// What the reference model says, in the shapes of the benches.
enum Expected {
  /// The dot product of a query and a key.
  static func score(query: [Int8], key: [Int8]) -> Int {
    do {
      let scores = SampledProduct.scores(
        queries: try Matrix(rows: 1, columns: query.count, storage: query),
        keys: try Matrix(rows: 1, columns: key.count, storage: key),
        keptKeys: [[0]])
      return Int(scores[0, 0])
    } catch {
      fatalError("\(error)")
    }
  }

  /// The sums of a row of numerators times values, for each feature.
  static func weightedSums(numerators: [UInt8], values: [[Int8]]) -> [Int] {
    do {
      let count = numerators.count
      // Row 0 is the row; the others keep nothing.
      let pointers = [0] + Array(repeating: count, count: count)
      let sums = SparseProduct.accumulators(
        numerators: KeptRows(rowPointers: pointers, storage: numerators),
        values: try Matrix(rows: count, columns: values[0].count, storage: values.flatMap { $0 }),
        keptKeys: KeptRows(rowPointers: pointers, storage: Array(0..<count)))
      return sums.row(0).map(Int.init)
    } catch {
      fatalError("\(error)")
    }
  }

  /// The alignment of a row: how far its sums are shifted right.
  static func alignment(rowSum: Int) -> Int {
    bitLength(rowSum) - NumberFormats.rowSumBitsMin
  }
}

/// A small configuration of one or more elements.
func configuration(
  elements: Int = 1, lines: Int = 2, macs: Int, tokens: Int = 16, headDimension: Int = 24
) throws -> AcceleratorConfiguration {
  let configuration = AcceleratorConfiguration(
    name: "bench_\(elements)x\(lines)x\(macs)",
    array: ArrayShape(lines: elements * lines, macsPerLine: macs, elements: elements),
    capacity: Capacity(tokens: tokens, headDimension: headDimension))
  try configuration.validate()
  return configuration
}
