import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// What a stream of records in the memory outside looks like.
struct RecordFormat {
  /// Of a record, and of a beat.
  var bytes: Int
  var beatBytes: Int
  /// Of a burst at most; a power of two.
  var burstBytes: Int
  /// Beats that wait on chip.
  var depth: Int

  var recordsOfBeat: Int { beatBytes / bytes }

  /// log2 of the beats of a burst: half of the queue at most, so that one burst is under way while
  /// the one before is used up.
  var burstBits: Int {
    let most = max(1, min(burstBytes / beatBytes, depth / 2))
    return bitLength(most) - 1
  }

  /// Bursts that the queue has room for at most: the first and the last may be shorter.
  var burstsUnderWay: Int { (depth >> burstBits) + 2 }
}

/// Reads a range of records from the memory outside, ahead of whoever takes them.
final class RecordChannel: Module {
  let range: Valid<RecordRange>
  let requests: ReadyValid<MemoryRequest>
  let beats: ReadyValid<Item>
  let records: ReadyValid<Item>
  let isIdle = output(.bit, "all records were taken")

  let requester: RecordRequester
  let queue: MemoryFIFO<Item>
  let unpacker: RecordUnpacker

  private let name: String

  /// - Parameter name: What is read, as "slots".
  init(_ name: String, _ format: RecordFormat, addressBits: Int) {
    self.name = name
    let beatBits = 8 * format.beatBytes
    let laneBits = bitsToIndex(format.beatBytes)
    range = Valid(.input()) { RecordRange($0, addressBits: addressBits) }
    requester = RecordRequester(
      addressBits: addressBits, laneBits: laneBits, recordsOfBeat: format.recordsOfBeat,
      burstBits: format.burstBits, depth: format.depth)
    queue = MemoryFIFO(depth: format.depth) { Item($0(.bits(beatBits))) }
    unpacker = RecordUnpacker(
      beatBits: beatBits, recordBits: 8 * format.bytes, recordsOfBeat: format.recordsOfBeat)
    requests = .output {
      MemoryRequest(
        $0, addressBits: addressBits, bytesBits: laneBits + format.burstBits + 1)
    }
    beats = .input(.bits(beatBits))
    records = .output(.bits(8 * format.bytes))
  }

  var moduleName: String { "\(name)_channel_\(requester.parameterWords)" }

  var documentation: Documentation {
    Documentation(
      "Reads \(name) from the memory outside, ahead of whoever takes them.",
      latency: [
        .cycles(3, from: range.valid, to: requests, note: "the first beat"),
        .cycles(3, from: beats, to: records),
      ],
      throughput: [.sentence("one record every cycle")],
      reset: [.value(0, of: requests.valid, records.valid), .value(1, of: isIdle, beats.ready)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    requester.range <== range
    unpacker.count <== Valid(range.valid, range.count)
    requests <== requester.requests
    unpacker.beats <== queue(beats)
    requester.beatGoes <== queue.output.fires
    records <== unpacker.records
    isIdle <== (requester.isIdle && !records.valid)
    claim("HasRoom", !beats.valid || beats.ready, "no beat waits at the port")
  }
}
