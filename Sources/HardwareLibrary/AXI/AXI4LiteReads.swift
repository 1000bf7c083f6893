import HardwareDSL
import HardwareIR

/// Turns the reads of AXI4-Lite into reads of words, which are given in the same cycle.
///
///     reads.ar <== bus.ar
///     bus.r <== reads.r
///     reads.read.data <== word
public final class AXI4LiteReads: Module {
  public let ar: ReadyValid<AXI4LiteAddress>
  public let r = ReadyValid<AXI4LiteReadWord>.output { field in AXI4LiteReadWord(field) }
  public let read: AXI4LiteWordRead

  let addresses: SkidBuffer<Item>
  // What is read may change while the read waits, so no stream carries it.
  let isAnswered = register(.bit, reset: 0, "an answer waits")
  let isRefused = dataRegister(.bit)
  let data = dataRegister(.bits(32))

  private let addressBits: Int
  private let limit: Requirement

  /// - Parameter addressBits: Of an address of bytes, 3 to 64.
  public init(
    addressBits: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limit = .addressBits(addressBits, "AXI4LiteReads", at: place)
    let addressBits = addressBits.clamped(to: UnitSizes.wordAddressBits)
    self.addressBits = addressBits
    ar = .input { AXI4LiteAddress($0, addressBits) }
    read = AXI4LiteWordRead(.output(), addressBits: addressBits)
    addresses = SkidBuffer { Item($0(.bits(addressBits - 2))) }
  }

  public var moduleName: String { "axi4_lite_reads_a\(addressBits)" }

  public var documentation: Documentation {
    Documentation(
      "Reads over AXI4-Lite as reads of words.",
      latency: [.cycles(0, from: ar, to: read.valid), .cycles(1, from: ar, to: r)],
      throughput: [.one("read", from: ar, to: r)],
      reset: [.value(0, of: r.valid), .value(1, of: ar.ready)],
      combinationalPaths: [
        .path(from: ar.valid, r.ready, to: read.valid),
        .path(from: ar.payload.addr, to: read.index),
      ])
  }

  public var body: Behavior {
    let reads = addresses(ar.map { Item($0.addr[2...]) })
    read.valid <== reads.fires
    read.index <== reads.payload.data
    reads.ready <== (!isAnswered || r.ready)
    when(reads.ready) { isAnswered <== reads.valid }
    when(reads.fires) {
      isRefused <== read.isRefused
      data <== read.data
    }
    r.valid <== isAnswered
    r.payload.data <== data
    r.payload.resp <== AXIResponse.bits(isRefused: isRefused)
    unused("protection", ar.payload.prot)
    cover("Refused", reads.fires && read.isRefused)
  }
}
