import HardwareDSL

/// Writes ranges of bytes over AXI4.
///
/// The beats are as they go to the bus: the byte of an address stands in the lane that its low bits
/// say, and what stands in other lanes is not written. A range takes the beats that it touches,
/// also where it is refused.
final class AXI4RangeWriter: Module {
  let ranges: ReadyValid<ByteRange>
  let beats: ReadyValid<Item>
  let results: ReadyValid<TransferResult>
  let bus: AXI4WriteChannels

  let splitter: BurstSplitter
  let fork: StreamFork<WrittenBurst>
  let data: StreamFIFO<WriteNote>
  let words: AXI4WriteBeats
  let noting: OrderedFork<WrittenBurst>
  let notes: StreamQueue<ResponseNote>
  let returns: AXI4WriteReturn
  let ends: TransferResults

  private let shape: BurstShape
  private let outstanding: Int

  init(_ shape: BurstShape, outstanding: Int) {
    self.shape = shape
    self.outstanding = outstanding
    ranges = .input { ByteRange($0, addressBits: shape.addressBits) }
    beats = .input(.bits(shape.dataBits))
    results = .output { TransferResult($0, addressBits: shape.addressBits) }
    bus = AXI4WriteChannels(.output(prefix: "m_axi_"), shape.bus())
    splitter = BurstSplitter(shape)
    fork = StreamFork(count: 2) { WrittenBurst($0, shape) }
    data = StreamFIFO(depth: 2) { WriteNote($0, shape) }
    words = AXI4WriteBeats(shape)
    noting = OrderedFork { WrittenBurst($0, shape) }
    notes = StreamQueue(depth: outstanding) { ResponseNote($0, shape) }
    returns = AXI4WriteReturn(shape)
    ends = TransferResults(addressBits: shape.addressBits)
  }

  var sizes: String { "\(shape.moduleWord)_o\(outstanding)" }
  var moduleName: String { "axi4_range_writer_\(sizes)" }

  var documentation: Documentation {
    let range = ranges.payload
    return Documentation(
      "Writes ranges of bytes over AXI4, with at most \(outstanding) bursts under way.",
      latency: [
        .cycles(0, from: ranges, to: bus.aw), .cycles(0, from: beats, to: bus.w),
        .cycles(1, from: bus.b, to: results, note: "for the last burst of a request"),
      ],
      throughput: [.one("beat", from: beats, to: bus.w), .sentence("one burst every cycle")],
      reset: [.sentence("nothing is under way"), .value(0, of: results.valid, bus.b.ready)],
      combinationalPaths: [
        .path(from: ranges.valid, range.access, to: bus.aw.valid),
        .path(from: range.first, to: bus.aw.payload.addr, bus.aw.payload.len, ranges.ready),
        .path(from: range.last, to: bus.aw.payload.len, ranges.ready),
        .path(from: range.access, bus.aw.ready, to: ranges.ready),
        .path(from: beats.valid, to: bus.w.valid),
        .path(from: beats.payload, to: bus.w.payload.data),
        .path(from: bus.w.ready, results.ready, to: beats.ready),
        .path(from: results.ready, to: bus.b.ready),
      ])
  }

  var body: Behavior {
    fork.input <== splitter(ranges).map { WrittenBurst(of: $0) }
    words.notes
      <== data(
        fork.outputs[0].filter("written") { $0.access != .empty }.map {
          WriteNote(of: $0, shape)
        })
    words.beats <== beats
    bus.w <== words.w
    noting.input <== fork.outputs[1]
    returns.notes <== notes(noting.first.map { ResponseNote(of: $0) })
    bus.aw
      <== noting.second.filter("asked") { $0.access == .allowed }.map {
        AXI4Burst(address: $0.address, lastBeat: $0.lastBeat, shape)
      }
    returns.b <== bus.b
    returns.refused <== words.refused
    results <== ends(returns.output)
  }
}
