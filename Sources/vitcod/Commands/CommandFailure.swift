import ArgumentParser
import AttentionSpec
import HardwareDSL
import Synthesis
import TensorFiles
import VerilatorSimulation

/// Why a command could not do its work: one sentence and the exit code that `--help` lists.
struct CommandFailure: Error {
  var code: ExitCode
  var sentence: String

  static func usage(_ sentence: String) -> CommandFailure {
    CommandFailure(code: ExitCode(64), sentence: sentence)
  }

  static func badInput(_ sentence: String) -> CommandFailure {
    CommandFailure(code: ExitCode(65), sentence: sentence)
  }

  static func unwritable(_ sentence: String) -> CommandFailure {
    CommandFailure(code: ExitCode(73), sentence: sentence)
  }

  private init(code: ExitCode, sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  /// Nil for the errors and the help texts of the argument parser, which knows how to show them.
  init?(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let refusal as Refusal: self = .badInput(refusal.description)
    case let error as SimulationError:
      self.init(code: Self.code(error), sentence: error.description)
    case let error as SynthesisError:
      self.init(code: ExitCode(error.kind == .input ? 65 : 69), sentence: error.description)
    case let error as DiagnosticError:
      self.init(
        code: ExitCode(70), sentence: "The generator made a faulty circuit:\n\(error.description)")
    default: return nil
    }
  }

  private static func code(_ error: SimulationError) -> ExitCode {
    if error.isOfTheDesign { return ExitCode(1) }
    return switch error {
    case .toolUnavailable, .cacheUnavailable, .coverageUnavailable, .refusedByVerilator,
      .compilationFailed:
      ExitCode(69)
    default: ExitCode(70)
    }
  }
}

extension SimulationError {
  /// Whether the simulated hardware did something wrong: it hung, ended or broke an assertion.
  var isOfTheDesign: Bool {
    switch self {
    case .failed, .cycleLimit, .finished: true
    default: false
    }
  }
}
