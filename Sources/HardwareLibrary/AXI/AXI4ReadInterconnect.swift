import HardwareDSL

/// Joins masters that read on one port.
///
/// The bursts of the masters are told apart by the upper bits of their ids on the port, so the port
/// may answer them in any order: a burst that waits holds up those of its own master alone.
public final class AXI4ReadInterconnect: Module {
  public let masters: [AXI4ReadChannels]
  public let port: AXI4ReadChannels

  let arbiter: StreamArbiter<AXI4Burst>

  private let limits: [Requirement]
  private let shape: AXI4Shape

  /// - Parameters:
  ///   - masters: Their number, 2 to 1,024.
  ///   - shape: Of the bus of a master.
  public init(
    masters count: Int, _ shape: AXI4Shape, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = UnitSizes.streams
    limits =
      [.size(count, in: sizes, "an AXI4ReadInterconnect of \(count) masters", at: place)]
      + shape.limits(of: "an AXI4ReadInterconnect", joining: count, at: place)
    let count = count.clamped(to: sizes)
    let shape = shape.clamped(joining: count)
    self.shape = shape
    masters = (0..<count).map { AXI4ReadChannels(.input(prefix: "s\($0)_axi_"), shape) }
    let joined = shape.joining(count)
    port = AXI4ReadChannels(.output(prefix: "m_axi_"), joined)
    arbiter = StreamArbiter(count: count) { AXI4Burst($0, joined) }
  }

  public var moduleName: String { "axi4_read_interconnect_n\(masters.count)_\(shape.moduleWord)" }

  public var documentation: Documentation {
    Documentation(
      "Joins \(masters.count) masters that read on one port, whose ids tell them apart. A burst "
        + "that waits is passed over by at most one of each other master.",
      latency: [
        .cycles(0, from: masters.map(\.ar), to: port.ar),
        .cycles(0, from: port.r, to: masters.map(\.r)),
      ],
      throughput: [
        .one("burst", from: masters.map(\.ar), to: port.ar),
        .one("beat", from: port.r, to: masters.map(\.r)),
      ],
      reset: [.sentence("master 0 goes first")],
      combinationalPaths: Documentation.Paths(
        Documentation.Paths.joining(masters.map(\.ar), port.ar)
          + Documentation.Paths.returning(port.r, masters.map(\.r), id: port.r.payload.id)))
  }

  public var body: Behavior {
    for (index, master) in masters.enumerated() {
      arbiter.inputs[index] <== master.ar.map { $0.tagged(index, of: masters.count) }
    }
    port.ar <== arbiter.output
    let beats = port.r.routed("beat", masters.count) { shape.master(of: $0.id, masters.count) }
    for (master, beat) in zip(masters, beats) {
      master.r
        <== beat.map { beat in
          AXI4ReadBeat(
            id: shape.idOfMaster(beat.id), data: beat.data, resp: beat.resp, last: beat.last)
        }
    }
    shape.assumeMasterExists(port.r, id: port.r.payload.id, masters.count)
  }
}
