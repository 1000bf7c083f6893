import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport

@testable import Accelerator

/// The rows of two heads of two units that one element is given, the slots in which it handles
/// them, and what must come of them.
struct ElementWork {
  struct Head {
    var input: HeadInput
    var expected: HeadResult
    var mask: AttentionMask
    var tag: Int
    var number: Int
    /// Where its keys, and its values, lie in the memory.
    var keyStart: Int
    var valueStart: Int
  }

  struct Row {
    var head: Int
    var token: Int
    /// In the order of its entries.
    var keys: [Int]
  }

  let configuration: AcceleratorConfiguration
  private(set) var heads: [Head] = []
  private(set) var rows: [Row] = []
  /// The key of each slot; nil for an idle one.
  private(set) var slots: [Int?] = []

  /// - Parameters:
  ///   - kept: of each head's scores, in 1000; 0 keeps one of each row.
  ///   - idle: slots in 1000 of them.
  init(
    _ configuration: AcceleratorConfiguration, kept: [Int], idle: Int, _ noise: inout TestRandom
  ) throws {
    self.configuration = configuration
    let tokens = configuration.capacity.tokens
    for (index, kept) in kept.enumerated() {
      let (seed, dimension) = (noise.next(), configuration.capacity.headDimension)
      let mask = try AttentionMask.random(tokens: tokens, perMille: kept, seed: seed)
      let drawn = try HeadInput.random(
        tokens: tokens, headDimension: dimension,
        distribution: noise.element(of: [.bell, .uniform, .extremes]), seed: seed)
      let input = try HeadInput(
        queries: drawn.queries, keys: drawn.keys, values: drawn.values,
        quantization: HeadQuantization(
          softmaxScale: noise.integer(1...20_000), outputMultiplier: noise.integer(1...65_535)))
      heads.append(
        Head(
          input: input, expected: try AttentionHead.run(input: input, mask: mask), mask: mask,
          tag: (index + 3) % 4, number: noise.integer(0...15), keyStart: index * tokens,
          valueStart: configuration.memory.keys + index * tokens))
      var order = Array(0..<tokens)
      while let row = order.popRandom(&noise) {
        var keys: [Int] = []
        var left = mask.keys(ofQuery: row)
        while let key = left.popRandom(&noise) { keys.append(key) }
        rows.append(Row(head: index, token: row, keys: keys))
      }
    }
    for row in rows {
      for key in row.keys {
        while noise.chance(perMille: idle) { slots.append(nil) }
        slots.append(key)
      }
    }
  }

  var chunks: Int { configuration.chunksMax }

  /// The words of a chunk of a token's features, one a line, line after line.
  func words(_ matrix: Matrix<Int8>, token: Int, chunk: Int) -> [Int] {
    let macs = configuration.array.macsPerLine
    return (0..<configuration.linesPerElement).map { line in
      word((0..<macs).map { feature(matrix, token, chunk, line, $0) })
    }
  }

  /// A feature of a chunk; 0 where the head has none.
  private func feature(
    _ matrix: Matrix<Int8>, _ token: Int, _ chunk: Int, _ line: Int, _ position: Int
  ) -> Int8 {
    let macs = configuration.array.macsPerLine
    let column = chunk * configuration.featuresPerCycle + line * macs + position
    return column < matrix.columns ? matrix[token, column] : 0
  }

  /// What lies in the memory of keys and values; nil where nothing does.
  func operand(place: Int, chunk: Int) -> [Int]? {
    for head in heads {
      let tokens = 0..<head.input.tokens
      if tokens.contains(place - head.keyStart) {
        return words(head.input.keys, token: place - head.keyStart, chunk: chunk)
      }
      if tokens.contains(place - head.valueStart) {
        return words(head.input.values, token: place - head.valueStart, chunk: chunk)
      }
    }
    return nil
  }

  // MARK: What must come

  var scores: [Int] { values { $0.expected.scores } }
  var numerators: [Int] { values { $0.expected.numerators } }
  var rowSums: [Int] { rows.map { heads[$0.head].expected.rowSums[$0.token] } }

  private func values<Value: BinaryInteger>(_ values: (Head) -> KeptRows<Value>) -> [Int] {
    rows.flatMap { row in
      let head = heads[row.head]
      let kept = head.mask.keys(ofQuery: row.token)
      return row.keys.compactMap { kept.firstIndex(of: $0) }.map {
        Int(values(head)[row.token, $0])
      }
    }
  }

  /// The chunks that are drained, each as tag, head, token, chunk, and a word a position.
  var outputs: [[Int]] {
    rows.flatMap { row in
      let head = heads[row.head]
      return (0..<chunks).map { chunk in
        [head.tag, head.number, row.token, chunk]
          + (0..<configuration.array.macsPerLine).map { position in
            word(
              (0..<configuration.linesPerElement).map {
                feature(head.expected.output, row.token, chunk, $0, position)
              })
          }
      }
    }
  }
}

extension [Int] {
  mutating func popRandom(_ noise: inout TestRandom) -> Int? {
    isEmpty ? nil : remove(at: noise.integer(0...count - 1))
  }
}
