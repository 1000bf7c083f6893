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
}
