import HardwareDSL

/// Writes what requests ask for over AXI4 as an `AXI4WriteMaster` does, from packed beats: the
/// first byte of each range stands in the lowest lane of a beat, whatever its address, and the last
/// beat may have fewer bytes, the lowest ones.
public final class AXI4UnalignedWriteMaster<Requests: RangeStage>: Module {
  public let requests: ReadyValid<Requests.Given>
  public let windows: [AddressWindow]
  public let beats: ReadyValid<Item>
  public let results: ReadyValid<TransferResult>
  public let bus: AXI4WriteChannels

  let checks: Requests
  let fork: StreamFork<ByteRange>
  let lengths: StreamFIFO<LoopBounds>
  let frames: LoopNest
  let moves: StreamFIFO<ByteMove>
  let aligner: ByteAligner
  let writer: AXI4RangeWriter

  private let limits: [Requirement]
  private let shape: BurstShape
  private let beatsBits: Int

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
      shape.alignedLimits(of: "an AXI4UnalignedWriteMaster", at: place) + [
        .size(
          outstanding, in: UnitSizes.outstanding,
          "an AXI4UnalignedWriteMaster with \(outstanding) bursts under way", at: place)
      ]
    self.shape = shape
    let beatsBits = max(1, requests.bytesBits - shape.laneBits)
    self.beatsBits = beatsBits
    checks = requests
    fork = StreamFork(count: 3) { ByteRange($0, addressBits: shape.addressBits) }
    lengths = StreamFIFO(depth: 2) { LoopBounds($0, bits: [beatsBits]) }
    frames = LoopNest(bits: [beatsBits])
    moves = StreamFIFO(depth: 2) { ByteMove($0, laneBits: shape.laneBits) }
    aligner = ByteAligner(laneBits: shape.laneBits)
    writer = AXI4RangeWriter(
      shape, outstanding: outstanding.clamped(to: UnitSizes.outstanding))
    self.requests = .input { requests.request($0) }
    windows = requests.windows.map { _ in
      AddressWindow(.input(), addressBits: requests.addressBits)
    }
    beats = .input(.bits(shape.dataBits))
    results = .output { TransferResult($0, addressBits: shape.addressBits) }
    bus = AXI4WriteChannels(.output(prefix: "m_axi_"), shape.bus())
  }

  public var moduleName: String {
    "axi4_unaligned_write_master_\(checks.moduleName)_\(writer.sizes)"
  }

  public var documentation: Documentation {
    Documentation(
      "Writes what requests ask for over AXI4, every access inside a window that is open, from "
        + "packed beats.",
      latency: [
        checks.latency(from: requests, to: bus.aw),
        .cycles(0, from: beats, to: bus.w),
        .cycles(1, from: bus.b, to: results, note: "for the last burst of a request"),
      ],
      throughput: [
        .one(
          "beat", from: beats, to: bus.w,
          note: "and a cycle for a range that needs one more on the bus")
      ],
      reset: [
        .sentence("nothing is under way"), .value(0, of: bus.aw.valid, bus.w.valid),
        .value(0, of: bus.b.ready, beats.ready, results.valid),
      ],
      combinationalPaths: [
        .path(from: beats.valid, to: bus.w.valid),
        .path(from: beats.payload, to: bus.w.payload.data),
        .path(from: bus.w.ready, results.ready, to: beats.ready),
        .path(from: results.ready, to: bus.b.ready),
        .path(from: bus.aw.ready, to: requests.ready),
      ])
  }

  public var body: Behavior {
    checks.windows <== windows
    fork.input <== checks(requests)
    writer.ranges <== fork.outputs[0]
    let moved = fork.outputs[1].filter("moved") { $0.access != .empty }
    let framed = fork.outputs[2].filter("framed") { $0.access != .empty }
    aligner.moves <== moves(moved.map { ByteMove(placing: $0, shape.laneBits) })
    let steps = frames(lengths(framed.map { LoopBounds(last: [beatsLess1(of: $0)]) }))
    aligner.input
      <== steps.joined("frame", with: beats).map {
        Framed(item: $0.second, isLast: $0.first.ends[0])
      }
    writer.beats <== aligner.output.map { $0.item }
    results <== writer.results
    bus <== writer.bus
  }

  /// Packed beats of a range, less 1.
  private func beatsLess1(of range: ByteRange) -> Signal {
    (range.last &- range.first).shiftedRight(by: shape.laneBits).truncated(to: beatsBits)
  }
}
