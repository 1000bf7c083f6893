import AttentionSpec
import CircuitInterpreter
import CoSimulation
import ReferenceModel
import Testing

@testable import AttentionCompiler

/// A random head with a random schedule, and its program.
struct ProgramCase {
  let configuration: AcceleratorConfiguration
  let mask: AttentionMask
  let input: HeadInput
  let schedule: Schedule

  /// Shapes with and without padding, of one element and of a last group that is not full, whose
  /// memories are powers of two and are not.
  static let configurations = [
    AcceleratorConfiguration(
      name: "programs_2", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
      capacity: Capacity(
        tokens: 10, headDimension: 10)),
    AcceleratorConfiguration(
      name: "programs_3", array: ArrayShape(lines: 3, macsPerLine: 3, elements: 3),
      capacity: Capacity(
        tokens: 12, headDimension: 3)),
    AcceleratorConfiguration(
      name: "programs_5", array: ArrayShape(lines: 10, macsPerLine: 3, elements: 5),
      capacity: Capacity(
        tokens: 14, headDimension: 16)),
    AcceleratorConfiguration(
      name: "programs_1", array: ArrayShape(lines: 1, macsPerLine: 4, elements: 1),
      capacity: Capacity(
        tokens: 8, headDimension: 16)),
  ]

  private static let accelerators = Result {
    try configurations.map { try GeneratedAccelerator($0) }
  }

  init(
    configuration: AcceleratorConfiguration, mask: AttentionMask, input: HeadInput,
    schedule: Schedule
  ) {
    self.configuration = configuration
    self.mask = mask
    self.input = input
    self.schedule = schedule
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
    try ProgramBuilder(configuration).program(input, unchecked: schedule ?? self.schedule)
  }

  /// What the reference model makes of a program, and what it reads.
  func judged(_ program: HeadProgram) throws -> (head: ExecutedHead?, output: Matrix<Int8>) {
    var execution = ProgramExecution(configuration)
    return try judged(program, by: &execution)
  }

  /// What the reference model makes of a program after others.
  func judged(
    _ program: HeadProgram, by execution: inout ProgramExecution
  ) throws -> (head: ExecutedHead?, output: Matrix<Int8>) {
    var head: ExecutedHead?
    for write in program.writes { head = try execution.write(write) ?? head }
    let words = try program.reads.map { try execution.read($0.address) }
    return (head, try program.output(from: words))
  }

  /// The RTL after a reset.
  func engine() throws -> SimulatedAccelerator<InterpretedSimulation> {
    let index = Self.configurations.firstIndex(of: configuration) ?? 0
    return try SimulatedAccelerator(
      interpreting: Self.accelerators.get()[index], fill: .random(seed: 1))
  }

  /// What the RTL makes of a program, after a reset.
  func simulated(_ program: HeadProgram) throws -> HeadTrace {
    try engine().run(program, cycleLimit: 20_000)
  }
}

/// A program has the same scores, numerators, row sums and outputs in the reference model and RTL.
func expectSame(
  _ judged: (head: ExecutedHead?, output: Matrix<Int8>), _ trace: HeadTrace, _ what: String
) throws {
  let rows = try #require(judged.head).rows
  #expect(trace.output == judged.output, "\(what)")
  #expect(
    trace.scores.map { $0.map(\.value) } == rows.map { $0.flatMap { $0.scores.map(Int.init) } },
    "\(what)")
  #expect(
    trace.numerators.map { $0.map(\.value) }
      == rows.map { $0.flatMap { $0.numerators.map(Int.init) } },
    "\(what)")
  #expect(trace.rowSums.map { $0.map(\.value) } == rows.map { $0.map(\.rowSum) }, "\(what)")
}
