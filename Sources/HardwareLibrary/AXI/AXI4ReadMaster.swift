import HardwareDSL

/// Reads what requests ask for over AXI4, every access inside a window that is open.
///
/// The beats come as they are on the bus: the byte of an address stands in the lane that its low
/// bits say, so those of an aligned range are packed. What requests are, and which of them are
/// refused, `requests` says: `LinearRequests` or `StridedRequests`. Every request has a result,
/// when its last beat is taken, and in order. Of a request that fails all beats come, so that
/// whoever counts them goes on: those of one that is refused are zeros. A port that marks another
/// beat of a burst as its last has failed it, as by SLVERR. A result that nobody takes holds up the
/// beats behind it, and beats that nobody takes hold up the bus: the master asks for as many bursts
/// as it may have under way, whether there is room for them or not.
public final class AXI4ReadMaster<Requests: RangeStage>: Module {
  public let requests: ReadyValid<Requests.Given>
  public let windows: [AddressWindow]
  public let beats: ReadyValid<Framed<Item>>
  public let results: ReadyValid<TransferResult>
  public let bus: AXI4ReadChannels

  let checks: Requests
  let reader: AXI4RangeReader

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
      shape.limits(of: "an AXI4ReadMaster", at: place) + [
        .size(
          outstanding, in: UnitSizes.outstanding,
          "an AXI4ReadMaster with \(outstanding) bursts under way", at: place)
      ]
    checks = requests
    reader = AXI4RangeReader(
      shape, outstanding: outstanding.clamped(to: UnitSizes.outstanding))
    self.requests = .input { requests.request($0) }
    windows = requests.windows.map { _ in
      AddressWindow(.input(), addressBits: requests.addressBits)
    }
    beats = .output { field in Framed(field) { Item($0(.bits(shape.dataBits))) } }
    results = .output { TransferResult($0, addressBits: shape.addressBits) }
    bus = AXI4ReadChannels(.output(prefix: "m_axi_"), shape.bus())
  }

  public var moduleName: String { "axi4_read_master_\(checks.moduleName)_\(reader.sizes)" }

  public var documentation: Documentation {
    Documentation(
      "Reads what requests ask for over AXI4, every access inside a window that is open.",
      latency: [
        checks.latency(from: requests, to: bus.ar),
        .cycles(0, from: bus.r, to: beats),
        .cycles(1, from: bus.r, to: results, note: "for the last beat of a request"),
      ],
      throughput: [.one("beat", from: bus.r, to: beats)],
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
    reader.ranges <== checks(requests)
    beats <== reader.beats
    results <== reader.results
    bus <== reader.bus
  }
}
