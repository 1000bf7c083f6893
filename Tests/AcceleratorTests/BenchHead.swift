import AttentionCompiler
import AttentionSpec
import BenchSupport
import ReferenceModel
import Testing

@testable import Accelerator

/// A head for the benches of an element and of the engine: what is written before it starts, what
/// the banks answer, and what comes out.
struct BenchHead {
  let configuration: AcceleratorConfiguration
  let input: HeadInput
  let schedule: Schedule
  let expected: HeadResult
  private let mask: AttentionMask

  init(
    _ configuration: AcceleratorConfiguration, tokens: Int, headDimension: Int, perMille: Int,
    seed: UInt64
  ) throws {
    self.configuration = configuration
    mask = try AttentionMask.random(tokens: tokens, perMille: perMille, seed: seed)
    input = try HeadInput.random(tokens: tokens, headDimension: headDimension, seed: seed)
    schedule = try Scheduler(configuration).schedule(Workload(mask), headDimension: headDimension)
    expected = try AttentionHead.run(input: input, mask: mask)
  }

  var chunks: Int { configuration.chunks(headDimension: input.headDimension) }

  /// What holds from the start to the end of the head.
  var settings: [String: Int] {
    [
      "softmax_scale": input.quantization.softmaxScale,
      "output_multiplier": input.quantization.outputMultiplier,
    ]
  }

  /// The words of a chunk of a row, one a line: feature `f` is line `f % lines`'s.
  func words(_ matrix: Matrix<Int8>, row: Int, chunk: Int) -> [Int] {
    let lines = configuration.linesPerElement
    return (0..<lines).map { line in
      word(
        (0..<configuration.array.macsPerLine).map {
          feature(matrix, row: row, chunk: chunk, $0 * lines + line)
        })
    }
  }

  /// A feature of a chunk; 0 where the head has none.
  private func feature(_ matrix: Matrix<Int8>, row: Int, chunk: Int, _ feature: Int) -> Int8 {
    let column = chunk * configuration.featuresPerCycle + feature
    return column < matrix.columns ? matrix[row, column] : 0
  }

  /// The writes that fill the buffers of an element.
  ///
  /// - Parameter prefix: what the names of its write ports begin with.
  func writes(to element: Int, prefix: String) -> [[String: Int]] {
    let map = MemoryMap(configuration)
    var writes: [[String: Int]] = []
    for (localRow, query) in schedule.rowsOfElement[element].enumerated() {
      for chunk in 0..<chunks {
        var write = [
          "\(prefix)_query_enable": 1,
          "\(prefix)_query_address": localRow << configuration.chunkBits | chunk,
        ]
        for (line, word) in words(input.queries, row: query, chunk: chunk).enumerated() {
          write["\(prefix)_query_words_\(line)"] = word
        }
        writes.append(write)
      }
    }
    func index(_ kind: String, _ address: Int, _ number: Int) -> [String: Int] {
      [
        "\(prefix)_index_\(kind)": 1, "\(prefix)_index_address": address,
        "\(prefix)_index_number": number,
      ]
    }
    for (slot, content) in schedule.slots[element].enumerated() {
      let place = content.token.map { schedule.placements[$0] }
      writes.append(index("index", slot, Int(map.indexWord(place))))
    }
    for (localRow, end) in schedule.rowEnds[element].enumerated() {
      writes.append(index("pointer", localRow, end))
    }
    return writes
  }

  /// What the banks answer to a read.
  func answer(bank: Int, address: Int) -> [Int]? {
    // `KeyValueAddress`: the token's address, the chunk, and whether it is of a value.
    let isValue = address & 1 == 1
    let chunk = address >> 1 & ((1 << configuration.chunkBits) - 1)
    let row = address >> (1 + configuration.chunkBits)
    let place = TokenPlacement(bank: bank, address: row)
    return schedule.placements.firstIndex(of: place).map {
      words(isValue ? input.values : input.keys, row: $0, chunk: chunk)
    }
  }

  /// A cycle in which the banks answer what was asked in the one before.
  ///
  /// - Parameter prefixes: what the names of the read ports of the elements begin with.
  func step(
    _ bench: Bench, _ prefixes: [String], _ inputs: [String: Int] = [:]
  ) throws {
    var answers: [String: Int] = [:]
    for prefix in prefixes where bench["\(prefix)_enable"] == 1 {
      let (bank, address) = (bench["\(prefix)_bank"], bench["\(prefix)_address"])
      let words = answer(bank: bank, address: address)
      if words == nil { Issue.record("\(prefix) reads word \(address) of bank \(bank)") }
      for (line, word) in (words ?? []).enumerated() { answers["\(prefix)_words_\(line)"] = word }
    }
    try bench.step(inputs)
    try bench.hold(answers)
  }

  /// The outputs of an element, read back, row after row; each row's words chunk after chunk.
  func outputs(of element: Int, prefix: String, on bench: Bench) throws -> [[Int]] {
    try schedule.rowsOfElement[element].indices.map { localRow in
      try (0..<chunks).flatMap { chunk in
        try bench.step([
          "\(prefix)_enable": 1, "\(prefix)_address": localRow << configuration.chunkBits | chunk,
        ])
        return (0..<configuration.array.macsPerLine).map { bench["\(prefix)_words_\($0)"] }
      }
    }
  }

  /// What `outputs` should be.
  func expectedOutputs(of element: Int) -> [[Int]] {
    let lines = configuration.linesPerElement
    return schedule.rowsOfElement[element].map { query in
      (0..<chunks).flatMap { chunk in
        (0..<configuration.array.macsPerLine).map { position in
          word(
            (0..<lines).map {
              feature(expected.output, row: query, chunk: chunk, position * lines + $0)
            })
        }
      }
    }
  }

  /// The scores of an element in the order of its entries.
  func expectedScores(of element: Int) -> [Int] { values(of: element, expected.scores) }

  /// The softmax numerators of an element in the order of its entries.
  func expectedNumerators(of element: Int) -> [Int] { values(of: element, expected.numerators) }

  private func values<Value: BinaryInteger>(
    of element: Int, _ values: KeptRows<Value>
  ) -> [Int] {
    schedule.entries(of: element).map { entry in
      guard let position = mask.keys(ofQuery: entry.row).firstIndex(of: entry.token) else {
        Issue.record("The mask does not keep query \(entry.row), key \(entry.token).")
        return 0
      }
      return Int(values[entry.row, position])
    }
  }
}
