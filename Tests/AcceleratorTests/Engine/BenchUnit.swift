import AttentionSpec
import ReferenceModel

@testable import Accelerator
@testable import AttentionCompiler

/// A unit of work for the bench of the engine: what is loaded, what is walked, and what comes out.
struct BenchUnit {
  let configuration: AcceleratorConfiguration
  let number: Int
  let tokens: Int
  let headDimension: Int
  let heads: [HeadInput]
  let results: [HeadResult]
  let schedule: UnitSchedule
  private let masks: [AttentionMask]
  private let workload: Workload

  /// - Parameter number: Of the unit; those with even numbers lie in one half of each memory, the
  ///   others in the other.
  init(
    _ configuration: AcceleratorConfiguration, number: Int, tokens: Int, headDimension: Int,
    heads: Int, perMille: Int, seed: UInt64
  ) throws {
    self.configuration = configuration
    self.number = number
    self.tokens = tokens
    self.headDimension = headDimension
    let seeds = (0..<heads).map { seed &* 100 &+ UInt64($0) }
    masks = try seeds.map {
      try AttentionMask.random(tokens: tokens, perMille: perMille, seed: $0)
    }
    self.heads = try seeds.map { try Self.head(tokens, headDimension, seed: $0) }
    results = try zip(self.heads, masks).map { try AttentionHead.run(input: $0, mask: $1) }
    workload = Workload(masks.map { HeadWorkload($0) })
    schedule = UnitScheduler.schedule(
      workload, elements: configuration.array.elements, banks: configuration.memory.banks,
      order: .byQuery)
    try schedule.validate(for: workload)
  }

  /// A random head with scales of its own.
  private static func head(_ tokens: Int, _ headDimension: Int, seed: UInt64) throws -> HeadInput {
    let input = try HeadInput.random(tokens: tokens, headDimension: headDimension, seed: seed)
    let scale = 1 + Double(seed % 7) / 5
    return try HeadInput(
      queries: input.queries, keys: input.keys, values: input.values,
      quantization: HeadQuantization(
        queryScale: scale / 32, keyScale: 2.0 / 32, valueScale: 2, outputScale: scale,
        headDimension: headDimension))
  }

  var tag: Int { number % AcceleratorConfiguration.unitsUnderWay }
  var chunks: Int { configuration.chunks(headDimension: headDimension) }
  /// From head to head; odd where several heads are written at once, which lie in banks of their
  /// own.
  var stride: Int { configuration.decoder.heads > 1 ? tokens | 1 : tokens }

  /// Where the unit begins in a memory.
  func base(_ memory: OperandMemory) -> Int {
    let shape = configuration.memory
    let half = number % 2
    return switch memory {
    case .queries: half * (shape.queries / 2)
    case .keys: half * (shape.keys / 2)
    case .values: shape.keys + half * (shape.values / 2)
    }
  }

  /// Words that are written in a cycle, and whether a token is complete with them.
  struct Write {
    var places: [Int] = []
    var words: [[Int]] = []
    var chunk: Int
    var endsToken = false
  }

  /// The writes into a memory, token by token.
  ///
  /// - Parameter width: Words of a write.
  func writes(_ memory: OperandMemory, width: Int) -> [Write] {
    (0..<tokens).flatMap { token in
      var writes: [Write] = []
      for first in Swift.stride(from: 0, to: heads.count, by: width) {
        let group = first..<min(first + width, heads.count)
        for chunk in 0..<chunks {
          writes.append(
            Write(
              places: group.map { base(memory) + $0 * stride + token },
              words: group.map { word(memory, head: $0, token: token, chunk: chunk) },
              chunk: chunk))
        }
      }
      writes[writes.count - 1].endsToken = true
      return writes
    }
  }

  /// A chunk of a token, a word a line.
  private func word(_ memory: OperandMemory, head: Int, token: Int, chunk: Int) -> [Int] {
    let input = heads[head]
    let matrix =
      switch memory {
      case .queries: input.queries
      case .keys: input.keys
      case .values: input.values
      }
    let bytes = features(matrix, row: token, chunk: chunk)
    let macs = configuration.array.macsPerLine
    return (0..<configuration.linesPerElement).map { line in
      bytes[(line * macs)..<((line + 1) * macs)].reversed().reduce(0) {
        $0 << 8 | Int(UInt8(bitPattern: $1))
      }
    }
  }

  private func features(_ matrix: Matrix<Int8>, row: Int, chunk: Int) -> [Int8] {
    let count = configuration.featuresPerCycle
    return (0..<count).map { feature in
      let column = chunk * count + feature
      return column < matrix.columns ? matrix[row, column] : 0
    }
  }

  /// Kept entries of all heads.
  var entries: Int { schedule.rows.reduce(0) { $0 + $1.entries } }

  func has(head: Int, token: Int, chunk: Int) -> Bool {
    heads.indices.contains(head) && (0..<tokens).contains(token) && (0..<chunks).contains(chunk)
  }

  /// The outputs of a chunk of a row, as it leaves.
  func output(head: Int, token: Int, chunk: Int) -> [Int8] {
    features(results[head].output, row: token, chunk: chunk)
  }

  /// The slots of the index: tokens of heads, or all ones.
  var slots: [[Int]] {
    let idle = 1 << configuration.indexEntryBits - 1
    return (0..<schedule.slotCount).map { slot in
      schedule[slot].map { $0 == UnitSchedule.idle ? idle : Int($0) % tokens }
    }
  }

  /// The records of the rows: element, head, token, entries less 1, whether it is the last.
  var rows: [[Int]] {
    schedule.rows.enumerated().map { index, row in
      [
        row.element, row.row / tokens, row.row % tokens, row.entries - 1,
        index == schedule.rows.count - 1 ? 1 : 0,
      ]
    }
  }

  /// What an element shows at its taps.
  struct Shown: Equatable {
    var scores: [Int] = []
    var numerators: [Int] = []
    var rowSums: [Int] = []
  }

  /// What an element is to show of this unit.
  func shown(by element: Int) -> Shown {
    var shown = Shown()
    var rows = schedule.rows.filter { $0.element == element }[...]
    var entry = 0
    for slot in 0..<schedule.slotCount {
      let token = Int(schedule[slot][slot * schedule.elements + element])
      guard token >= 0, let row = rows.first else { continue }
      let (head, query) = row.row.quotientAndRemainder(dividingBy: tokens)
      let keys = masks[head].keys(ofQuery: query)
      let position = keys.firstIndex(of: token % tokens) ?? 0
      shown.scores.append(Int(results[head].scores[query, position]))
      shown.numerators.append(Int(results[head].numerators[query, position]))
      entry += 1
      guard entry == row.entries else { continue }
      shown.rowSums.append(results[head].rowSums[query])
      entry = 0
      rows = rows.dropFirst()
    }
    return shown
  }
}
