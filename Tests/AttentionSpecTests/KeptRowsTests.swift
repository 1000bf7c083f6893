import AttentionSpec
import Testing

@Suite struct KeptRowsTests {
  @Test("The kept keys of a mask, row after row")
  func keptKeys() throws {
    let mask = try AttentionMask(
      tokens: 3, kept: [true, true, true, false, false, true, true, false, true])
    let keys = mask.keptKeys
    #expect(keys == [[0, 1, 2], [2], [0, 2]])
    #expect(keys.rowPointers == [0, 3, 4, 6])
    #expect(keys.storage == [0, 1, 2, 2, 0, 2])
    for query in 0..<3 { #expect(Array(keys[query]) == mask.keys(ofQuery: query)) }
  }

  @Test("Rows are the elements, and a value has a row and a position")
  func access() {
    let rows: KeptRows<Character> = [["a", "b"], [], ["c"]]
    #expect(rows.rows == 3)
    #expect(rows.map { String($0) } == ["ab", "", "c"])
    #expect(rows.range(ofRow: 2) == 2..<3)
    #expect(rows[0, 1] == "b")
    #expect(rows[2, 0] == "c")
    #expect(rows != [["a"], ["b"], ["c"]])
    #expect(KeptRows<Character>(arrayLiteral: []).rows == 1)
  }

  @Test("Values of the same entries are written in place, as are those of a matrix")
  func inPlace() {
    let keys: KeptRows<Int> = [[0, 2], [], [1]]
    let squares = KeptRows<Double>(like: keys) { values in
      for (index, key) in keys.storage.enumerated() { values[index] = Double(key * key) }
    }
    #expect(squares == [[0, 4], [], [1]])
    let matrix = Matrix<String>(rows: 1, columns: 2) { elements in
      for index in 0..<2 { (elements + index).initialize(to: "number \(index)") }
    }
    #expect(matrix.storage == ["number 0", "number 1"])
    #expect(Matrix<String>(rows: 0, columns: 2) { _ in }.storage == [])
  }

  @Test("What does not divide its values into rows is a bug")
  func pointers() async {
    await #expect(processExitsWith: .failure) {
      _ = KeptRows(rowPointers: [0, 2, 1, 3], storage: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      _ = KeptRows(rowPointers: [0, 2], storage: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      let rows: KeptRows<Int> = [[1, 2], [3]]
      _ = rows[0, 2]
    }
  }
}
