import HardwareDSL

/// Joins masters that write on one port.
///
/// The bursts of the masters are told apart by the upper bits of their ids on the port. Beats have
/// no ids: they follow in the order of the bursts, which a queue holds, and wait for no burst to be
/// accepted.
public final class AXI4WriteInterconnect: Module {
  public let masters: [AXI4WriteChannels]
  public let port: AXI4WriteChannels

  let arbiter: StreamArbiter<AXI4Burst>
  let fork: OrderedFork<AXI4Burst>
  let order: StreamFIFO<Item>

  private let limits: [Requirement]
  private let shape: AXI4Shape
  private let ahead: Int

  /// - Parameters:
  ///   - masters: Their number, 2 to 1,024.
  ///   - shape: Of the bus of a master.
  ///   - ahead: Bursts that may be asked for before their beats have come, 1 to 4,096.
  public init(
    masters count: Int, _ shape: AXI4Shape, ahead: Int = 4, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = UnitSizes.streams
    limits =
      [
        .size(count, in: sizes, "an AXI4WriteInterconnect of \(count) masters", at: place),
        .size(
          ahead, in: UnitSizes.registerWords,
          "an AXI4WriteInterconnect with \(ahead) bursts ahead of their beats", at: place),
      ] + shape.limits(of: "an AXI4WriteInterconnect", joining: count, at: place)
    let count = count.clamped(to: sizes)
    let shape = shape.clamped(joining: count)
    let ahead = ahead.clamped(to: UnitSizes.registerWords)
    self.ahead = ahead
    self.shape = shape
    masters = (0..<count).map { AXI4WriteChannels(.input(prefix: "s\($0)_axi_"), shape) }
    let joined = shape.joining(count)
    port = AXI4WriteChannels(.output(prefix: "m_axi_"), joined)
    arbiter = StreamArbiter(count: count) { AXI4Burst($0, joined) }
    fork = OrderedFork { AXI4Burst($0, joined) }
    order = StreamFIFO(depth: ahead) {
      Item($0(.unsigned(bitsToHold(count - 1))))
    }
  }

  public var moduleName: String {
    "axi4_write_interconnect_n\(masters.count)_\(shape.moduleWord)_o\(ahead)"
  }

  public var documentation: Documentation {
    let beats = masters.map(\.w)
    return Documentation(
      "Joins \(masters.count) masters that write on one port, whose ids tell them apart. A burst "
        + "that waits is passed over by at most one of each other master; beats follow in the "
        + "order of the bursts.",
      latency: [
        .cycles(0, from: masters.map(\.aw), to: port.aw), .cycles(0, from: beats, to: port.w),
        .cycles(0, from: port.b, to: masters.map(\.b)),
      ],
      throughput: [
        .sentence("one burst every cycle, until \(ahead) wait for their beats"),
        .one("beat", from: beats, to: port.w),
        .one("response", from: port.b, to: masters.map(\.b)),
      ],
      reset: [.sentence("master 0 goes first"), .value(0, of: port.w.valid)],
      combinationalPaths: Documentation.Paths(
        Documentation.Paths.joining(masters.map(\.aw), port.aw)
          + [
            .path(from: beats.map(\.valid), to: port.w.valid),
            .path(from: port.w.ready, to: beats.map(\.ready)),
          ] + Documentation.Path.fields(of: beats.map(\.payload), to: [port.w.payload])
          + Documentation.Paths.returning(port.b, masters.map(\.b), id: port.b.payload.id)))
  }

  public var body: Behavior {
    for (index, master) in masters.enumerated() {
      arbiter.inputs[index] <== master.aw.map { $0.tagged(index, of: masters.count) }
    }
    fork.input <== arbiter.output
    port.aw <== fork.second
    let turn = order(fork.first.map { Item(shape.master(of: $0.id, masters.count)) })

    section("The beats of the master whose turn it is")
    let beats = masters.map(\.w)
    port.w.valid <== (turn.valid && select(beats.map(\.valid), at: turn.payload.data))
    port.w.payload <== select(beats.map(\.payload), at: turn.payload.data)
    for (index, beat) in beats.enumerated() {
      let isIts = turn.payload.data == Signal(index, turn.payload.data.type)
      beat.ready <== (turn.valid && isIts && port.w.ready)
    }
    turn.ready <== (port.w.fires && port.w.payload.last)

    section("Responses")
    let answers = port.b.routed("answer", masters.count) { shape.master(of: $0.id, masters.count) }
    for (master, answer) in zip(masters, answers) {
      master.b <== answer.map { AXI4WriteResponse(id: shape.idOfMaster($0.id), resp: $0.resp) }
    }
    shape.assumeMasterExists(port.b, id: port.b.payload.id, masters.count)
    cover("Ahead", !order.input.ready)
  }
}
