import HardwareDSL

/// Checks requests for bytes one behind the other: each has to lie wholly in a window that is open
/// when it is looked at.
///
/// A request of no bytes accesses nothing, and so it is never refused. One beyond the last address
/// lies in no window.
public final class LinearRequests: RangeStage {
  public let input: ReadyValid<MemoryRequest>
  public let output: ReadyValid<ByteRange>
  public let windows: [AddressWindow]
  public let addressBits: Int
  public let bytesBits: Int

  let reaches: StreamRegister<Reach>
  let isChecked = register(.bit, reset: 0)
  let first: Signal
  let last: Signal
  let access = dataRegister(Access.self)

  private let limits: [Requirement]

  /// - Parameters:
  ///   - addressBits: 2 to 64.
  ///   - bytesBits: Of a number of bytes, 1 to one less than those of an address.
  ///   - windows: Their number, 1 to 64.
  public init(
    addressBits: Int, bytesBits: Int, windows: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = RequestSizes(addressBits: addressBits, bytesBits: bytesBits, windows: windows)
    limits = sizes.limits(of: "a LinearRequests", at: place)
    let (addressBits, bytesBits) = (sizes.addressBits, sizes.bytesBits)
    self.addressBits = addressBits
    self.bytesBits = bytesBits
    input = .input { MemoryRequest($0, addressBits: addressBits, bytesBits: bytesBits) }
    output = .output { ByteRange($0, addressBits: addressBits) }
    self.windows = sizes.windows { AddressWindow(.input(), addressBits: addressBits) }
    reaches = StreamRegister { Reach($0, addressBits: addressBits) }
    first = dataRegister(.unsigned(addressBits))
    last = dataRegister(.unsigned(addressBits))
  }

  public func latency(
    from requests: ReadyValid<MemoryRequest>, to effect: any Terminal
  ) -> Documentation.Latency {
    .cycles(2, from: requests, to: effect)
  }

  public func request(_ field: FieldMaker) -> MemoryRequest {
    MemoryRequest(field, addressBits: addressBits, bytesBits: bytesBits)
  }

  public var moduleName: String {
    "linear_requests_a\(addressBits)_b\(bytesBits)_n\(windows.count)"
  }

  public var documentation: Documentation {
    Documentation(
      "Checks requests for bytes one behind the other: each has to lie in a window that is open.",
      latency: [latency(from: input, to: output)],
      throughput: [.one("request", from: input, to: output)],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    let reach = reaches(input.map { Reach(of: $0) })
    let range = reach.payload
    let isInside = wire(
      "isInside", windows.hold(first: range.first, last: range.last) && !range.isBeyond)
    reach.ready <== (!isChecked || output.ready)
    when(reach.ready) { isChecked <== reach.valid }
    when(reach.fires) {
      first <== range.first
      last <== range.last
      access <== mux(range.isEmpty, .empty, mux(isInside, .allowed, .refused))
    }
    output.valid <== isChecked
    output.payload
      <== ByteRange(first: first, last: last, access: access, endsRequest: Signal(1, .bit))
    cover("Refused", output.fires && access == .refused)
    cover("Empty", output.fires && access == .empty)
  }
}

/// How far a request reaches.
struct Reach: SignalBundle {
  let first: Signal
  let last: Signal
  let isBeyond: Signal
  let isEmpty: Signal
}

extension Reach {
  init(_ field: FieldMaker, addressBits: Int) {
    first = field(.unsigned(addressBits))
    last = field(.unsigned(addressBits))
    isBeyond = field(.bit, "it ends behind the last address")
    isEmpty = field(.bit)
  }

  init(of request: MemoryRequest) {
    self.init(address: request.address, bytes: request.bytes)
  }

  /// Of the first row.
  init(of request: StridedRequest) {
    self.init(address: request.address, bytes: request.bytes)
  }

  private init(address: Signal, bytes: Signal) {
    let addressBits = address.width
    let bits = addressBits + 1
    let (start, length) = (address.extended(to: bits), bytes.extended(to: bits))
    // Less 1, without a second adder: the sum with -1, carries kept apart from sums.
    let carries = (start | length).shiftedLeft(by: 1).truncated(to: bits)
    let reach = wideSum("reach", ~(start ^ length), carries)
    self.init(
      first: address, last: reach.truncated(to: addressBits), isBeyond: reach[addressBits],
      isEmpty: bytes == 0)
  }
}
