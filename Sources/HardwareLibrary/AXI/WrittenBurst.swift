import HardwareDSL

/// A burst that is to be written.
struct WrittenBurst: SignalBundle {
  let address: Signal
  let lastBeat: Signal
  let lastLane: Signal
  let access: Enumerated<Access>
  let endsRequest: Signal
}

extension WrittenBurst {
  init(_ field: FieldMaker, _ shape: BurstShape) {
    address = field(.unsigned(shape.addressBits))
    lastBeat = field(.unsigned(shape.beatBits), "beats, less 1")
    lastLane = field(.unsigned(shape.laneBits), "the last byte of the last beat")
    access = field(Access.self)
    endsRequest = field(.bit)
  }

  init(of burst: MemoryBurst) {
    self.init(
      address: burst.address, lastBeat: burst.lastBeat, lastLane: burst.lastLane,
      access: burst.access, endsRequest: burst.endsRequest)
  }
}
