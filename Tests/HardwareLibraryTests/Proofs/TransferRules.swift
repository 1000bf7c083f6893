import BenchSupport
import HardwareDSL

@testable import HardwareLibrary

// What units between requests and a bus are to do.

/// Claims that the first stream of a fork has every item before the second or with it, and both
/// have each once.
@HardwareBuilder func claimOrder(of unit: OrderedFork<Item>) -> Behavior {
  let (input, first, second) = (unit.input, unit.first, unit.second)
  let isNoted = ghost(register("ghostIsNoted", .bit, reset: 0, "the first has the item"))
  isNoted <== (!input.fires && (isNoted || first.fires))
  claim("FirstOnce", !(isNoted && first.fires), "no item comes twice")
  claim("FirstBefore", !second.fires || isNoted || first.fires, "the second is not before it")
  claim("SecondGiven", input.fires == second.fires, "no item is lost, and none comes twice")
  claim("Same", first.payload.data == input.payload.data)
  claim("SameBehind", second.payload.data == input.payload.data)
  claim("Taken", unit.isTaken == isNoted)
}

/// Claims that each request has one result, with its first error and the address of that.
@HardwareBuilder func claimResults(of unit: TransferResults) -> Behavior {
  let (part, result) = (unit.input.payload, unit.output.payload)
  let none = Enumerated(TransferError.none)
  let error = ghost(register("ghostError", .bits(2), reset: 0, "the first of the request"))
  let address = ghost(dataRegister("ghostAddress", part.address.type))
  let due = ghost(register("ghostDue", .unsigned(2), reset: 0, "results that are to come"))
  let dueError = ghost(dataRegister("ghostDueError", .bits(2)))
  let dueAddress = ghost(dataRegister("ghostDueAddress", part.address.type))

  let isFirst = ghost(wire("ghostIsFirst", error == none.asBits))
  let now = ghost(wire("ghostNow", mux(isFirst, part.error.asBits, error)))
  let place = ghost(wire("ghostPlace", mux(isFirst, part.address, address)))
  let ends = ghost(wire("ghostEnds", unit.input.fires && part.endsRequest))
  when(unit.input.fires) {
    error <== mux(part.endsRequest, none.asBits, now)
    address <== place
  }
  when(ends) {
    dueError <== now
    dueAddress <== place
  }
  let goes = unit.output.fires.asUnsigned.extended(to: 2)
  due <== due &+ ends.asUnsigned.extended(to: 2) &- goes
  claim("Once", due <= 1 && unit.output.valid == (due == 1), "a result for each request")
  claim("FirstError", due == 0 || result.error.asBits == dueError)
  claim(
    "ItsAddress", due == 0 || dueError == none.asBits || result.address == dueAddress,
    "the address is that of the first error")
  claim("SoFar", due == 1 || unit.error.asBits == error)
  claim(
    "AddressSoFar", due == 1 || error == none.asBits || unit.address == address)
  claim("NoneBehind", due == 0 || error == none.asBits, "nothing waits behind a result")
}

/// Claims that a request is allowed where it lies in one window that is open while it is looked at,
/// and refused elsewhere, but for one of no bytes.
@HardwareBuilder func claimWindows(of unit: LinearRequests) -> Behavior {
  let given = unit.input.payload
  let (addressBits, wide) = (unit.addressBits, unit.addressBits + 2)
  let address = ghost(dataRegister("ghostAddress", given.address.type))
  let bytes = ghost(dataRegister("ghostBytes", given.bytes.type))
  when(unit.input.fires) {
    address <== given.address
    bytes <== given.bytes
  }
  let reaches = unit.reaches.output
  let isEmpty = bytes == 0
  let end = ghost(
    wire(
      "ghostEnd", address.extended(to: wide) &+ bytes.extended(to: wide)))
  claim("First", !reaches.valid || reaches.payload.first == address)
  claim("IsEmpty", !reaches.valid || reaches.payload.isEmpty == isEmpty)
  let last = ghost(wire("ghostLast", end &- 1))
  claim(
    "Last",
    !reaches.valid || isEmpty
      || reaches.payload.last == last.truncated(to: addressBits)
        && reaches.payload.isBeyond == last[addressBits]
  )

  let isInside = unit.windows.map { window in
    window.isOpen && address >= window.first && last <= window.last.extended(to: wide)
  }
  let expected = ghost(
    wire(
      "ghostExpected",
      mux(isEmpty, Signal(2, .bits(2)), mux(anyOf(isInside), Signal(0, .bits(2)), 1))))
  let checked = ghost(dataRegister("ghostChecked", .bits(2)))
  let first = ghost(dataRegister("ghostFirst", .unsigned(addressBits)))
  let behind = ghost(dataRegister("ghostBehind", .unsigned(addressBits)))
  when(reaches.fires) {
    checked <== expected
    first <== address
    behind <== last.truncated(to: addressBits)
  }
  let range = unit.output.payload
  claim("InsideAlone", !unit.output.valid || range.access.asBits == checked)
  claim("ItsFirst", !unit.output.valid || range.first == first)
  claim("ItsLast", !unit.output.valid || checked == 2 || range.last == behind)
}

