import HardwareDSL

/// Joins masters that read and masters that write on one port.
public final class AXI4Interconnect: Module {
  public let readers: [AXI4ReadChannels]
  public let writers: [AXI4WriteChannels]
  public let port: AXI4

  /// Those of several; one alone has the port.
  let reads: AXI4ReadInterconnect?
  let writes: AXI4WriteInterconnect?

  private let limits: [Requirement]
  private let shape: AXI4Shape
  private let portShape: AXI4Shape
  private let ahead: Int

  /// - Parameters:
  ///   - readers: Their number, 1 to 1,024.
  ///   - writers: Their number, 1 to 1,024.
  ///   - shape: Of the bus of a master. Ids of the port are as wide as the more masters need:
  ///     `shape.joining(max(readers, writers))`.
  ///   - ahead: Bursts that may be asked for before their beats have come, 1 to 4,096.
  public init(
    readers: Int, writers: Int, _ shape: AXI4Shape, ahead: Int = 4, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = UnitSizes.masters
    limits =
      [
        .size(readers, in: sizes, "an AXI4Interconnect of \(readers) readers", at: place),
        .size(writers, in: sizes, "an AXI4Interconnect of \(writers) writers", at: place),
        .size(
          ahead, in: UnitSizes.registerWords,
          "an AXI4Interconnect with \(ahead) bursts ahead of their beats", at: place),
      ] + shape.limits(of: "an AXI4Interconnect", joining: max(readers, writers), at: place)
    let (readers, writers) = (readers.clamped(to: sizes), writers.clamped(to: sizes))
    let shape = shape.clamped(joining: max(readers, writers))
    self.shape = shape
    self.ahead = ahead.clamped(to: UnitSizes.registerWords)
    self.readers = (0..<readers).map { AXI4ReadChannels(.input(prefix: "r\($0)_axi_"), shape) }
    self.writers = (0..<writers).map { AXI4WriteChannels(.input(prefix: "w\($0)_axi_"), shape) }
    portShape = shape.joining(max(readers, writers))
    port = AXI4(.output(prefix: "m_axi_"), portShape)
    reads = readers == 1 ? nil : AXI4ReadInterconnect(masters: readers, shape)
    writes =
      writers == 1 ? nil : AXI4WriteInterconnect(masters: writers, shape, ahead: self.ahead)
  }

  public var moduleName: String {
    "axi4_interconnect_r\(readers.count)_w\(writers.count)_\(shape.moduleWord)_o\(ahead)"
  }

  public var documentation: Documentation {
    let beats = writers.map(\.w)
    return Documentation(
      "Joins \(readers.count) masters that read and \(writers.count) that write on one port, whose "
        + "ids tell them apart.",
      latency: [
        .cycles(0, from: readers.map(\.ar), to: port.ar),
        .cycles(0, from: port.r, to: readers.map(\.r)),
        .cycles(0, from: writers.map(\.aw), to: port.aw),
        .cycles(0, from: writers.map(\.w), to: port.w),
        .cycles(0, from: port.b, to: writers.map(\.b)),
      ],
      throughput: [.sentence("one burst and one beat every cycle, each way")],
      reset: [.sentence("reader 0 and writer 0 go first")],
      combinationalPaths: Documentation.Paths(
        Documentation.Paths.joining(readers.map(\.ar), port.ar)
          + Documentation.Paths.joining(writers.map(\.aw), port.aw)
          + Documentation.Paths.returning(port.r, readers.map(\.r), id: port.r.payload.id)
          + Documentation.Paths.returning(port.b, writers.map(\.b), id: port.b.payload.id)
          + [
            .path(from: beats.map(\.valid), to: port.w.valid),
            .path(from: port.w.ready, to: beats.map(\.ready)),
          ] + Documentation.Path.fields(of: beats.map(\.payload), to: [port.w.payload])))
  }

  public var body: Behavior {
    if let reads { reads.masters <== readers }
    if let writes { writes.masters <== writers }
    let (idBits, read) = (portShape.idBits, reads?.port ?? readers[0])
    let written = writes?.port ?? writers[0]
    port.ar <== read.ar.map { $0.extendingID(to: idBits) }
    port.aw <== written.aw.map { $0.extendingID(to: idBits) }
    port.w <== written.w
    read.r
      <== port.r.map {
        AXI4ReadBeat(
          id: $0.id.truncated(to: read.r.payload.id.width), data: $0.data, resp: $0.resp,
          last: $0.last)
      }
    written.b
      <== port.b.map {
        AXI4WriteResponse(id: $0.id.truncated(to: written.b.payload.id.width), resp: $0.resp)
      }
  }
}
