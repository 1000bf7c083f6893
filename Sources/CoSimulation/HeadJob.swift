import AttentionCompiler
import AttentionSpec
import ReferenceModel

/// One head, ready to run: its operands, its mask, the program that the compiler made of them, and
/// what the reference model says the results are.
public struct HeadJob: Sendable {
  /// What reports call the head, for example `block 3 head 1`.
  public let name: String
  public let input: HeadInput
  public let mask: AttentionMask
  public let schedule: Schedule
  public let program: HeadProgram
  public let expected: HeadResult

  /// - Throws: `Refusal` if the head does not fit the configuration.
  public init(
    name: String, input: HeadInput, mask: AttentionMask,
    configuration: AcceleratorConfiguration
  ) throws {
    try self.init(
      name: name, input: input, mask: mask,
      schedule: Self.schedule(
        mask, headDimension: input.headDimension, configuration: configuration),
      configuration: configuration, expected: AttentionHead.run(input: input, mask: mask))
  }

  /// A head whose schedule, made by `schedule(_:headDimension:configuration:)`, serves many inputs.
  ///
  /// - Throws: `Refusal` if the head does not fit the configuration.
  public init(
    name: String, input: HeadInput, mask: AttentionMask, schedule: Schedule,
    configuration: AcceleratorConfiguration, expected: HeadResult
  ) throws {
    self.name = name
    self.input = input
    self.mask = mask
    self.schedule = schedule
    program = try ProgramBuilder(configuration).program(
      input, Workload(mask), schedule: schedule)
    self.expected = expected
  }

  /// A schedule of all entries of a mask. A job looks whether it keeps the laws: the comparison
  /// reads from it where each value stands.
  ///
  /// - Throws: `Refusal` if the mask does not fit the configuration.
  public static func schedule(
    _ mask: AttentionMask, headDimension: Int, configuration: AcceleratorConfiguration
  ) throws -> Schedule {
    try Scheduler(configuration).schedule(Workload(mask), headDimension: headDimension)
  }
}