/// Claims that rows are allowed where all of them lie in one window that is open while they are
/// looked at. Induction needs the way to the last row as it is without a limit.
@HardwareBuilder func claimWindows(of unit: StrideCheck) -> Behavior {
  let request = unit.input.payload
  let wide = request.address.width + request.rows.width + 2
  let sum = ghost(dataRegister("ghostSum", .unsigned(wide), "the end of the rows added so far"))
  let step = ghost(dataRegister("ghostStep", .unsigned(wide)))
  let first = ghost(
    wire(
      "ghostRowEnd", request.address.extended(to: wide) &+ request.bytes.extended(to: wide) &- 1))
  let others = ghost(wire("ghostOthers", request.rows.extended(to: wide) &- 1))
  let total = ghost(
    wire(
      "ghostTotal",
      first &+ (others * request.pitch.extended(to: wide)).truncated(to: wide)))
  let isBegun = ghost(wire("ghostIsBegun", unit.phase == .begin))
  let adds = ghost(wire("ghostAdds", unit.phase == .add))
  when(isBegun) {
    sum <== first
    step <== request.pitch.extended(to: wide)
  }
  when(adds) {
    when(unit.reach.left[0]) { sum <== sum &+ step }
    step <== step.shiftedLeft(by: 1).truncated(to: wide)
  }
  let limit = Signal(1 << request.address.width, .unsigned(wide))
  let low = { (signal: Signal) in signal.truncated(to: request.address.width) }
  claim("HasRequest", isBegun || unit.input.valid, "the request stays while it is looked at")
  claim("IsAnything", !adds || request.bytes != 0 && request.rows != 0)
  claim("RowEnd", isBegun || request.bytes == 0 || unit.rowLast == low(first))
  let way = (unit.reach.left.extended(to: wide) * step).truncated(to: wide)
  claim("Reaches", !adds || sum &+ way == total, "what is left to add is left to go")
  claim("Sum", !adds || unit.reach.isBeyond || unit.reach.last == low(sum) && sum < limit)
  claim("Beyond", !adds || !unit.reach.isBeyond || sum >= limit)
  claim(
    "Step",
    !adds
      || unit.reach.isFar == (step >= limit) && (unit.reach.isFar || unit.reach.step == low(step)))
  claim(
    "StepBelow",
    !adds || unit.reach.left == 0
      || step < limit.shiftedLeft(by: request.rows.width).truncated(to: wide))

  let isInside = unit.windows.map { window in
    window.isOpen && request.address >= window.first && total <= window.last.extended(to: wide)
  }
  let expected = ghost(dataRegister("ghostExpected", .bits(2)))
  when(isBegun) { expected <== 2 }
  when(adds) { expected <== mux(anyOf(isInside), Signal(0, .bits(2)), 1) }
  claim(
    "InsideAlone", unit.phase != .give || unit.access.asBits == expected,
    "all rows are inside one window, or none is accessed")
}

