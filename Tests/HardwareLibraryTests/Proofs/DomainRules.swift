import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

// What units between two clock domains are to do, whatever clocks and resets do. What a claim of
// one side reads of the other one is there at once: claims are not built.

/// A signal of the other side.
private func atOnce(_ name: String, _ signal: Signal, into domain: ClockDomain) -> Signal {
  ghost(crossing(name, signal, into: domain, because: "a claim reads it"))
}

/// Claims that words come in order. The words are numbers that count on, also over resets.
@HardwareBuilder func claimNumbers(_ unit: AsynchronousFIFO, depth: Int) -> Behavior {
  let type = HardwareType.unsigned(3)
  let next = ghost(dataRegister("ghostNext", type, in: .source, "the number of the next word"))
  let first = ghost(dataRegister("ghostFirst", type, in: .source, "of the first since the start"))
  let isNone = ghost(register("ghostIsNone", .bit, reset: 1, in: .source, "none since the start"))
  assume("Numbered", unit.input.payload.data == next.asBits, in: .source)
  when(unit.input.fires) {
    next <== next &+ 1
    isNone <== 0
    when(isNone) { first <== next }
  }
  when(!unit.handshake.sourceRuns) { isNone <== 1 }

  let last = ghost(dataRegister("ghostLast", type, in: .sink, "the number of the last word"))
  let isFirst = ghost(register("ghostIsFirst", .bit, reset: 1, in: .sink, "none since the start"))
  let given = unit.output.payload.data.asUnsigned
  when(unit.output.fires) {
    last <== given
    isFirst <== 0
  }
  when(!unit.handshake.sinkRuns) { isFirst <== 1 }
  let firstSent = atOnce("ghostFirstSent", first, into: .sink)
  let nextSent = atOnce("ghostNextSent", next, into: .sink)
  let isNew = unit.output.valid && !unit.isOffered
  claim(
    "InOrder", !isNew || given == mux(isFirst, firstSent, last &+ 1), in: .sink,
    "the first word since the start comes first, and then each after the other")
  claim(
    "Sent", !isNew || nextSent &- given &- 1 < .number(depth), in: .sink,
    "no word comes that was not sent")
}

/// Claims that a pulse arrives once, unless a side is reset on its way, and no other does.
@HardwareBuilder func claimPulses(_ unit: PulseSynchronizer) -> Behavior {
  let type = HardwareType.unsigned(2)
  let (sourceRuns, sinkRuns) = (unit.handshake.sourceRuns, unit.handshake.sinkRuns)
  let sent = ghost(dataRegister("ghostSent", type, in: .source))
  let came = ghost(dataRegister("ghostCame", type, in: .sink, "or is lost"))
  let hasCome = atOnce("ghostHasCome", came, into: .source)
  let wasSent = atOnce("ghostWasSent", sent, into: .sink)
  let isListening = atOnce("ghostIsListening", sinkRuns, into: .source)
  when(unit.pulse && unit.isReady) { sent <== sent &+ 1 }
  when(unit.arrived) { came <== came &+ 1 }
  when(!sinkRuns) { came <== wasSent }
  assume(
    "Apart", !(unit.pulse && unit.isReady && isListening) || sent == hasCome, in: .source,
    "a pulse comes when the one before has arrived")
  claim("Once", !unit.arrived || wasSent == came &+ 1, in: .sink, "none is made up")
  let seen = atOnce("ghostSeen", unit.before, into: .source)
  claim(
    "NotLost", !(sourceRuns && isListening) || (unit.level != seen) == (sent != hasCome),
    in: .source, "the level tells of a pulse until it has arrived")
}

/// Claims that no side runs again before the other has stopped.
@HardwareBuilder func claimCommonStart(_ unit: ResetHandshake) -> Behavior {
  claimStart("Source", unit.sourceRuns, after: unit.sinkRuns, in: .source)
  claimStart("Sink", unit.sinkRuns, after: unit.sourceRuns, in: .sink)
}

@HardwareBuilder private func claimStart(
  _ name: String, _ runs: Signal, after other: Signal, in domain: ClockDomain
) -> Behavior {
  let otherRuns = atOnce("ghostOther\(name)", other, into: domain)
  let hasStopped = ghost(dataRegister("ghostHasStopped\(name)", .bit, in: domain))
  let ran = ghost(register("ghostRan\(name)", .bit, reset: 0, in: domain))
  ran <== runs
  hasStopped <== (!runs && (hasStopped || !otherRuns))
  claim(
    "StartsAfter\(name)", !runs || ran || hasStopped || !otherRuns, in: domain,
    "the other side has stopped before this one runs again")
}

/// Claims that both sides run so many cycles after both were reset, if they are idle.
@HardwareBuilder func claimRestart(_ unit: ResetHandshake, cycles: Int) -> Behavior {
  let type = HardwareType.unsigned(bitsToHold(cycles))
  let sourceAge = ghost(register("ghostSourceAge", type, reset: 0, in: .source, "since its reset"))
  let sinkAge = ghost(register("ghostSinkAge", type, reset: 0, in: .sink, "since its reset"))
  when(sourceAge != .number(cycles)) { sourceAge <== sourceAge &+ 1 }
  when(sinkAge != .number(cycles)) { sinkAge <== sinkAge &+ 1 }
  assume("SourceIsIdle", unit.sourceIsIdle, in: .source)
  assume("SinkIsIdle", unit.sinkIsIdle, in: .sink)
  let isOld = atOnce("ghostIsSinkOld", sinkAge == .number(cycles), into: .source)
  let runs = atOnce("ghostRuns", unit.sinkRuns, into: .source)
  claim(
    "RunsAgain", !(sourceAge == .number(cycles) && isOld) || unit.sourceRuns && runs, in: .source,
    "both sides run again")
}

/// Claims that a reset ends with an edge, as many after the one from outside as there are stages.
@HardwareBuilder func claimEnd(_ unit: ResetSynchronizer, stages: Int) -> Behavior {
  let edges = ghost(register("ghostEdges", .unsigned(bitsToHold(stages)), reset: 0))
  when(edges != .number(stages)) { edges <== edges &+ 1 }
  claim("Ends", unit.reset == (edges == .number(stages)), "it ends neither sooner nor later")
}
