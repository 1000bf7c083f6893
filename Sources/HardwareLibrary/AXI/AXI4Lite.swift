import HardwareDSL
import HardwareIR

/// The channels of an AXI4-Lite bus of 32 bits, as its manager has them (AMBA AXI and ACE Protocol
/// Specification, IHI 0022). A subordinate has `AXI4Lite(.input(prefix: "s_axil_"), ...)`.
public struct AXI4Lite: StreamBus {
  public let aw: ReadyValid<AXI4LiteAddress>
  public let w: ReadyValid<AXI4LiteWriteWord>
  public let b: ReadyValid<AXI4LiteWriteResponse>
  public let ar: ReadyValid<AXI4LiteAddress>
  public let r: ReadyValid<AXI4LiteReadWord>

  /// - Parameter addressBits: Of an address of bytes.
  public init(_ field: FieldMaker, addressBits: Int) {
    aw = ReadyValid(field.prefixed("aw")) { AXI4LiteAddress($0, addressBits) }
    w = ReadyValid(field.prefixed("w")) { AXI4LiteWriteWord($0) }
    b = ReadyValid(field.flipped.prefixed("b")) { AXI4LiteWriteResponse($0) }
    ar = ReadyValid(field.prefixed("ar")) { AXI4LiteAddress($0, addressBits) }
    r = ReadyValid(field.flipped.prefixed("r")) { AXI4LiteReadWord($0) }
  }
}

/// The address of a word that is read or written.
public struct AXI4LiteAddress: SignalBundle {
  public let addr: Signal
  public let prot: Signal

  public init(_ field: FieldMaker, _ bits: Int) {
    addr = field(.unsigned(bits), of: .address(bits, of: "AXI4-Lite"), "of a byte")
    prot = field.ignorable(.bits(3))
  }
}

/// A word that is written.
public struct AXI4LiteWriteWord: SignalBundle {
  public let data: Signal
  public let strb: Signal

  public init(_ field: FieldMaker) {
    data = field(.bits(32))
    strb = field(.bits(4), "the bytes that are written")
  }
}

/// The response to a write.
public struct AXI4LiteWriteResponse: SignalBundle {
  public let resp: Signal

  public init(_ field: FieldMaker) {
    resp = field(.bits(2), AXIResponse.note)
  }
}

/// A word that was read.
public struct AXI4LiteReadWord: SignalBundle {
  public let data: Signal
  public let resp: Signal

  public init(_ field: FieldMaker) {
    data = field(.bits(32))
    resp = field(.bits(2), AXIResponse.note)
  }
}
