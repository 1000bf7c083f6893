import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

/// What is proved of registers behind AXI4-Lite.
enum RegisterProofs {
  static let all: [UnitProof] = [
    UnitProof(
      "AXI4LiteWrites", "the stream rules, exactly one answer to each write", in: .daily
    ) {
      try elaborate(
        Proven(AXI4LiteWrites(addressBits: 4)) { unit in
          claimAnswers("Address", to: unit.aw, by: unit.b)
          claimAnswers("Word", to: unit.w, by: unit.b)
        })
    } bug: {
      $0.sticking("access_valid", at: 1)
    },
    UnitProof("AXI4LiteReads", "the stream rules, exactly one answer to each read") {
      try elaborate(
        Proven(AXI4LiteReads(addressBits: 4)) { unit in
          claimAnswers("Read", to: unit.ar, by: unit.r)
        })
    } bug: {
      $0.changing("is_answered_q") { _ in nil }
    },
    UnitProof(
      "AXI4LiteRegisters",
      "a read gives what was written last, pulses come once, and what is mapped nowhere is refused"
    ) {
      try elaborate(Proven(AXI4LiteRegisters(map)) { unit in claimAccesses(unit) })
    } bug: {
      $0.sticking("writes_control", at: 0)
    },
    UnitProof("AXI4LiteRegisters", "two words of a counter are read as one") {
      try elaborate(Proven(AXI4LiteRegisters(wide)) { unit in claimCoherence(unit) })
    } bug: {
      $0.changing("kept_time_count_q") { _ in nil }
    },
  ]

  private static let map = RegisterMap(
    "small", "A small one.", addressBits: 4,
    [
      MappedRegister(
        "control", at: 4, "What is to be done.",
        [
          RegisterField("start", .pulse, bit: 0, "Begins."),
          RegisterField("limit", .readWrite, bits: 5...10, reset: 0x2a, "Where it ends."),
          RegisterField("done", .writeOneToClear, bit: 12, "It has ended."),
          RegisterField("request", .writeOneToSet, bit: 13, "Something is asked for."),
        ]),
      MappedRegister(
        "status", at: 8, "What is done.", [RegisterField("busy", .readOnly, bit: 3, "It works.")]),
    ])

  private static let wide = RegisterMap(
    "clock", "A time.", addressBits: 4,
    [
      MappedRegister(
        "time", at: 8, "The time.",
        [RegisterField("count", .counter(.wraps, amountBits: 3), bits: 0...33, "Cycles.")])
    ])
}

/// Claims that as many requests wait as there are places for, and that each answer has its own.
@HardwareBuilder private func claimAnswers<Request: SignalBundle, Answer: SignalBundle>(
  _ name: String, to request: ReadyValid<Request>, by answer: ReadyValid<Answer>
) -> Behavior {
  let open = ghost(register("ghostOpen\(name)", .unsigned(2), reset: 0, "not yet answered"))
  open
    <== open &+ request.fires.asUnsigned.extended(to: 2)
    &- answer.fires.asUnsigned.extended(to: 2)
  let waiting = (!request.ready).asUnsigned + answer.valid.asUnsigned
  claim("Counts\(name)", open == waiting, "none is lost")
  claim("Has\(name)", !answer.valid || open != 0, "no answer is made up")
}

/// A place for an item that waits for another one.
private struct Waiting {
  let isThere: Signal
  let bits: Signal
  private let isHeld: Signal
  private let held: Signal
  private let given: Signal

  init<Payload: SignalBundle>(_ name: String, _ stream: ReadyValid<Payload>) {
    given = stream.payload.asBits
    isHeld = ghost(register("ghostIsHeld\(name)", .bit, reset: 0))
    held = ghost(dataRegister("ghostHeld\(name)", .bits(given.width)))
    isThere = ghost(wire("ghostIsThere\(name)", isHeld || stream.valid))
    bits = ghost(wire("ghostBits\(name)", mux(isHeld, held, given)))
  }

  /// - Parameters:
  ///   - kept: What the unit holds.
  @HardwareBuilder func claims(
    _ name: String, isTaken: Signal, isReady: Signal, kept: (Signal) -> Signal
  ) -> Behavior {
    isHeld <== (isThere && !isTaken)
    when(!isHeld) { held <== given }
    claim("Ready\(name)", isReady == !isHeld)
    claim("Holds\(name)", !isHeld || kept(held))
  }
}

