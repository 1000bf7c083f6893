import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Gives the records of beats one after the other, as many as there are; what stands behind the
/// last one of a beat is dropped.
final class RecordUnpacker: Module {
  /// Records that follow.
  let count: Valid<Item>
  let beats: ReadyValid<Item>
  let records: ReadyValid<Item>

  let downsizer: StreamDownsizer<Item>
  let queue: StreamFIFO<Item>
  let left = register(
    .unsigned(AcceleratorConfiguration.countBits), reset: 0,
    "records of this beat and of those that follow")
  let isLast = register(.bit, reset: 0, "they are all in this beat")

  private let recordBits: Int
  private let recordsOfBeat: Int

  /// - Parameter recordsOfBeat: At least 1.
  init(beatBits: Int, recordBits: Int, recordsOfBeat: Int) {
    self.recordBits = recordBits
    self.recordsOfBeat = recordsOfBeat
    count = Valid(.input(), .unsigned(AcceleratorConfiguration.countBits))
    beats = .input(.bits(beatBits))
    records = .output(.bits(recordBits))
    downsizer = StreamDownsizer(lanes: recordsOfBeat) { Item($0(.bits(recordBits))) }
    queue = StreamFIFO(depth: 2) { Item($0(.bits(recordBits))) }
  }

  var moduleName: String {
    "record_unpacker_w\(recordBits)_r\(recordsOfBeat)_b\(beats.payload.data.width)"
  }

  var documentation: Documentation {
    Documentation(
      "Gives the records of beats of \(recordsOfBeat) one after the other.",
      latency: [.cycles(1, from: beats, to: records)],
      throughput: [.sentence("one record every cycle, and no cycle between beats")],
      reset: [.value(0, of: records.valid)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    let words = beats.payload.data
    let present = mux(
      isLast, left.truncated(to: bitsToHold(recordsOfBeat)), .number(recordsOfBeat))
    let items = (0..<recordsOfBeat).map { record in
      Item(words[(record * recordBits)..<((record + 1) * recordBits)])
    }
    downsizer.input
      <== beats.map { _ in Beat(items: items, count: present, isLast: Signal(0, .bit)) }
    records <== queue(downsizer.output.map { $0.item })

    when(beats.fires) {
      left <== left &- .number(recordsOfBeat)
      isLast <== (left <= .number(2 * recordsOfBeat))
    }
    when(count.valid) {
      left <== count.payload.data
      isLast <== (count.payload.data <= .number(recordsOfBeat))
    }
    assume("NoBeatMeanwhile", !(count.valid && beats.valid), "a count comes before its beats")
  }
}
