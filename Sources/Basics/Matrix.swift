/// A dense matrix, stored row after row without gaps.
public struct Matrix<Element> {
  public let rows: Int
  public let columns: Int
  /// `rows * columns` elements; the element of `row` and `column` is at `row * columns + column`.
  public private(set) var storage: [Element]

  /// A matrix with every element equal. Neither `rows` nor `columns` is negative.
  public init(rows: Int, columns: Int, repeating element: Element) {
    precondition(rows >= 0 && columns >= 0, "A matrix has no \(rows) x \(columns) elements.")
    self.rows = rows
    self.columns = columns
    storage = Array(repeating: element, count: rows * columns)
  }

  /// A matrix of the elements of `storage`, row after row.
  ///
  /// - Throws: `Refusal` if the count of elements does not match the shape.
  public init(rows: Int, columns: Int, storage: [Element]) throws {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count == storage.count else {
      throw Refusal(
        "A matrix of \(rows) x \(columns) cannot be made of \(storage.count.counted("element")); "
          + "give exactly rows times columns of them.")
    }
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// A matrix whose elements `initialize` writes, every one, in the order of `storage`: the memory
  /// holds nothing before.
  public init(
    rows: Int, columns: Int, initializing initialize: (UnsafeMutablePointer<Element>) -> Void
  ) {
    precondition(rows >= 0 && columns >= 0, "A matrix has no \(rows) x \(columns) elements.")
    self.rows = rows
    self.columns = columns
    storage = Array(unsafeUninitializedCapacity: rows * columns) { elements, count in
      count = rows * columns
      elements.baseAddress.map(initialize)
    }
  }

  public subscript(row: Int, column: Int) -> Element {
    get { storage[offset(row, column)] }
    set { storage[offset(row, column)] = newValue }
  }

  /// The elements of one row, in the order of the columns.
  public func row(_ row: Int) -> ArraySlice<Element> {
    storage[row * columns..<(row + 1) * columns]
  }

  private func offset(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "Element [\(row), \(column)] is outside a matrix of \(rows) x \(columns).")
    return row * columns + column
  }
}

extension Matrix: Sendable where Element: Sendable {}
extension Matrix: Equatable where Element: Equatable {}
extension Matrix: Hashable where Element: Hashable {}
