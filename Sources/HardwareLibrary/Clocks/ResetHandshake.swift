import HardwareDSL

/// Lets the two sides of what lies between clock domains begin together, whichever of them is
/// reset, and however shortly.
///
/// A side that was reset is down. It rings the other one, by a level that it changes each time that
/// the other has answered the time before, and is up after so many answers that not all of them can
/// be to what was on its way before the reset: so the other side has noticed, has finished what it
/// may not break off, and has stopped. Both run while both are up; a side that does not run is to
/// forget what it knows.
///
/// What a side tells the other beside, such as a count, has to come over with a stage more than
/// `stages`: so a reset is known before what it leaves behind arrives.
public final class ResetHandshake: Module {
  public let sourceIsIdle = input(.bit, in: .source, "nothing is left that has to be finished")
  public let sinkIsIdle = input(.bit, in: .sink, "nothing is left that has to be finished")
  public let sourceRuns = output(.bit, in: .source)
  public let sinkRuns = output(.bit, in: .sink)

  private let limit: Requirement
  private let stages: Int

  /// - Parameter stages: of the synchronizers, at least 2.
  public init(stages: Int = 2, file: String = #filePath, line: Int = #line, column: Int = #column) {
    let place = SourceLocation(file: file, line: line, column: column)
    limit = .stages(stages, of: "a ResetHandshake", at: place)
    self.stages = stages
  }

  public var moduleName: String { "reset_handshake" + (stages == 2 ? "" : "_s\(stages)") }

  public var documentation: Documentation {
    Documentation(
      "Lets two clock domains begin together, whichever of them is reset.",
      latency: [
        .sentence(
          "both sides run at most \((answers + 1) * (2 * stages + 4)) cycles of the slower clock "
            + "after a reset, if they are idle")
      ],
      throughput: [.sentence("it acts after resets alone")],
      reset: [.value(0, of: sourceRuns, sinkRuns)],
      combinationalPaths: .none)
  }

  /// What was on its way before a reset has at most as many answers as a synchronizer has stages,
  /// one that is there already, and one to a bit that is late; one answer more is to this side.
  private var answers: Int { stages + 3 }

  public var body: Behavior {
    let source = HandshakeSide("source", in: .source, answers: answers)
    let sink = HandshakeSide("sink", in: .sink, answers: answers)
    sourceRuns <== source.runs(with: sink, isIdle: sourceIsIdle, stages)
    sinkRuns <== sink.runs(with: source, isIdle: sinkIsIdle, stages)
    cover("SourceRuns", sourceRuns, in: .source)
    cover("SinkRuns", sinkRuns, in: .sink)
  }
}
