import HardwareDSL

/// What goes over an AXI4-Stream in one transfer (AMBA AXI-Stream Protocol Specification, IHI
/// 0051). Its ports have the names of the standard behind a prefix that ends in `t`:
/// `ReadyValid.output(prefix: "m_axis_t") { AXI4StreamBeat($0, dataBits: 64) }` has `m_axis_tvalid`
/// and `m_axis_tkeep`.
public struct AXI4StreamBeat: SignalBundle {
  public let data: Signal
  public let keep: Signal
  public let last: Signal
}

extension AXI4StreamBeat {
  public init(_ field: FieldMaker, dataBits: Int) {
    data = field(.bits(dataBits), of: .stream(dataBits))
    keep = field(.bits(dataBits / 8), of: .stream(dataBits), "the bytes that there are")
    last = field(.bit, "the packet ends")
  }

  /// Bytes side by side.
  init(_ beat: Beat<Item>) {
    let all = Signal(1, .bit).replicated(beat.items.count)
    self.init(
      data: concatenate(beat.items.reversed().map(\.data)),
      keep: ~all.shiftedLeft(by: beat.count), last: beat.isLast)
  }
}

extension ReadyValid where Payload == Beat<Item> {
  /// Beats of bytes, as a `StreamUpsizer(width: 8, lanes: 8)` gives them, as an AXI4-Stream.
  public var axi4Stream: ReadyValid<AXI4StreamBeat> { map { AXI4StreamBeat($0) } }
}
