import HardwareDSL
import HardwareIR

/// Turns the writes of AXI4-Lite into writes of words, of which each is refused or not in the same
/// cycle. Address and word come in any order.
///
///     writes.aw <== bus.aw
///     writes.w <== bus.w
///     bus.b <== writes.b
///     when(writes.write.valid) { word <== writes.write.word.data }
public final class AXI4LiteWrites: Module {
  public let aw: ReadyValid<AXI4LiteAddress>
  public let w = ReadyValid<AXI4LiteWriteWord>.input { field in AXI4LiteWriteWord(field) }
  public let b = ReadyValid<AXI4LiteWriteResponse>.output { field in AXI4LiteWriteResponse(field) }
  public let write: AXI4LiteWordWrite

  let addresses: SkidBuffer<Item>
  let words = SkidBuffer { AXI4LiteWriteWord($0) }
  // The answer may change while the write waits, so no stream carries it.
  let isAnswered = register(.bit, reset: 0, "an answer waits")
  let isRefused = dataRegister(.bit)

  private let addressBits: Int
  private let limit: Requirement

  /// - Parameter addressBits: Of an address of bytes, 3 to 64.
  public init(
    addressBits: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limit = .addressBits(addressBits, "AXI4LiteWrites", at: place)
    let addressBits = addressBits.clamped(to: UnitSizes.wordAddressBits)
    self.addressBits = addressBits
    aw = .input { AXI4LiteAddress($0, addressBits) }
    write = AXI4LiteWordWrite(.output(), addressBits: addressBits)
    addresses = SkidBuffer { Item($0(.bits(addressBits - 2))) }
  }

  public var moduleName: String { "axi4_lite_writes_a\(addressBits)" }

  public var documentation: Documentation {
    Documentation(
      "Writes over AXI4-Lite as writes of words; address and word come in any order.",
      latency: [.cycles(0, from: aw, w, to: write.valid), .cycles(1, from: aw, w, to: b)],
      throughput: [.one("write", from: aw, w, to: b)],
      reset: [.value(0, of: b.valid), .value(1, of: aw.ready, w.ready)],
      combinationalPaths: [
        .path(from: aw.valid, w.valid, b.ready, to: write.valid),
        .path(from: aw.payload.addr, to: write.index),
        .path(from: w.payload.data, to: write.word.data),
        .path(from: w.payload.strb, to: write.word.strb),
      ])
  }

  public var body: Behavior {
    let writes = addresses(aw.map { Item($0.addr[2...]) }).joined("access", with: words(w))
    write.valid <== writes.fires
    write.index <== writes.payload.first.data
    write.word <== writes.payload.second
    writes.ready <== (!isAnswered || b.ready)
    when(writes.ready) { isAnswered <== writes.valid }
    when(writes.fires) { isRefused <== write.isRefused }
    b.valid <== isAnswered
    b.payload.resp <== AXIResponse.bits(isRefused: isRefused)
    unused("protection", aw.payload.prot)
    cover("Refused", writes.fires && write.isRefused)
  }
}
