import HardwareDSL

/// Pulses from one clock domain to another: a pulse of one cycle of the source is a pulse of one
/// cycle of the sink. Where a side is reset, both begin anew.
public final class PulseSynchronizer: Module {
  public let pulse = input(.bit, in: .source)
  public let isReady = output(.bit, in: .source, "pulses arrive; others are lost")
  public let arrived = output(.bit, in: .sink)

  let level = register(.bit, reset: 0, in: .source, "changes with every pulse")
  let before = register(.bit, reset: 0, in: .sink, "the level that was seen last")
  let isListening = register(.bit, reset: 0, in: .sink)
  let handshake: ResetHandshake

  private let limit: Requirement
  private let stages: Int
  /// The level may not overtake the handshake.
  private var levelStages: Int { stages + 1 }

  /// - Parameter stages: of the synchronizers of resets, at least 2; a pulse takes one more.
  public init(stages: Int = 2, file: String = #filePath, line: Int = #line, column: Int = #column) {
    let place = SourceLocation(file: file, line: line, column: column)
    limit = .stages(stages, of: "a PulseSynchronizer", at: place)
    self.stages = stages
    handshake = ResetHandshake(stages: max(2, stages))
  }

  public var moduleName: String {
    "pulse_synchronizer" + (stages == 2 ? "" : "_s\(stages)")
  }

  public var documentation: Documentation {
    Documentation(
      "Pulses from one clock domain to another, each of one cycle.",
      latency: [
        .cycles(
          levelStages + 1, from: pulse, to: arrived,
          note: "or one more where the edges of both clocks meet")
      ],
      throughput: [
        .sentence("pulses with an edge of clk_sink_i between them: closer ones are lost in pairs")
      ],
      reset: [
        .sentence(
          "no pulse, also where one side alone is reset; pulses that have not arrived when it is "
            + "are lost, and those that come before both sides are ready"),
        .value(0, of: arrived, isReady),
      ],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    section("The side of the pulses")
    let isSeen = synchronized("isListening", isListening, into: .source, stages: stages)
    handshake.sourceIsIdle <== 1
    isReady <== (handshake.sourceRuns && isSeen)
    level <== (handshake.sourceRuns && level ^ (pulse && isReady))

    section("The side where they arrive")
    let seen = synchronized("level", level, into: .sink, stages: levelStages)
    handshake.sinkIsIdle <== 1
    isListening <== handshake.sinkRuns
    before <== (handshake.sinkRuns && seen)
    arrived <== (handshake.sinkRuns && seen ^ before)
  }
}
