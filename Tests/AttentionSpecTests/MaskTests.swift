import AttentionSpec
import Testing

/// The sentence of the refusal that a closure throws, or what happened instead.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was refused"
  } catch {
    return "\(error)"
  }
}

@Suite struct MaskTests {
  @Test("A mask counts what it keeps")
  func counts() throws {
    let mask = try AttentionMask(
      tokens: 3, kept: [true, true, true, true, false, false, false, false, true])
    #expect(mask.keptCount == 5)
    #expect(mask.rowCounts == [3, 1, 1])
    #expect(mask.columnCounts == [2, 1, 2])
    #expect(abs(mask.sparsity - 4.0 / 9) < 1e-12)
    #expect(mask.keys(ofQuery: 0) == [0, 1, 2])
    #expect(try AttentionMask.dense(tokens: 4).sparsity == 0)
  }

  @Test("A mask that is not one is refused with a sentence")
  func refusals() throws {
    #expect(
      refusal { _ = try AttentionMask(tokens: 0, kept: []) }
        == "A mask of 0 tokens is outside 1...4096; give a mask with a token count in that range.")
    #expect(
      refusal { _ = try AttentionMask.dense(tokens: 4097) }
        == "A mask of 4097 tokens is outside 1...4096; "
        + "give a mask with a token count in that range.")
    #expect(
      refusal { _ = try AttentionMask(tokens: 2, kept: [true]) }
        == "A mask of 2 tokens cannot be made of 1 flag; a mask is square, so give 4 of them.")
    #expect(
      refusal { _ = try AttentionMask(tokens: 2, kept: [true, true, false, false]) }
        == "Row 1 of the mask keeps nothing, but softmax needs at least one entry in each row; "
        + "keep its diagonal entry, or check whether True means pruned or kept in the file.")
    #expect(
      refusal { _ = try AttentionMask(Matrix(rows: 2, columns: 3, repeating: true)) }
        == "A mask of 2 x 3 is not square; give as many key columns as query rows.")
  }

  @Test("The sparse index of a mask gives the mask back", arguments: SparseIndex.Column.allCases)
  func indexRoundTrip(column: SparseIndex.Column) throws {
    for seed in 0..<50 as Range<UInt64> {
      let mask = try randomMask(seed: seed)
      let index = SparseIndex(mask, by: column)
      #expect(try index.mask() == mask, "seed \(seed)")
      #expect(index.rowIndices.count == mask.keptCount, "seed \(seed)")
      #expect(index.tokens == mask.tokens, "seed \(seed)")
    }
  }

  @Test("The index by key has key columns, the one by query has query columns")
  func indexByHand() throws {
    let mask = try AttentionMask(tokens: 2, kept: [true, true, false, true])
    #expect(SparseIndex(mask, by: .key).columnPointers == [0, 1, 3])
    #expect(SparseIndex(mask, by: .key).rowIndices == [0, 0, 1])
    #expect(SparseIndex(mask, by: .query).columnPointers == [0, 2, 3])
    #expect(SparseIndex(mask, by: .query).rowIndices == [0, 1, 1])
    #expect(SparseIndex(mask, by: .query).rows(ofColumn: 0) == [0, 1])
  }

  private func randomMask(seed: UInt64) throws -> AttentionMask {
    var generator = SeededGenerator(seed: seed)
    let tokens = generator.integer(in: 1...40)
    let perMille = generator.integer(in: 0...1000)
    var matrix = Matrix(rows: tokens, columns: tokens, repeating: false)
    for row in 0..<tokens {
      for column in 0..<tokens {
        matrix[row, column] = row == column || generator.chance(perMille: perMille)
      }
    }
    return try AttentionMask(matrix)
  }
}
