import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("MAC line", .simulated)
struct MACLineTests {
  static let sumBits = 24
  static let latency = MACLine.latency

  /// A dot product of a word, or a row of outputs; the next one may begin in the cycle after its
  /// last word.
  struct Operation {
    var queries: [[Int8]]
    var numerators: [UInt8]
    var keyValues: [[Int8]]
    var isStationary: Bool
    /// Idle cycles before each word.
    var pauses: [Int]

    init(macs: Int, words: Int, isStationary: Bool, pausing: Int, _ noise: inout TestRandom) {
      queries = (0..<words).map { _ in noise.bytes(macs) }
      keyValues = (0..<words).map { _ in noise.bytes(macs) }
      numerators = (0..<words).map { _ in
        noise.chance(perMille: 200) ? 255 : UInt8(noise.integer(0...255))
      }
      self.isStationary = isStationary
      pauses = (0..<words).map { _ in noise.chance(perMille: pausing) ? noise.integer(1...4) : 0
      }
    }

    /// The line's sum, or the sum of each MAC.
    var expected: [Int] {
      isStationary
        ? Expected.weightedSums(numerators: numerators, values: keyValues)
        : [Expected.score(query: queries.flatMap { $0 }, key: keyValues.flatMap { $0 })]
    }
  }

  /// Plays operations and reads each one's sums in the one cycle that is sure to show them.
  static func run(_ operations: [Operation], macs: Int, seed: UInt64) async throws -> [[Int]] {
    let bench = try await Bench(
      MACLine(macs: macs, sumBits: sumBits), pulses: ["operands_valid"], seed: seed)
    var due: [(cycle: Int, isStationary: Bool)] = []
    var results: [[Int]] = []
    func step(_ inputs: [String: Int] = [:]) throws {
      try bench.step(inputs)
      while let next = due.first, next.cycle == bench.cycle {
        due.removeFirst()
        results.append(
          next.isStationary
            ? (0..<macs).map { bench["totals_\($0)"] } : [bench["dot"]])
      }
    }
    for operation in operations {
      let words = zip(zip(operation.queries, operation.keyValues), operation.numerators)
      for (index, ((query, keyValue), numerator)) in words.enumerated() {
        for _ in 0..<operation.pauses[index] { try step() }
        if index == operation.numerators.count - 1 {
          due.append((bench.cycle + latency, operation.isStationary))
        }
        var inputs = [
          "operands_valid": 1, "operands_key_value": word(keyValue),
        ]
        // What the mode does not use is left to noise.
        if operation.isStationary {
          inputs.merge([
            "operands_mode_output_stationary": 1, "operands_mode_first": index == 0 ? 1 : 0,
            "operands_numerator": Int(numerator),
          ]) { $1 }
        } else {
          inputs.merge([
            "operands_mode_output_stationary": 0, "operands_query": word(query),
          ]) { $1 }
        }
        try step(inputs)
      }
    }
    for _ in 0..<latency { try step() }
    return results
  }

  @Test("Words, each right behind the other", arguments: [1, 3, 8])
  func scores(macs: Int) async throws {
    var noise = TestRandom(seed: 1)
    let operations = (0..<300).map { _ in
      Operation(macs: macs, words: 1, isStationary: false, pausing: 0, &noise)
    }
    let got = try await Self.run(operations, macs: macs, seed: 1)
    #expect(difference(got, operations.map(\.expected)) == nil)
  }

  @Test("Rows of 1 to 20 numerators, each right behind the other", arguments: [1, 3, 8])
  func rows(macs: Int) async throws {
    var noise = TestRandom(seed: 2)
    let operations = (1...20).map { words in
      Operation(macs: macs, words: words, isStationary: true, pausing: 0, &noise)
    }
    let got = try await Self.run(operations, macs: macs, seed: 2)
    #expect(difference(got, operations.map(\.expected)) == nil)
  }

  @Test(
    "Words and rows in any order, with and without pauses",
    arguments: [1, 3, 8], [(3, 0), (4, 300), (5, 800)] as [(UInt64, Int)])
  func mixed(macs: Int, drive: (seed: UInt64, pausing: Int)) async throws {
    var noise = TestRandom(seed: drive.seed)
    let operations = (0..<150).map { _ in
      let isStationary = noise.chance(perMille: 500)
      return Operation(
        macs: macs, words: isStationary ? noise.integer(1...7) : 1, isStationary: isStationary,
        pausing: drive.pausing, &noise)
    }
    let got = try await Self.run(operations, macs: macs, seed: drive.seed)
    #expect(difference(got, operations.map(\.expected)) == nil, "seed \(drive.seed)")
  }

  @Test("The largest sums", arguments: [1, 3, 8])
  func extremes(macs: Int) async throws {
    var noise = TestRandom(seed: 6)
    var operations: [Operation] = []
    for isStationary in [false, true] {
      for byte in [-128, 127] as [Int8] {
        var operation = Operation(
          macs: macs, words: isStationary ? 8 : 1, isStationary: isStationary, pausing: 0, &noise)
        operation.queries = operation.queries.map { _ in Array(repeating: -128, count: macs) }
        operation.keyValues = operation.queries.map { _ in Array(repeating: byte, count: macs) }
        operation.numerators = operation.numerators.map { _ in 255 }
        operations.append(operation)
      }
    }
    let got = try await Self.run(operations, macs: macs, seed: 6)
    try #require(difference(got, operations.map(\.expected)) == nil)
    #expect(got[0] == [macs * 16_384])
    #expect(got[2] == Array(repeating: 8 * 255 * -128, count: macs))
  }

  @Test("A sum stays until the next", .simulatedInAll)
  func staying() async throws {
    let bench = try await Bench(MACLine(macs: 3, sumBits: Self.sumBits), pulses: ["operands_valid"])
    try bench.step([
      "operands_valid": 1, "operands_mode_output_stationary": 0,
      "operands_key_value": 5, "operands_query": 7,
    ])
    try bench.idle(2)
    for _ in 0..<10 {
      #expect(bench["dot"] == 35)
      try bench.step()
    }
  }
}
