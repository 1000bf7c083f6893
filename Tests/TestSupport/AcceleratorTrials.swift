/// How many random trials the benches of the whole accelerator make, by day and by night.
public enum AcceleratorTrials {
  /// Configurations that run random layers in the interpreter, each so often.
  case randomConfigurations
  case randomRunsOfEach
  /// Runs in Verilator of each of its configurations; none by day.
  case verilatedRunsOfEach
  /// Resets at a random moment, each followed by an exact run.
  case resets
  /// Errors that the memory answers.
  case busErrors
  /// Windows that leave something out.
  case windows
  /// Programs with a wrong bit, and with two wrong fields in an instruction.
  case badPrograms
  case badInstructions

  public var count: Int {
    let (daily, all) =
      switch self {
      case .randomConfigurations: (3, 6)
      case .randomRunsOfEach: (2, 17)
      case .verilatedRunsOfEach: (0, 30)
      case .resets: (6, 100)
      case .busErrors: (8, 100)
      case .windows: (4, 40)
      case .badPrograms: (10, 100)
      case .badInstructions: (16, 100)
      }
    return TestExtent.current.choose(daily: daily, all: all)
  }
}
