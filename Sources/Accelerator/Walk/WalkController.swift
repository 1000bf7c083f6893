import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Leads all elements through the slots in step, for scores and for outputs: a slot passes when
/// every element is ready for its entry, and is issued, a chunk a cycle, when the other walk has
/// had its turn.
final class WalkController: Module {
  let scores = ReadyValid.input { Token($0) }
  let outputs = ReadyValid.input { Token($0) }
  let scoreReady, outputReady: [Signal]
  let lastChunk: Signal
  let clear = input(.bit, "a program begins: nothing is counted")

  let step: WalkStep
  let progress = WalkProgress(.output())

  let scoresPend = register(.bit, reset: 0, "a slot has passed for scores")
  let outputsPend = register(.bit, reset: 0, "a slot has passed for outputs")
  let isAmidSlot = register(.bit, reset: 0, "further chunks of the slot that was issued follow")
  let outputsWereLast = register(.bit, reset: 1, "the slot that was issued last was for outputs")
  let chunk: Signal
  let counted = WalkProgress(.register(reset: 0))

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let elements = 0..<configuration.array.elements
    scoreReady = elements.map { _ in input(.bit, "the element may score its entry, if it has one") }
    outputReady = elements.map { _ in input(.bit, "the element may sum its entry, if it has one") }
    lastChunk = input(.unsigned(configuration.chunkBits), "the number of the last chunk of a token")
    step = WalkStep(.output(), configuration)
    chunk = register(.unsigned(configuration.chunkBits), reset: 0)
  }

  var moduleName: String {
    "walk_controller_e\(configuration.array.elements)_c\(configuration.chunksMax)"
  }

  var documentation: Documentation {
    Documentation(
      "Controller of both walks through the slots.",
      latency: [
        .cycles(0, from: scores, to: step.passesScores),
        .cycles(0, from: outputs, to: step.passesOutputs),
        .cycles(1, from: scores, to: step.issuesScores),
        .cycles(1, from: outputs, to: step.issuesOutputs),
        .cycles(2, from: scores, to: progress.scoreSlots, note: "for a slot of one chunk"),
        .cycles(2, from: outputs, to: progress.outputSlots, note: "for a slot of one chunk"),
      ],
      throughput: [
        .one("slot", from: scores, to: step.issuesScores, note: "of one chunk, of either walk")
      ],
      reset: [
        .sentence("no slot has passed"), .value(0, of: step.issuesScores, step.issuesOutputs),
        .value(0, of: progress.scoreSlots, progress.outputSlots),
      ],
      combinationalPaths: Documentation.Paths(
        [
          .path(from: scores.valid, to: step.passesScores),
          .path(from: outputs.valid, to: step.passesOutputs),
          .path(from: scoreReady, to: scores.ready, step.passesScores),
          .path(from: outputReady, to: outputs.ready, step.passesOutputs),
          .path(
            from: lastChunk, to: step.lastChunk, scores.ready, outputs.ready, step.passesScores,
            step.passesOutputs),
        ]))
  }

  var body: Behavior {
    section("Slots that have passed are issued, in turn where both walks have one")
    let outputsGo = wire("outputsGo", outputsPend && !(scoresPend && outputsWereLast))
    let issuesOutputs = wire(
      "issuesOutputs", mux(isAmidSlot, outputsWereLast, outputsGo))
    let issuesScores = wire("issuesScores", scoresPend && !issuesOutputs)
    let isLast = possiblyConstant("isLast", chunk == lastChunk)
    let issues = wire("issues", scoresPend || outputsPend)
    when(issues) {
      outputsWereLast <== issuesOutputs
      isAmidSlot <== !isLast
      chunk <== mux(isLast, 0, chunk &+ 1)
    }

    section("Slots that are shown pass, to where the one before leaves")
    let scoresLeave = wire("scoresLeave", issuesScores && isLast)
    let outputsLeave = wire("outputsLeave", issuesOutputs && isLast)
    scores.ready <== (allOf(scoreReady) && (!scoresPend || scoresLeave))
    outputs.ready <== (allOf(outputReady) && (!outputsPend || outputsLeave))
    when(scores.fires) { scoresPend <== 1 }.elseWhen(scoresLeave) { scoresPend <== 0 }
    when(outputs.fires) { outputsPend <== 1 }.elseWhen(outputsLeave) { outputsPend <== 0 }
    step
      <== WalkStep(
        passesScores: scores.fires, passesOutputs: outputs.fires, issuesScores: issuesScores,
        issuesOutputs: issuesOutputs, chunk: chunk, firstChunk: !isAmidSlot, lastChunk: isLast)

    section("Slots that are over")
    count(scoresLeave, counted.scoreSlots)
    count(outputsLeave, counted.outputSlots)
    progress <== counted
    cover("InTurn", scoresLeave && outputsPend, "the walks alternate")
  }

  private func count(_ isOver: Signal, _ counted: Signal) {
    when(clear) { counted <== 0 }
      .elseWhen(isOver) { counted <== counted &+ 1 }
  }
}