/// Claims that rows are a pitch apart, and as many as were asked for.
@HardwareBuilder func claimRows(of unit: StrideWalker) -> Behavior {
  let (rows, range) = (unit.input.payload, unit.output.payload)
  let pitch = ghost(dataRegister("ghostPitch", rows.pitch.type))
  let count = ghost(dataRegister("ghostCount", rows.rows.type))
  let access = ghost(dataRegister("ghostAccess", .bits(2)))
  let given = ghost(register("ghostGiven", rows.rows.type, reset: 0, "rows of the request so far"))
  let first = ghost(dataRegister("ghostFirst", rows.first.type))
  let last = ghost(dataRegister("ghostLast", rows.first.type))
  when(unit.output.fires) {
    given <== mux(range.endsRequest, 0, given &+ 1)
    first <== first &+ pitch
    last <== last &+ pitch
  }
  when(unit.input.fires) {
    pitch <== rows.pitch
    count <== rows.rows
    access <== rows.access.asBits
    first <== rows.first
    last <== rows.last
  }
  let isEmpty = access == Enumerated(Access.empty).asBits
  claim("Placed", !unit.output.valid || range.first == first && range.last == last)
  claim("Access", !unit.output.valid || range.access.asBits == access)
  claim(
    "Counted",
    !unit.output.valid
      || range.endsRequest == (isEmpty || given &+ 1 == count), "none too many, none too few")
  claim("Left", !unit.isFull || isEmpty || unit.row.rows == count &- given)
  claim("Pitch", !unit.isFull || unit.row.pitch == pitch)
  claim("GivenInRange", unit.isFull || given == 0)
  claim("NoneOfEmpty", !unit.isFull || !isEmpty || given == 0)
}

/// Claims that the bursts of a range are all of it, each byte once and in order, and that none
/// crosses a boundary of 4 KiB.
@HardwareBuilder func claimBursts(of unit: BurstSplitter) -> Behavior {
  let (range, burst) = (unit.input.payload, unit.output.payload)
  let shape = unit.shape
  let wide = shape.addressBits + 1
  let isEmpty = range.access == .empty
  let next = ghost(dataRegister("ghostNext", .unsigned(wide), "behind the bursts so far"))
  let isStarted = ghost(register("ghostIsStarted", .bit, reset: 0))
  let beat = { (address: Signal) in
    concatenate(address.shiftedRight(by: shape.laneBits), Signal(0, .bits(shape.laneBits)))
      .asUnsigned.extended(to: wide)
  }
  let beats = burst.lastBeat.extended(to: wide) &+ 1
  let behind = ghost(
    wire(
      "ghostBehind",
      beat(burst.address) &+ beats.shiftedLeft(by: shape.laneBits).truncated(to: wide)))
  when(unit.output.fires) {
    next <== behind
    isStarted <== !burst.endsRange
  }
  let isShown = ghost(wire("ghostIsShown", unit.output.valid && !isEmpty))
  let isRunning = range.first <= range.last
  claim("Started", unit.isStarted == isStarted)
  claim(
    "Next",
    !isShown
      || burst.address
        == mux(isStarted, next.truncated(to: shape.addressBits), range.first),
    "each burst follows the one before")
  claim(
    "StaysInPage",
    !isShown || (beat(burst.address) ^ (behind &- 1)).shiftedRight(by: BurstShape.pageBits) == 0,
    "no burst crosses a boundary of 4 KiB")
  claim(
    "StaysInRange",
    !isShown || !isRunning
      || beat(burst.address) <= beat(range.last)
        && behind <= beat(range.last) &+ Signal(shape.dataBytes, .unsigned(wide)),
    "no burst goes beyond its range")
  claim(
    "Ends",
    !isShown || !burst.endsRange
      || behind == beat(range.last) &+ Signal(shape.dataBytes, .unsigned(wide))
        && burst.lastLane == shape.lane(of: range.last)
      || !isRunning, "no byte is left out")
  claim("NotBehind", !isStarted || !isRunning || unit.next <= shape.block(of: range.last))
  claim("StaysWithRange", !isStarted || unit.input.valid && !isEmpty)
  claim(
    "NextBlock",
    !isStarted
      || next.truncated(to: shape.addressBits)
        == concatenate(unit.next, Signal(0, .bits(shape.blockBits))).asUnsigned
  )
}

