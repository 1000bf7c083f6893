import HardwareDSL

/// Reads ranges of bytes over AXI4.
///
/// The beats come as they are on the bus: the byte of an address stands in the lane that its low
/// bits say. A range has the beats that it touches, also where it was refused or failed. A result
/// comes when the last beat of its request is taken.
final class AXI4RangeReader: Module {
  let ranges: ReadyValid<ByteRange>
  let beats: ReadyValid<Framed<Item>>
  let results: ReadyValid<TransferResult>
  let bus: AXI4ReadChannels

  let splitter: BurstSplitter
  let noting: OrderedFork<BurstNote>
  let notes: StreamQueue<BurstNote>
  let returns: AXI4ReadReturn
  let fork: OrderedFork<ReturnedBeat>
  let ends: TransferResults

  private let shape: BurstShape
  private let outstanding: Int

  init(_ shape: BurstShape, outstanding: Int) {
    self.shape = shape
    self.outstanding = outstanding
    ranges = .input { ByteRange($0, addressBits: shape.addressBits) }
    beats = .output { field in Framed(field) { Item($0(.bits(shape.dataBits))) } }
    results = .output { TransferResult($0, addressBits: shape.addressBits) }
    bus = AXI4ReadChannels(.output(prefix: "m_axi_"), shape.bus())
    splitter = BurstSplitter(shape)
    noting = OrderedFork { BurstNote($0, shape) }
    notes = StreamQueue(depth: outstanding) { BurstNote($0, shape) }
    returns = AXI4ReadReturn(shape)
    fork = OrderedFork { ReturnedBeat($0, shape) }
    ends = TransferResults(addressBits: shape.addressBits)
  }

  var sizes: String { "\(shape.moduleWord)_o\(outstanding)" }
  var moduleName: String { "axi4_range_reader_\(sizes)" }

  var documentation: Documentation {
    let range = ranges.payload
    return Documentation(
      "Reads ranges of bytes over AXI4, with at most \(outstanding) bursts under way.",
      latency: [
        .cycles(0, from: ranges, to: bus.ar), .cycles(0, from: bus.r, to: beats),
        .cycles(1, from: bus.r, to: results, note: "for the last beat of a request"),
      ],
      throughput: [
        .one("beat", from: bus.r, to: beats), .sentence("one burst every cycle"),
      ],
      reset: [.sentence("nothing is under way"), .value(0, of: results.valid, bus.r.ready)],
      combinationalPaths: [
        .path(from: ranges.valid, range.access, to: bus.ar.valid),
        .path(from: range.first, to: bus.ar.payload.addr, bus.ar.payload.len, ranges.ready),
        .path(from: range.last, to: bus.ar.payload.len, ranges.ready),
        .path(from: range.access, bus.ar.ready, to: ranges.ready),
        .path(from: bus.r.valid, to: beats.valid),
        .path(from: bus.r.payload.data, to: beats.payload.item),
        .path(from: beats.ready, results.ready, to: bus.r.ready),
      ])
  }

  var body: Behavior {
    noting.input <== splitter(ranges).map { BurstNote(of: $0) }
    returns.notes <== notes(noting.first)
    bus.ar
      <== noting.second.filter("asked") { $0.access == .allowed }.map {
        AXI4Burst(address: $0.address, lastBeat: $0.lastBeat, shape)
      }
    returns.r <== bus.r
    fork.input <== returns.output
    beats
      <== fork.first.filter("read") { $0.isData }.map {
        Framed(item: Item($0.data), isLast: $0.isLast)
      }
    results <== ends(fork.second.map { $0.part })
  }
}
