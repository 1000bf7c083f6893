/// A value for each kept entry of a mask, without gaps: a sparse matrix in compressed rows (CSR).
///
/// Rows are queries; within a row the entries stand in the ascending order of their keys. As a
/// collection its elements are the rows.
public struct KeptRows<Value> {
  /// `rows + 1` offsets into `storage`, the first 0; they never fall.
  public let rowPointers: [Int]
  /// The values, row after row.
  public let storage: [Value]

  /// Rows that own `storage[rowPointers[row]..<rowPointers[row + 1]]`.
  public init(rowPointers: [Int], storage: [Value]) {
    precondition(
      rowPointers.first == 0 && rowPointers.last == storage.count
        && zip(rowPointers, rowPointers.dropFirst()).allSatisfy { $0 <= $1 },
      "Row pointers rise from 0 to the \(storage.count) values that they divide.")
    self.rowPointers = rowPointers
    self.storage = storage
  }

  /// A value for each entry of `other`, which `initialize` writes, every one, in the order of
  /// `storage`: the memory holds nothing before.
  public init<Other>(
    like other: KeptRows<Other>, initializing initialize: (UnsafeMutablePointer<Value>) -> Void
  ) {
    rowPointers = other.rowPointers
    storage = Array(unsafeUninitializedCapacity: other.storage.count) { values, count in
      count = other.storage.count
      values.baseAddress.map(initialize)
    }
  }

  /// The number of rows.
  public var rows: Int { rowPointers.count - 1 }

  /// Where the values of a row stand in `storage`.
  public func range(ofRow row: Int) -> Range<Int> {
    rowPointers[row]..<rowPointers[row + 1]
  }

  /// The value of a row's kept entry number `position`, from 0.
  public subscript(row: Int, position: Int) -> Value {
    let range = range(ofRow: row)
    precondition(
      (0..<range.count).contains(position),
      "Row \(row) has \(range.count) kept entries and none of number \(position).")
    return storage[range.lowerBound + position]
  }
}

extension KeptRows: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { rows }

  /// The values of a row. Its indices are those of `storage`.
  public subscript(row: Int) -> ArraySlice<Value> { storage[range(ofRow: row)] }
}

extension KeptRows: ExpressibleByArrayLiteral {
  /// The rows, each with the values of its kept entries.
  public init(arrayLiteral rows: [Value]...) {
    self.init(
      rowPointers: rows.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) },
      storage: rows.flatMap { $0 })
  }
}

extension KeptRows: Sendable where Value: Sendable {}
extension KeptRows: Equatable where Value: Equatable {}

extension KeptRows {
  /// The values that satisfy a condition, in the same rows.
  public func filtered(_ isIncluded: (Value) -> Bool) -> KeptRows {
    var pointers = [0]
    pointers.reserveCapacity(rowPointers.count)
    var values: [Value] = []
    for row in self {
      values += row.lazy.filter(isIncluded)
      pointers.append(values.count)
    }
    return KeptRows(rowPointers: pointers, storage: values)
  }
}

extension AttentionMask {
  /// The keys that each query keeps, ascending.
  public var keptKeys: KeptRows<Int> {
    var pointers = [0]
    pointers.reserveCapacity(tokens + 1)
    var keys: [Int] = []
    keys.reserveCapacity(keptCount)
    kept.withUnsafeBufferPointer { kept in
      for query in 0..<tokens {
        for key in 0..<tokens where kept[query * tokens + key] { keys.append(key) }
        pointers.append(keys.count)
      }
    }
    return KeptRows(rowPointers: pointers, storage: keys)
  }
}
