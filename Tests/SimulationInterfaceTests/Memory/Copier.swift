import HardwareDSL
import HardwareLibrary

/// Copies bursts of 16 beats: what is read goes to the write channel over wires.
final class Copier: Module {
  let bus: AXI4
  let bursts = input(.unsigned(16), "how many to copy")
  let isDone = output(.bit)
  let asked = register(.unsigned(16), reset: 0)
  let announced = register(.unsigned(16), reset: 0)
  let ended = register(.unsigned(16), reset: 0)

  static let beats = 16
  private let shape: AXI4Shape

  init(_ shape: AXI4Shape) {
    self.shape = shape
    bus = AXI4(.output(), shape)
  }

  /// From 0 to the middle of the addresses.
  var target: Int { 1 << (shape.addressBits - 1) }

  var documentation: Documentation { Documentation("Copies bursts.") }

  var body: Behavior {
    announce(bus.ar, asked, upper: 0)
    announce(bus.aw, announced, upper: 1)
    bus.w.valid <== bus.r.valid
    bus.w.payload.data <== bus.r.payload.data
    bus.w.payload.strb <== Signal(-1, .signed(shape.dataBytes)).asBits
    bus.w.payload.last <== bus.r.payload.last
    bus.r.ready <== bus.w.ready
    bus.b.ready <== 1
    when(bus.b.fires) { ended <== ended &+ 1 }
    isDone <== (ended == bursts)
    unused("answers", bus.b.payload.id, bus.b.payload.resp, bus.r.payload.id, bus.r.payload.resp)
  }

  @HardwareBuilder
  private func announce(
    _ channel: ReadyValid<AXI4Burst>, _ count: Signal, upper isTarget: Int
  ) -> Behavior {
    let shift = (Self.beats * shape.dataBytes).trailingZeroBitCount
    channel.valid <== (count != bursts)
    channel.payload.id <== 0
    channel.payload.addr
      <== concatenate(
        Signal(isTarget, .bit), Signal(0, .bits(shape.addressBits - 17 - shift)), count,
        Signal(0, .bits(shift))
      ).asUnsigned
    channel.payload.len <== .number(Self.beats - 1)
    channel.payload.size <== .number(shape.dataBytes.trailingZeroBitCount)
    channel.payload.burst <== 1
    channel.payload.cache <== 3
    channel.payload.prot <== 0
    when(channel.fires) { count <== count &+ 1 }
  }
}