/// Claims what accesses do, by the channels alone.
@HardwareBuilder private func claimAccesses(_ unit: AXI4LiteRegisters) -> Behavior {
  let bus = unit.bus
  let address = Waiting("Address", bus.aw)
  let word = Waiting("Word", bus.w)
  let request = Waiting("Read", bus.ar)
  let writes = ghost(
    wire("ghostWrites", address.isThere && word.isThere && (!bus.b.valid || bus.b.ready)))
  let reads = ghost(wire("ghostReads", request.isThere && (!bus.r.valid || bus.r.ready)))
  address.claims("Address", isTaken: writes, isReady: bus.aw.ready) {
    unit.writer.write.index == $0[5...6]
  }
  word.claims("Word", isTaken: writes, isReady: bus.w.ready) {
    unit.writer.write.word.asBits == $0
  }
  request.claims("Read", isTaken: reads, isReady: bus.ar.ready) {
    unit.reader.read.index == $0[5...6]
  }

  // Of an address the upper bits are the first field; of a word the data.
  let isControl = ghost(wire("ghostIsControl", address.bits[5...6] == 1))
  let (data, strobes) = (word.bits[4...], word.bits[..<4])
  let limit = ghost(register("ghostLimit", .bits(6), reset: 0x2a, "what was written last"))
  when(writes && isControl && strobes[0]) { limit[0...2] <== data[5...7] }
  when(writes && isControl && strobes[1]) { limit[3...5] <== data[8...10] }
  claim("HoldsLimit", unit["control.limit"] == limit)
  let starts = ghost(wire("ghostStarts", writes && isControl && strobes[0] && data[0]))
  claim("Starts", unit["control.start"] == past(starts, reset: 0), "a pulse for each write of 1")
  let refuses = ghost(delayed("ghostRefuses", writes && !isControl, reset: 0))
  let isNew = ghost(delayed("ghostIsNew", writes, reset: 0))
  claim(
    "Response", !isNew || bus.b.valid && bus.b.payload.resp == concatenate(refuses, Signal(0, .bit))
  )

  let index = ghost(wire("ghostIndex", request.bits[5...6]))
  let control = concatenate(
    Signal(0, .bits(18)), unit["control.request"], unit["control.done"], Signal(0, .bit), limit,
    Signal(0, .bits(5)))
  let status = concatenate(Signal(0, .bits(28)), unit["status.busy"], Signal(0, .bits(3)))
  let expected = ghost(
    delayed("ghostExpected", mux(index == 1, control, mux(index == 2, status, 0)), reset: nil))
  let refused = ghost(delayed("ghostRefused", index == 0 || index == 3, reset: 0))
  let isRead = ghost(delayed("ghostIsRead", reads, reset: 0))
  claim(
    "Answer",
    !isRead
      || bus.r.valid && bus.r.payload.data == expected
        && bus.r.payload.resp == concatenate(refused, Signal(0, .bit))
  )
}

/// Claims that a read of the high word gives what it was when the low one was read.
@HardwareBuilder private func claimCoherence(_ unit: AXI4LiteRegisters) -> Behavior {
  let bus = unit.bus
  let request = Waiting("Read", bus.ar)
  let reads = ghost(wire("ghostReads", request.isThere && (!bus.r.valid || bus.r.ready)))
  request.claims("Read", isTaken: reads, isReady: bus.ar.ready) {
    unit.reader.read.index == $0[5...6]
  }
  let count = unit["time.count"]
  let index = ghost(wire("ghostIndex", request.bits[5...6]))
  let high = ghost(register("ghostHigh", .bits(2), reset: 0, "as the low word was read"))
  when(reads && index == 2) { high <== count[32...33] }
  claim("Keeps", unit.kept["time.count"] == high)
  let word = mux(index == 2, count[..<32], concatenate(Signal(0, .bits(30)), high))
  let expected = ghost(delayed("ghostExpected", word, reset: nil))
  let isRead = ghost(delayed("ghostIsRead", reads && index[1], reset: 0))
  claim("Gives", !isRead || bus.r.valid && bus.r.payload.data == expected)
  claim(
    "Counts",
    past(unit.clears["time.count"])
      || count == past(count) &+ past(unit.amounts["time.count"]).extended(to: 34))
}
