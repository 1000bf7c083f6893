import AttentionCompiler
import AttentionSpec
import ReferenceModel
import Testing

@Suite("Execution of programs of layers")
struct LayerExecutionTests {
  @Test(
    "Compiled layers give, bit for bit, what the heads give", arguments: 0..<24 as Range<UInt64>)
  func heads(seed: UInt64) throws {
    let random = try RandomLayers(seed: seed)
    let program = try AttentionProgram(random.layers, random.configuration)
    var image = program.image
    let units = try LayerExecution(random.configuration).run(&image)
    var places = Places(units)
    for (number, layer) in random.layers.enumerated() {
      for head in layer.heads.indices {
        let input = try layer.head(head)
        let result = try AttentionHead.run(input: input, mask: layer.heads[head].mask)
        #expect(
          program.output(layer: number, head: head, of: image) == result.output,
          "layer \(number), head \(head)")
        let (unit, headOfUnit) = places.next()
        for (memory, matrix) in [
          (OperandMemory.queries, input.queries), (.keys, input.keys), (.values, input.values),
        ] {
          for token in 0..<input.tokens {
            let features = units[unit].operands[memory]?[headOfUnit][token] ?? []
            let (own, padding) = (
              features.prefix(input.headDimension), features.dropFirst(input.headDimension)
            )
            #expect(Array(own) == Array(matrix.row(token)))
            #expect(padding.allSatisfy { $0 == 0 })
          }
        }
        let rows = units[unit].rows.filter { $0.head == headOfUnit }
        #expect(rows.map(\.token).sorted() == Array(0..<input.tokens))
        for row in rows { expect(row, result, layer.heads[head].mask) }
      }
    }
  }

  /// Heads of units in their order.
  private struct Places {
    private var waiting: [(unit: Int, head: Int)]

    init(_ units: [ComputedUnit]) {
      waiting = units.enumerated().flatMap { unit, computed in
        (0..<(computed.operands[.values]?.count ?? 0)).map { (unit, $0) }
      }
      waiting.reverse()
    }

    mutating func next() -> (Int, Int) { waiting.removeLast() }
  }

  private func expect(_ row: ComputedRow, _ result: HeadResult, _ mask: AttentionMask) {
    let keys = mask.keys(ofQuery: row.token)
    let order = row.keys.indices.sorted { row.keys[$0] < row.keys[$1] }
    #expect(order.map { row.keys[$0] } == keys)
    #expect(order.map { row.scores[$0] } == Array(result.scores[row.token]))
    #expect(order.map { row.numerators[$0] } == Array(result.numerators[row.token]))
    #expect(row.rowSum == result.rowSums[row.token])
    let features = result.output.columns
    #expect(
      row.accumulators.prefix(features).map(Int32.init)
        == Array(result.accumulators.row(row.token)))
    #expect(Array(row.output.prefix(features)) == Array(result.output.row(row.token)))
  }

  @Test("Codes are decoded by weights, bias and a rounding shift, and saturate")
  func decoding() throws {
    let decoder = try HeadDecoder(weights: [3, -5], bias: 100, shift: 2)
    // 100 + 30 + 50 = 180, / 4; 100 + 3 = 103, / 4 = 25.75; and two ends.
    #expect(decoder.decoded([10, -10]) == 45)
    #expect(decoder.decoded([1, 0]) == 26)
    #expect(decoder.decoded([127, -128]) == 127)
    #expect(decoder.decoded([-128, 127]) == -128)
  }

  @Test("The same layers make the same bytes")
  func deterministic() throws {
    let random = try RandomLayers(seed: 3)
    let program = try AttentionProgram(random.layers, random.configuration)
    #expect(try AttentionProgram(random.layers, random.configuration).image == program.image)
  }
}
