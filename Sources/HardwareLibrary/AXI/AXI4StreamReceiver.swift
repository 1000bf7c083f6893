import HardwareDSL

/// Makes an AXI4-Stream into beats of bytes: transfers without bytes are lost, and where one of
/// them ends a packet, the beat before does. So a beat waits until it is known whether it is the
/// last.
///
/// The bytes of a transfer have to stand in the lowest lanes, and all transfers of a packet with
/// bytes but the last to be full. A packet without any byte is lost.
public final class AXI4StreamReceiver: StreamStage {
  public let input: ReadyValid<AXI4StreamBeat>
  public let output: ReadyValid<Beat<Item>>

  let isHeld = register(.bit, reset: 0)
  let held: Beat<Item>

  private let limits: [Requirement]
  private let lanes: Int

  /// - Parameter dataBits: Of a transfer, a multiple of 8 to 32,768.
  public init(
    dataBits: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let lanes = (dataBits / 8).clamped(to: UnitSizes.lanes)
    limits = [
      require(
        dataBits == 8 * lanes,
        "an AXI4StreamReceiver of \(dataBits) bits; give it a multiple of 8 to 32768", file: file,
        line: line, column: column)
    ]
    self.lanes = lanes
    input = .input { AXI4StreamBeat($0, dataBits: 8 * lanes) }
    output = .output { Beat($0, lanes: lanes) { Item($0(.bits(8))) } }
    held = Beat(.dataRegister(), lanes: lanes) { Item($0(.bits(8))) }
  }

  public var moduleName: String { "axi4_stream_receiver_w\(8 * lanes)" }

  public var documentation: Documentation {
    let (given, beat) = (input.payload, output.payload)
    return Documentation(
      "Makes an AXI4-Stream into beats of bytes; transfers without bytes are lost.",
      latency: [
        .sentence("a beat that ends its packet goes 1 cycle after it came, others with the next")
      ],
      throughput: [.sentence("one beat every cycle")],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [
        .path(from: input.valid, to: output.valid),
        .path(from: given.keep, to: output.valid, beat.isLast),
        .path(from: given.last, to: output.valid),
        .path(from: output.ready, to: input.ready),
      ])
  }

  public var body: Behavior {
    let given = input.payload
    let isNull = wire("isNull", !given.keep.isAnySet)
    output.valid <== (isHeld && (held.isLast || input.valid && (!isNull || given.last)))
    input.ready <== (!isHeld || output.ready)
    output.payload <== Beat(items: held.items, count: held.count, isLast: held.isLast || isNull)
    when(output.fires) { isHeld <== 0 }
    when(input.fires && !isNull) {
      isHeld <== 1
      held.items <== given.data.lanes(of: 8).map { Item($0) }
      held.count <== given.keep.popCount
      held.isLast <== given.last
    }
    let next = concatenate(given.keep[..<(lanes - 1)], Signal(1, .bit))
    assume(
      "LowestLanes", !input.valid || isNull || (given.keep & ~next) == 0,
      "bytes stand in the lowest lanes")
    assume(
      "FullButLast",
      !(isHeld && !held.isLast && input.valid) || isNull || held.count == .number(lanes),
      "all beats of a packet but the last are full")
    cover("EndsWithNull", output.fires && !held.isLast && isNull)
  }
}
