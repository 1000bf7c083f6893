import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Asks for the beats of a range of records, no more than a queue behind the port has room for.
///
/// The first burst is of one beat, so that what comes first comes soon; none crosses a multiple of
/// the longest burst.
final class RecordRequester: Module {
  let range: Valid<RecordRange>
  let beatGoes = input(.bit, "a beat leaves the queue")
  let requests: ReadyValid<MemoryRequest>
  let isIdle = output(.bit, "no beat is asked for, under way or in the queue")

  let begins = register(.bit, reset: 0)
  let isFirst = register(.bit, reset: 0, "no beat of the range is counted")
  let hasMore = register(.bit, reset: 0, "a record is in no beat that is counted")
  let left: Signal
  let next: Signal
  let first: Signal
  let beats: Signal
  let isWhole = register(.bit, reset: 0, "a request is counted")
  let room: Signal

  private let recordsOfBeat: Int
  private let laneBits: Int
  private let burstBits: Int
  private let depth: Int

  /// - Parameters:
  ///   - recordsOfBeat: At least 1.
  ///   - laneBits: log2 of the bytes of a beat.
  ///   - burstBits: log2 of the most beats of a burst.
  ///   - depth: Beats that the queue holds, at least twice as many as a burst, or 1.
  init(addressBits: Int, laneBits: Int, recordsOfBeat: Int, burstBits: Int, depth: Int) {
    self.recordsOfBeat = recordsOfBeat
    self.laneBits = laneBits
    self.burstBits = burstBits
    self.depth = depth
    range = Valid(.input()) { RecordRange($0, addressBits: addressBits) }
    requests = .output {
      MemoryRequest($0, addressBits: addressBits, bytesBits: laneBits + burstBits + 1)
    }
    left = dataRegister(
      .unsigned(AcceleratorConfiguration.countBits), "records in no beat that is counted")
    next = dataRegister(.unsigned(addressBits - laneBits), "the number of the beat that is next")
    first = dataRegister(.unsigned(addressBits - laneBits), "the first beat of the request")
    beats = register(.unsigned(burstBits + 1), reset: 0, "of the request so far")
    room = register(
      .unsigned(bitsToHold(depth)), reset: .number(depth), "beats that may be asked for")
  }

  var moduleName: String { "record_requester_" + parameterWords }

  /// What module names say of the records.
  var parameterWords: String {
    "a\(range.base.width)_l\(laneBits)_r\(recordsOfBeat)_b\(burstBits)_d\(depth)"
  }

  var documentation: Documentation {
    Documentation(
      "Asks for beats of \(recordsOfBeat.counted("record")), no more than a queue of "
        + "\(depth.counted("beat")) has room for.",
      latency: [
        .cycles(3, from: range.valid, to: requests, note: "the first beat"),
        .cycles(1, from: range.valid, to: isIdle),
      ],
      throughput: [.sentence("a beat every cycle, and a cycle between bursts")],
      reset: [.sentence("idle"), .value(0, of: requests.valid), .value(1, of: isIdle)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("A range begins")
    let given = range.payload
    begins <== range.valid
    let address = loaded(
      "address", given.base &+ given.offset.resized(to: given.base.width), when: range.valid)
    when(range.valid) {
      left <== given.count
    }
    when(begins) {
      next <== address.shiftedRight(by: laneBits)
      hasMore <== (left != 0)
      isFirst <== 1
    }

    section("A beat is counted to the next request")
    let counts = wire("counts", hasMore && !isWhole && room != 0)
    let endsBlock = wire("endsBlock", next.truncated(to: burstBits).asBits.areAllSet)
    let isLast = wire("isLast", left <= .number(recordsOfBeat))
    when(counts) {
      when(beats == 0) { first <== next }
      next <== next &+ 1
      beats <== beats &+ 1
      left <== left &- .number(recordsOfBeat)
      hasMore <== !isLast
      isFirst <== 0
      isWhole <== (isLast || isFirst || endsBlock)
    }
    when(counts && !beatGoes) { room <== room &- 1 }
      .elseWhen(beatGoes && !counts) { room <== room &+ 1 }

    section("The request")
    requests.valid <== isWhole
    requests.payload.address
      <== first.extended(to: range.base.width).shiftedLeft(by: laneBits)
      .truncated(to: range.base.width)
    requests.payload.bytes <== beats.shiftedLeft(by: laneBits)
    when(requests.fires) {
      isWhole <== 0
      beats <== 0
    }
    isIdle <== !(begins || hasMore || isWhole || room != .number(depth))
    assume("OneRange", !range.valid || isIdle, "a range follows when the one before is over")
    assume("BeatsExist", !beatGoes || room != .number(depth), "a beat that goes was asked for")
    if burstBits > 0 { claim("InBurst", beats <= .number(1 << burstBits)) }
    cover("Waits", hasMore && !isWhole && room == 0, "the queue has no room")
  }
}
