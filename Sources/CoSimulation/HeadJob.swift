import AttentionCompiler
import AttentionSpec
import ReferenceModel

/// One head, ready to run: its operands, its mask, the program that the compiler made of them, and
/// what the reference model says the results are.
public struct HeadJob: Sendable {
  /// What reports call the head, for example `layer 3 head 1`.
  public let name: String
  public let input: HeadInput
  public let mask: AttentionMask
  public let schedule: HeadSchedule
  public let program: HeadProgram
  public let expected: HeadResult

  /// - Throws: `Refusal` if the head does not fit the configuration.
  public init(
    name: String, input: HeadInput, mask: AttentionMask,
    configuration: AcceleratorConfiguration
  ) throws {
    self.name = name
    self.input = input
    self.mask = mask
    schedule = try HeadScheduler(configuration).schedule(
      mask, headDimension: input.headDimension)
    // The comparison reads from the schedule where each value stands: it must be lawful.
    try schedule.validate(against: mask, configuration: configuration)
    program = try ProgramBuilder(configuration).program(input, schedule: schedule)
    expected = try AttentionHead.run(input: input, mask: mask)
  }
}
