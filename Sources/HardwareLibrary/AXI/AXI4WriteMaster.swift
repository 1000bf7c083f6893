import HardwareDSL

/// Writes what requests ask for over AXI4, every access inside a window that is open.
///
/// The beats are as they go to the bus: the byte of an address stands in the lane that its low bits
/// say, so those of an aligned range are packed; what stands in other lanes is not written. What
/// requests are, and which of them are refused, `requests` says: `LinearRequests` or
/// `StridedRequests`. Every request has a result, in order, when all of it is written or has
/// failed. Of a request that is refused all beats are taken, and lost, so that whoever gives them
/// goes on.
public final class AXI4WriteMaster<Requests: RangeStage>: Module {
  public let requests: ReadyValid<Requests.Given>
  public let windows: [AddressWindow]
  public let beats: ReadyValid<Item>
  public let results: ReadyValid<TransferResult>
  public let bus: AXI4WriteChannels

  let checks: Requests
  let writer: AXI4RangeWriter

  private let limits: [Requirement]

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
      shape.limits(of: "an AXI4WriteMaster", at: place) + [
        .size(
          outstanding, in: UnitSizes.outstanding,
          "an AXI4WriteMaster with \(outstanding) bursts under way", at: place)
      ]
    checks = requests
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

  public var moduleName: String { "axi4_write_master_\(checks.moduleName)_\(writer.sizes)" }

  public var documentation: Documentation {
    Documentation(
      "Writes what requests ask for over AXI4, every access inside a window that is open.",
      latency: [
        checks.latency(from: requests, to: bus.aw),
        .cycles(0, from: beats, to: bus.w),
        .cycles(1, from: bus.b, to: results, note: "for the last burst of a request"),
      ],
      throughput: [.one("beat", from: beats, to: bus.w)],
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
    writer.ranges <== checks(requests)
    writer.beats <== beats
    results <== writer.results
    bus <== writer.bus
  }
}
