import HardwareDSL

/// Pulses from one clock domain to another: a pulse of one cycle of the source is a pulse of one
/// cycle of the sink.
public final class PulseSynchronizer: Module {
  public let pulse = input(.bit, in: .source)
  public let arrived = output(.bit, in: .sink)

  let level = register(.bit, reset: 0, in: .source, "changes with every pulse")

  private let limit: Requirement
  private let stages: Int

  /// - Parameter stages: of the synchronizer, at least 2.
  public init(stages: Int = 2, file: String = #filePath, line: Int = #line, column: Int = #column) {
    let place = SourceLocation(file: file, line: line, column: column)
    limit = .stages(stages, of: "a PulseSynchronizer", at: place)
    self.stages = stages
  }

  public var moduleName: String {
    "pulse_synchronizer" + (stages == 2 ? "" : "_s\(stages)")
  }

  public var documentation: Documentation {
    Documentation(
      "Pulses from one clock domain to another, each of one cycle.",
      latency: [
        .cycles(
          stages + 1, from: pulse, to: arrived,
          note: "or one more where the edges of both clocks meet")
      ],
      throughput: [
        .sentence("pulses with an edge of clk_sink_i between them: closer ones are lost in pairs")
      ],
      reset: [
        .sentence(
          "no pulse. Both resets are to be asserted together: where one is asserted alone, a pulse "
            + "may come that nobody sent, and a claim, SourceNotResetAlone or SinkNotResetAlone, "
            + "fails"), .value(0, of: arrived),
      ],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    when(pulse) { level <== !level }
    let seen = synchronized("level", level, into: .sink, stages: stages)
    let before = delayed("before", seen, reset: 0, in: .sink)
    arrived <== seen ^ before
    claimCommonReset(stages: stages)
  }
}
