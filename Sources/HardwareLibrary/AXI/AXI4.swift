import HardwareDSL
import HardwareIR

/// The sizes of an AXI4 bus.
public struct AXI4Shape: Hashable, Sendable {
  public let addressBits: Int
  /// Of a beat: 8, 16, and so on to 1,024.
  public let dataBits: Int
  /// Of the tags of bursts; 0 for a manager whose bursts all have one tag.
  public let idBits: Int

  public init(addressBits: Int = 32, dataBits: Int, idBits: Int = 0) {
    self.addressBits = addressBits
    self.dataBits = dataBits
    self.idBits = idBits
  }

  /// Of a beat.
  public var dataBytes: Int { dataBits / 8 }
}

/// The channels of an AXI4 bus, as its manager has them (AMBA AXI and ACE Protocol Specification,
/// IHI 0022). Made with a prefix, its ports have the names of the standard:
/// `AXI4(.output(prefix: "m_axi_"), shape)` has `m_axi_awvalid`. A subordinate has
/// `AXI4(.input(prefix: "s_axi_"), shape)`.
public struct AXI4: StreamBus {
  public let aw: ReadyValid<AXI4Burst>
  public let w: ReadyValid<AXI4WriteBeat>
  public let b: ReadyValid<AXI4WriteResponse>
  public let ar: ReadyValid<AXI4Burst>
  public let r: ReadyValid<AXI4ReadBeat>

  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    self.init(AXI4WriteChannels(field, shape), AXI4ReadChannels(field, shape))
  }

  /// A bus put together of its halves.
  public init(_ writes: AXI4WriteChannels, _ reads: AXI4ReadChannels) {
    (aw, w, b) = (writes.aw, writes.w, writes.b)
    (ar, r) = (reads.ar, reads.r)
  }

  public var writes: AXI4WriteChannels { AXI4WriteChannels(aw: aw, w: w, b: b) }
  public var reads: AXI4ReadChannels { AXI4ReadChannels(ar: ar, r: r) }
}

/// The channels of a manager that only reads.
public struct AXI4ReadChannels: StreamBus {
  public let ar: ReadyValid<AXI4Burst>
  public let r: ReadyValid<AXI4ReadBeat>

  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    ar = ReadyValid(field.prefixed("ar")) { AXI4Burst($0, shape) }
    r = ReadyValid(field.flipped.prefixed("r")) { AXI4ReadBeat($0, shape) }
  }

  init(ar: ReadyValid<AXI4Burst>, r: ReadyValid<AXI4ReadBeat>) {
    (self.ar, self.r) = (ar, r)
  }
}

/// The channels of a manager that only writes.
public struct AXI4WriteChannels: StreamBus {
  public let aw: ReadyValid<AXI4Burst>
  public let w: ReadyValid<AXI4WriteBeat>
  public let b: ReadyValid<AXI4WriteResponse>

  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    aw = ReadyValid(field.prefixed("aw")) { AXI4Burst($0, shape) }
    w = ReadyValid(field.prefixed("w")) { AXI4WriteBeat($0, shape) }
    b = ReadyValid(field.flipped.prefixed("b")) { AXI4WriteResponse($0, shape) }
  }

  init(
    aw: ReadyValid<AXI4Burst>, w: ReadyValid<AXI4WriteBeat>, b: ReadyValid<AXI4WriteResponse>
  ) {
    (self.aw, self.w, self.b) = (aw, w, b)
  }
}

/// A burst that is asked for: `len` + 1 beats of 2^`size` bytes from `addr` on.
public struct AXI4Burst: SignalBundle {
  public let id: Signal
  public let addr: Signal
  public let len: Signal
  public let size: Signal
  public let burst: Signal
  public let cache: Signal
  public let prot: Signal
}

extension AXI4Burst {
  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    id = field(.unsigned(shape.idBits), of: .id(shape.idBits))
    addr = field(
      .unsigned(shape.addressBits), of: .address(shape.addressBits, of: "AXI4"),
      "of its first byte")
    len = field(.unsigned(8), "beats, less 1")
    size = field(.unsigned(3), "log2 of the bytes of a beat")
    burst = field(.bits(2), "1: each beat follows the one before")
    cache = field.ignorable(.bits(4), "3: modifiable, bufferable")
    prot = field.ignorable(.bits(3))
  }
}

extension AXI4Burst {
  /// One whose beats are as wide as the bus and follow each other.
  init(address: Signal, lastBeat: Signal, _ shape: BurstShape) {
    self.init(
      id: Signal(0, .unsigned(0)), addr: address, len: lastBeat.extended(to: 8),
      size: Signal(shape.laneBits, .unsigned(3)), burst: Signal(1, .bits(2)),
      cache: Signal(3, .bits(4)), prot: Signal(0, .bits(3)))
  }
}

/// A beat of a write.
public struct AXI4WriteBeat: SignalBundle {
  public let data: Signal
  public let strb: Signal
  public let last: Signal
}

extension AXI4WriteBeat {
  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    data = field(.bits(shape.dataBits), of: .data(shape.dataBits))
    strb = field(
      .bits(shape.dataBytes), of: .data(shape.dataBits), "the bytes that are written")
    last = field.ignorable(.bit, "the burst ends")
  }
}

/// The response to a burst of writes.
public struct AXI4WriteResponse: SignalBundle {
  public let id: Signal
  public let resp: Signal
}

extension AXI4WriteResponse {
  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    id = field.ignorable(.unsigned(shape.idBits), of: .id(shape.idBits))
    resp = field(.bits(2), AXIResponse.note)
  }
}

/// A beat of a read.
public struct AXI4ReadBeat: SignalBundle {
  public let id: Signal
  public let data: Signal
  public let resp: Signal
  public let last: Signal
}

extension AXI4ReadBeat {
  public init(_ field: FieldMaker, _ shape: AXI4Shape) {
    id = field.ignorable(.unsigned(shape.idBits), of: .id(shape.idBits))
    data = field(.bits(shape.dataBits), of: .data(shape.dataBits))
    resp = field(.bits(2), AXIResponse.note)
    last = field.ignorable(.bit, "the burst ends")
  }
}
