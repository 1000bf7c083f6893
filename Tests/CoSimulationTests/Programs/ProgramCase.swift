import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import CoSimulation
import ReferenceModel
import Testing

/// A random head with a random schedule, and its program.
struct ProgramCase {
  let configuration: AcceleratorConfiguration
  let mask: AttentionMask
  let input: HeadInput
  let schedule: Schedule

  /// Shapes with and without padding, whose memories are no powers of two.
  static let configurations = [
    AcceleratorConfiguration(
      name: "programs_2", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
      capacity: Capacity(
        tokens: 10, headDimension: 10, tokensPerBank: 6, queriesPerElement: 7, slots: 200),
      accumulatorBits: 24),
    AcceleratorConfiguration(
      name: "programs_3", array: ArrayShape(lines: 3, macsPerLine: 3, elements: 3),
      capacity: Capacity(
        tokens: 12, headDimension: 3, tokensPerBank: 5, queriesPerElement: 12, slots: 300),
      accumulatorBits: 24),
  ]

  private static let accelerators = Result {
    try configurations.map { try GeneratedAccelerator($0) }
  }

  init(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed &* 31 &+ 7)
    configuration = Self.configurations[Int(seed % UInt64(Self.configurations.count))]
    let tokens = generator.integer(in: 2...configuration.capacity.tokens)
    mask = try AttentionMask.random(
      tokens: tokens, perMille: generator.integer(in: 0...700), seed: seed)
    input = try HeadInput.random(
      tokens: tokens,
      headDimension: generator.integer(in: 1...configuration.capacity.headDimension), seed: seed)
    schedule = RandomSchedule.draw(Workload(mask), configuration, seed: seed)
  }

  func program(_ schedule: Schedule? = nil) throws -> HeadProgram {
    try ProgramBuilder(configuration).program(input, schedule: schedule ?? self.schedule)
  }

  /// What the reference model makes of a program, and what it reads.
  func judged(_ program: HeadProgram) throws -> (head: ExecutedHead?, output: Matrix<Int8>) {
    var execution = ProgramExecution(configuration)
    var head: ExecutedHead?
    for write in program.writes { head = try execution.write(write) ?? head }
    let words = try program.reads.map { try execution.read($0.address) }
    return (head, try program.output(from: words))
  }

  /// What the RTL makes of a program, after a reset.
  func simulated(_ program: HeadProgram) throws -> HeadTrace {
    let accelerator = try Self.accelerators.get()[configuration.array.elements - 2]
    return try SimulatedAccelerator(interpreting: accelerator, fill: .random(seed: 1))
      .run(program, cycleLimit: 20_000)
  }
}

/// A program has the same scores, weights, row sums and outputs in the reference model and the RTL.
func expectSame(
  _ judged: (head: ExecutedHead?, output: Matrix<Int8>), _ trace: HeadTrace, _ what: String
) throws {
  let rows = try #require(judged.head).rows
  #expect(trace.output == judged.output, "\(what)")
  #expect(
    trace.scores.map { $0.map(\.value) } == rows.map { $0.flatMap { $0.scores.map(Int.init) } },
    "\(what)")
  #expect(
    trace.weights.map { $0.map(\.value) } == rows.map { $0.flatMap { $0.weights.map(Int.init) } },
    "\(what)")
  #expect(trace.rowSums.map { $0.map(\.value) } == rows.map { $0.map(\.rowSum) }, "\(what)")
}
