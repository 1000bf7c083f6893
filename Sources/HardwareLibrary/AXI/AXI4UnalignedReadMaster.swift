import HardwareDSL

/// Reads what requests ask for over AXI4 as an `AXI4ReadMaster` does, and packs it: the first byte
/// of each range stands in the lowest lane of a beat, whatever its address, and the last beat may
/// have fewer bytes, the lowest ones. What is behind them means nothing.
public final class AXI4UnalignedReadMaster<Requests: RangeStage>: Module {
  public let requests: ReadyValid<Requests.Given>
  public let windows: [AddressWindow]
  public let beats: ReadyValid<Framed<Item>>
  public let results: ReadyValid<TransferResult>
  public let bus: AXI4ReadChannels

  let checks: Requests
  let fork: StreamFork<ByteRange>
  let moves: StreamQueue<ByteMove>
  let reader: AXI4RangeReader
  let aligner: ByteAligner
  let isOwed = register(.bit, reset: 0, "a range came from the bus, and its last beat is not taken")
  let isOffered = register(.bit, reset: 0, "a result waits")

  private let limits: [Requirement]
  private let shape: BurstShape

  /// - Parameters:
  ///   - requests: Makes requests into ranges, for addresses of the bus.
  ///   - dataBits: Of a beat: 8, 16, and so on to 1,024.
  ///   - beatsMax: Of a burst, a power of two from 1 to 256; fewer where they would be more than
  ///     4 KiB.
  ///   - outstanding: Bursts that are under way at most, 1 to 4,095.
  public init(
    _ requests: Requests, dataBits: Int, beatsMax: Int = 256, outstanding: Int = 8,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let shape = BurstShape(
      addressBits: requests.addressBits, dataBits: dataBits, beatsMax: beatsMax)
    limits =
      shape.alignedLimits(of: "an AXI4UnalignedReadMaster", at: place) + [
        .size(
          outstanding, in: UnitSizes.outstanding,
          "an AXI4UnalignedReadMaster with \(outstanding) bursts under way", at: place)
      ]
    self.shape = shape
    let outstanding = outstanding.clamped(to: UnitSizes.outstanding)
    checks = requests
    fork = StreamFork(count: 2) { ByteRange($0, addressBits: shape.addressBits) }
    // As many ranges as are under way, and the one that is being split.
    moves = StreamQueue(depth: outstanding + 1) { ByteMove($0, laneBits: shape.laneBits) }
    reader = AXI4RangeReader(shape, outstanding: outstanding)
    aligner = ByteAligner(laneBits: shape.laneBits)
    self.requests = .input { requests.request($0) }
    windows = requests.windows.map { _ in
      AddressWindow(.input(), addressBits: requests.addressBits)
    }
    beats = .output { field in Framed(field) { Item($0(.bits(shape.dataBits))) } }
    results = .output { TransferResult($0, addressBits: shape.addressBits) }
    bus = AXI4ReadChannels(.output(prefix: "m_axi_"), shape.bus())
  }

  public var moduleName: String {
    "axi4_unaligned_read_master_\(checks.moduleName)_\(reader.sizes)"
  }

  public var documentation: Documentation {
    Documentation(
      "Reads what requests ask for over AXI4, every access inside a window that is open, and "
        + "packs it.",
      latency: [
        checks.latency(from: requests, to: bus.ar),
        .cycles(0, from: bus.r, to: beats),
        .cycles(1, from: bus.r, to: results, note: "for the last beat of a request"),
      ],
      throughput: [
        .one(
          "beat", from: bus.r, to: beats,
          note: "and a cycle for a range that does not begin with a beat")
      ],
      reset: [
        .sentence("nothing is under way"), .value(0, of: bus.ar.valid, bus.r.ready),
        .value(0, of: beats.valid, results.valid),
      ],
      combinationalPaths: [
        .path(from: bus.r.valid, to: beats.valid),
        .path(from: bus.r.payload.data, to: beats.payload.item),
        .path(from: beats.ready, results.ready, to: bus.r.ready),
        .path(from: bus.ar.ready, to: requests.ready),
      ])
  }

  public var body: Behavior {
    checks.windows <== windows
    fork.input <== checks(requests)
    reader.ranges <== fork.outputs[0]
    let moved = fork.outputs[1].filter("moved") { $0.access != .empty }
    aligner.moves <== moves(moved.map { ByteMove(packing: $0, shape.laneBits) })
    aligner.input <== reader.beats
    beats <== aligner.output
    bus <== reader.bus

    section("A result, once offered, stays; else it waits for what the aligner owes")
    let isIn = wire("isIn", reader.beats.fires && reader.beats.payload.isLast)
    when(isIn || aligner.moves.fires) { isOwed <== !aligner.moves.fires }
    let isFree = wire("isFree", isOffered || !isOwed)
    results.valid <== (reader.results.valid && isFree)
    results.payload <== reader.results.payload
    reader.results.ready <== (results.ready && isFree)
    isOffered <== (results.valid && !results.ready)
    claim("OwedAlone", !isOwed || !reader.beats.fires, "nothing comes in before the last is out")
    cover("ResultWaits", reader.results.valid && !isFree)
  }
}
