import HardwareDSL

/// A reset that may come and go at any time, made one that a clock domain can use: it begins at
/// once, and ends in step with the clock.
///
/// The module's own reset is the one that comes from outside; `reset` goes to the resets of the
/// domain, where the modules are put together. Its text is not to be printed with
/// `reset: .synchronous`, which would wait for the clock.
public final class ResetSynchronizer: Module {
  public let reset = output("reset_no", .bit, "0 while the domain is reset")

  let isOver: [Signal]

  private let limit: Requirement
  private let stages: Int

  /// - Parameter stages: at least 2.
  public init(stages: Int = 2, file: String = #filePath, line: Int = #line, column: Int = #column) {
    let place = SourceLocation(file: file, line: line, column: column)
    limit = .stages(stages, of: "a ResetSynchronizer", at: place)
    self.stages = stages
    isOver = (0..<stages.clamped(to: 2...64)).map { _ in register(.bit, reset: 0) }
  }

  public var moduleName: String { "reset_synchronizer" + (stages == 2 ? "" : "_s\(stages)") }

  public var documentation: Documentation {
    Documentation(
      "A reset that begins at once and ends in step with the clock.",
      latency: [.sentence("the reset ends \(stages) edges after the one from outside")],
      throughput: [.sentence("any resets, however short")], reset: [.value(0, of: reset)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    attribute("ASYNC_REG", "TRUE", on: isOver)
    isOver[0] <== 1
    isOver[1...] <== isOver.dropLast()
    reset <== isOver[isOver.count - 1]
    claim("StaysOver", !past(reset, reset: 0) || reset, "a reset that is over does not come again")
    cover("Over", reset)
  }
}