/// Claims that every burst has its beats, the last marked, with strobes for its bytes alone.
@HardwareBuilder func claimStrobes(of unit: AXI4WriteBeats, lanes: Int) -> Behavior {
  let (note, beat) = (unit.notes.payload, unit.w.payload)
  let type = note.lastBeat.type
  let count = ghost(register("ghostCount", type, reset: 0, "beats of the burst so far"))
  when(unit.notes.fires) { count <== 0 }.elseWhen(unit.beats.fires) { count <== count &+ 1 }
  let isFirst = ghost(wire("ghostIsFirst", count == 0))
  let isLast = ghost(wire("ghostIsLast", count == note.lastBeat))
  claim("Counts", unit.count == count)
  claim("MarksLast", !unit.w.valid || beat.last == isLast)
  claim("EndsWithLast", unit.notes.fires == (unit.beats.fires && isLast))
  claim("NothingRefused", !unit.w.valid || !note.isRefused, "what is refused reaches no bus")
  claim(
    "TellsOnce", unit.refused.fires == (unit.notes.fires && note.isRefused),
    "a burst that is refused is told of once")
  claim("TakesBeats", !unit.beats.fires || note.isRefused || unit.w.fires, "no beat is lost")
  for lane in 0..<lanes {
    let number = Signal(lane, note.firstLane.type)
    let isMeant = (!isFirst || number >= note.firstLane) && (!isLast || number <= note.lastLane)
    claim("Strobe_\(lane)", !unit.w.valid || beat.strb[lane] == isMeant)
  }
}

/// Claims that the beats of a burst are those that came, or as many as it would have had.
@HardwareBuilder func claimReturns(of unit: AXI4ReadReturn) -> Behavior {
  let (note, beat) = (unit.notes.payload, unit.output.payload)
  let isAllowed = ghost(wire("ghostIsAllowed", note.access == .allowed))
  let isEmpty = ghost(wire("ghostIsEmpty", note.access == .empty))
  let count = ghost(register("ghostCount", note.lastBeat.type, reset: 0))
  when(unit.notes.fires) { count <== 0 }.elseWhen(unit.output.fires) { count <== count &+ 1 }
  claim("TakesBeats", unit.r.fires == (unit.output.fires && isAllowed), "no beat is lost")
  claim("Counts", unit.count == count)
  claim("Begins", unit.notes.valid && !isEmpty || count == 0)
  let isLast = isEmpty || count == note.lastBeat
  claim("Ends", unit.notes.fires == (unit.output.fires && isLast), "a burst ends once")
  let response = TransferError.of(response: unit.r.payload.resp)
  claim(
    "Errs",
    !unit.output.valid || !isAllowed || response == .none
      || beat.part.error == response)
  claim(
    "BreaksOff",
    !unit.output.valid || !isAllowed || response != .none
      || (beat.part.error == .slave) == (unit.r.payload.last != isLast))
  claim("Gives", !unit.output.valid || !isAllowed || beat.data == unit.r.payload.data)
  claim("HidesRefused", !unit.output.valid || isAllowed || beat.data == 0)
  claim(
    "Refused",
    !unit.output.valid || (!isAllowed && !isEmpty) == (beat.part.error == .window))
}

