import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

// What units at a bus are to do.

/// Claims that a burst lies in a window, of windows that do not change, and in 4 KiB.
@HardwareBuilder func claimBurst(
  _ bursts: ReadyValid<AXI4Burst>, laneBits: Int, in windows: [AddressWindow]
) -> Behavior {
  let burst = bursts.payload
  let wide = burst.addr.width + 1
  let first = burst.addr.shiftedRight(by: laneBits).extended(to: wide)
  let last = ghost(wire("ghostLastBeat", first &+ burst.len.extended(to: wide)))
  let page = BurstShape.pageBits - laneBits
  for (index, window) in windows.enumerated() {
    assume("WindowStays_\(index)", isStable(window))
  }
  let isInside = windows.map { window in
    window.isOpen && burst.addr >= window.first
      && last <= window.last.shiftedRight(by: laneBits).extended(to: wide)
  }
  claim("InsideWindow", !bursts.valid || anyOf(isInside), "what is asked for lies in a window")
  claim(
    "StaysInPage", !bursts.valid || (first ^ last).shiftedRight(by: page) == 0,
    "no burst crosses a boundary of 4 KiB")
}

/// Claims that every request has one result.
///
/// - Parameters:
///   - isQuiet: Nothing is under way on the bus, and nothing that the unit needs is held up.
///   - cyclesMax: In which a request is answered while it is quiet.
@HardwareBuilder func claimAnswers<Request: SignalBundle>(
  _ requests: ReadyValid<Request>, _ results: ReadyValid<TransferResult>, isQuiet: Signal,
  cyclesMax: Int
) -> Behavior {
  let open = ghost(register("ghostOpen", .unsigned(4), reset: 0, "requests without a result"))
  let quiet = ghost(register("ghostQuiet", .unsigned(4), reset: 0, "cycles"))
  let one = { (signal: Signal) in signal.asUnsigned.extended(to: 4) }
  open <== open &+ one(requests.fires) &- one(results.fires)
  when(!isQuiet || requests.fires || results.fires || !results.ready) { quiet <== 0 }
    .elseWhen(quiet < .number(cyclesMax)) { quiet <== quiet &+ 1 }
  claim("NoneMadeUp", !results.valid || open != 0, "a result is that of a request")
  claim("NoneLost", quiet < .number(cyclesMax) || open == 0, "every request has a result")
}

/// Claims that a result comes when the last beat of its request is taken, of requests for bytes.
@HardwareBuilder func claimResultsFollow(
  _ requests: ReadyValid<MemoryRequest>, _ beats: ReadyValid<Framed<Item>>,
  _ results: ReadyValid<TransferResult>
) -> Behavior {
  assume("AsksForBytes", !requests.valid || requests.payload.bytes != 0)
  let ended = ghost(register("ghostEnded", .unsigned(4), reset: 0, "requests without a result"))
  let one = { (signal: Signal) in signal.asUnsigned.extended(to: 4) }
  ended <== ended &+ one(beats.fires && beats.payload.isLast) &- one(results.fires)
  claim("FollowsBeats", !results.valid || ended != 0, "a result follows the last beat")
}

/// How many bursts were asked for and have not ended, as a ghost.
@HardwareBuilder func countBursts(
  _ open: Signal, _ asked: Signal, _ ended: Signal
) -> Behavior {
  let one = { (signal: Signal) in signal.asUnsigned.extended(to: open.width) }
  open <== open &+ one(asked) &- one(ended)
}

/// Claims that every beat goes to the master whose burst it belongs to.
@HardwareBuilder func claimReturns(
  to masters: [AXI4ReadChannels], from port: AXI4ReadChannels, idBits: Int
) -> Behavior {
  for (index, master) in masters.enumerated() {
    let isIts = port.r.payload.id.shiftedRight(by: idBits) == .number(index)
    claim("Its_\(index)", master.r.valid == (port.r.valid && isIts), "beats go where they belong")
    claim("Taken_\(index)", master.r.fires == (port.r.fires && isIts), "no beat is lost")
    claim(
      "Whole_\(index)",
      !master.r.valid
        || master.r.payload.data == port.r.payload.data
          && master.r.payload.last == port.r.payload.last
          && master.r.payload.resp == port.r.payload.resp
          && master.r.payload.id == port.r.payload.id.truncated(to: idBits)
    )
    let asks = master.ar.fires
    claim(
      "Asks_\(index)",
      !asks
        || port.ar.fires && port.ar.payload.addr == master.ar.payload.addr
          && port.ar.payload.len == master.ar.payload.len
          && port.ar.payload.id.shiftedRight(by: idBits) == .number(index)
          && port.ar.payload.id.truncated(to: idBits) == master.ar.payload.id,
      "a burst goes out as it is, with the number of its master")
  }
  claim("OneAsks", port.ar.fires == anyOf(masters.map(\.ar.fires)))
}

/// Claims that beats follow in the order of the bursts, whatever number a burst has: that burst and
/// those beats are of one master.
@HardwareBuilder func claimOrder(of unit: AXI4WriteInterconnect) -> Behavior {
  let type = HardwareType.unsigned(3)
  let number = ghost(dataRegister("ghostNumber", type, "of any burst"))
  number <== number
  let masters = HardwareType.unsigned(bitsToHold(unit.masters.count - 1))
  let asked = ghost(register("ghostAsked", type, reset: 0, "bursts so far"))
  let written = ghost(register("ghostWritten", type, reset: 0, "bursts all of whose beats went"))
  let asks = unit.masters.map(\.aw.fires)
  let gives = unit.masters.map(\.w.fires)
  let asker = ghost(register("ghostAsker", masters, reset: 0))
  let giver = ghost(register("ghostGiver", masters, reset: 0))
  when(unit.port.aw.fires) { asked <== asked &+ 1 }
  when(unit.port.w.fires && unit.port.w.payload.last) { written <== written &+ 1 }
  for index in unit.masters.indices {
    when(asks[index] && asked == number) { asker <== .number(index) }
    when(gives[index] && written == number) { giver <== .number(index) }
    claim(
      "OneGives_\(index)",
      !gives[index] || !(written == number) || !(asked > number) || asker == .number(index),
      "beats are of the master whose burst it is")
  }
  claim("Asks", unit.port.aw.fires == anyOf(asks))
  claim("Gives", unit.port.w.fires == anyOf(gives), "no beat is lost, and none is made up")
  claim(
    "SameMaster", asked <= number || written <= number || asker == giver,
    "the beats of a burst are of the master that asked for it")
}
