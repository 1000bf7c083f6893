/// The kept entries of a mask in compressed sparse columns.
///
/// By key it is the CSC of the score matrix `Q K^T`, as the paper stores it. By query it is the CSC
/// of the transposed score matrix `K Q^T`, whose columns are queries: the order in which lanes that
/// own query rows read it.
public struct SparseIndex: Sendable, Equatable, Codable {
  /// What a column is.
  public enum Column: String, Sendable, Codable, CaseIterable {
    case key
    case query
  }

  public let column: Column
  /// `tokens + 1` offsets into `rowIndices`; column `c` owns
  /// `rowIndices[columnPointers[c]..<columnPointers[c + 1]]`.
  public let columnPointers: [Int]
  /// The row of each kept entry, ascending within a column.
  public let rowIndices: [Int]

  public var tokens: Int { columnPointers.count - 1 }

  /// The index of a mask.
  public init(_ mask: AttentionMask, by column: Column) {
    var pointers = [0]
    var indices: [Int] = []
    for outer in 0..<mask.tokens {
      for inner in 0..<mask.tokens {
        let isKept = column == .key ? mask[inner, outer] : mask[outer, inner]
        if isKept { indices.append(inner) }
      }
      pointers.append(indices.count)
    }
    self.column = column
    columnPointers = pointers
    rowIndices = indices
  }

  /// The mask again.
  ///
  /// - Throws: `Refusal` if the index, read from a file, is not one of a mask.
  public func mask() throws -> AttentionMask {
    guard columnPointers.first == 0, columnPointers.last == rowIndices.count,
      zip(columnPointers, columnPointers.dropFirst()).allSatisfy({ $0 <= $1 }),
      rowIndices.allSatisfy({ (0..<tokens).contains($0) }), tokens <= NumberFormats.tokensMaximum
    else {
      throw Refusal(
        "The column pointers of a sparse index of "
          + "\(rowIndices.count.counted("entry", "entries")) do not rise from 0 "
          + "to that count over valid rows; build the index from a mask.")
    }
    var matrix = Matrix(rows: tokens, columns: tokens, repeating: false)
    for outer in 0..<tokens {
      for inner in rowIndices[columnPointers[outer]..<columnPointers[outer + 1]] {
        switch column {
        case .key: matrix[inner, outer] = true
        case .query: matrix[outer, inner] = true
        }
      }
    }
    return try AttentionMask(matrix)
  }

  /// The rows of one column, ascending.
  public func rows(ofColumn column: Int) -> ArraySlice<Int> {
    rowIndices[columnPointers[column]..<columnPointers[column + 1]]
  }
}