/// Claims that every byte of a packet goes to the lane that its move says, and that as many beats
/// go out as come in, but for the first and one behind the last.
@HardwareBuilder func claimMoves(of unit: ByteAligner, lanes: Int) -> Behavior {
  let (move, given, taken) = (unit.moves.payload, unit.input.payload, unit.output.payload)
  let isBegun = ghost(register("ghostIsBegun", .bit, reset: 0, "a beat of the packet came in"))
  let isBehind = ghost(register("ghostIsBehind", .bit, reset: 0, "all of its beats came in"))
  let before = ghost(dataRegister("ghostBefore", given.item.data.type, "the beat that came last"))
  let ends = ghost(wire("ghostEnds", unit.input.fires && given.isLast))
  when(unit.input.fires) { before <== given.item.data }
  when(unit.input.fires) { isBegun <== !given.isLast }
  isBehind <== (ends && move.flushes || isBehind && !unit.output.fires)
  let skips = move.skipsFirst && !isBegun
  claim("Begun", unit.isStarted == isBegun && unit.isFlushing == isBehind)
  claim("Either", !(isBegun && isBehind) && (!isBehind || move.flushes))
  claim("SkipsFirst", !(unit.output.valid && skips && !isBehind), "the first beat gives none")
  claim("Goes", unit.moves.fires == (unit.output.fires && taken.isLast), "a packet ends once")
  let isLast = isBehind || given.isLast && !move.flushes
  claim("MarksLast", !unit.output.valid || taken.isLast == isLast)
  claim("Takes", !unit.input.fires || skips || unit.output.fires, "no beat is lost")
  claim("Gives", !unit.output.fires || isBehind || unit.input.fires, "none is made up")
  claim("HasMove", !isBegun && !isBehind || unit.moves.valid)
  for shift in 0..<lanes {
    let isIt = move.shift == Signal(shift, move.shift.type)
    for lane in 0..<lanes {
      let source = (lane - shift + lanes) % lanes
      let old = before[(8 * source)..<(8 * source + 8)]
      let new = given.item.data[(8 * source)..<(8 * source + 8)]
      let out = taken.item.data[(8 * lane)..<(8 * lane + 8)]
      let isKnown = lane < shift ? isBegun || isBehind : !isBehind
      claim(
        "Lane_\(shift)_\(lane)",
        !(isIt && unit.output.valid && isKnown) || out == (lane < shift ? old : new))
      claim(
        "Rest_\(shift)_\(lane)",
        !(isIt && (isBegun || isBehind)) || unit.rest[(8 * lane)..<(8 * lane + 8)] == old)
    }
  }
}

/// Claims that ranges that are allowed lie in a window, of windows that do not change.
@HardwareBuilder func claimRanges(of unit: StridedRequests) -> Behavior {
  let (ranges, range) = (unit.output, unit.output.payload)
  for (index, window) in unit.windows.enumerated() {
    assume("WindowStays_\(index)", isStable(window))
  }
  let isInside = unit.windows.map {
    $0.isOpen && range.first >= $0.first && range.first <= range.last && range.last <= $0.last
  }
  claim(
    "InsideWindow", !ranges.valid || range.access != .allowed || anyOf(isInside),
    "a row that is allowed lies in a window")
}

/// Claims that every byte of a stream goes out once and in order, and that a packet ends with its
/// last byte.
@HardwareBuilder func claimBytes(of unit: AXI4StreamReceiver, lanes: Int) -> Behavior {
  let (given, beat) = (unit.input.payload, unit.output.payload)
  let count = HardwareType.unsigned(bitsToHold(lanes))
  let isNull = ghost(wire("ghostIsNull", given.keep.asUnsigned == 0))
  let comes = ghost(wire("ghostComes", unit.input.fires && !isNull))
  let isInside = ghost(register("ghostIsInside", .bit, reset: 0, "a beat came that did not go"))
  let ends = ghost(register("ghostEnds", .bit, reset: 0, "it ended its packet"))
  let data = ghost(dataRegister("ghostData", .bits(8 * lanes)))
  let bytes = ghost(dataRegister("ghostBytes", count))
  isInside <== (comes || isInside && !unit.output.fires)
  when(comes) {
    data <== given.data
    ends <== given.last
    bytes <== given.keep.popCount.extended(to: count.width)
  }
  claim("Held", unit.isHeld == isInside)
  claim("NoneLost", !(comes && isInside) || unit.output.fires, "no beat is lost")
  claim("NoneMadeUp", !unit.output.valid || isInside, "none is made up")
  claim("Count", !isInside || unit.held.count == bytes && bytes != 0)
  claim("IsLast", !isInside || unit.held.isLast == ends)
  for (lane, item) in beat.items.enumerated() {
    claim(
      "Byte_\(lane)", !unit.output.valid || item.data == data[(8 * lane)..<(8 * lane + 8)])
    claim(
      "Kept_\(lane)", !isInside || unit.held.items[lane].data == data[(8 * lane)..<(8 * lane + 8)])
  }
  claim(
    "EndsPacket", !unit.output.valid || beat.isLast == (ends || isNull),
    "a packet ends with its last byte")
  claim(
    "TellsEnd",
    !(unit.input.fires && isNull && given.last && isInside && !ends)
      || unit.output.fires && beat.isLast, "the end of a packet is not lost")
}
