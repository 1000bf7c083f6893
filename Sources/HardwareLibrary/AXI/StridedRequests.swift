import HardwareDSL

/// Checks requests for rows of bytes, and gives the rows: all of them have to lie in one window
/// that is open when they are looked at, with what is between them.
///
/// A request of no bytes or rows accesses nothing, and so it is never refused. One beyond the last
/// address lies in no window.
public final class StridedRequests: RangeStage {
  public let input: ReadyValid<StridedRequest>
  public let output: ReadyValid<ByteRange>
  public let windows: [AddressWindow]
  public let addressBits: Int
  public let bytesBits: Int

  let check: StrideCheck
  let walker: StrideWalker

  private let limits: [Requirement]
  private let rowsBits: Int

  /// - Parameters:
  ///   - addressBits: 2 to 64.
  ///   - bytesBits: Of the number of bytes of a row, 1 to one less than those of an address.
  ///   - rowsBits: Of a number of rows, 1 to 32.
  ///   - windows: Their number, 1 to 64.
  public init(
    addressBits: Int, bytesBits: Int, rowsBits: Int, windows: Int, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = RequestSizes(addressBits: addressBits, bytesBits: bytesBits, windows: windows)
    limits =
      sizes.limits(of: "a StridedRequests", at: place) + [
        .size(
          rowsBits, in: UnitSizes.rowsBits, "a StridedRequests of row counts of \(rowsBits) bits",
          at: place)
      ]
    let (addressBits, bytesBits) = (sizes.addressBits, sizes.bytesBits)
    let rowsBits = rowsBits.clamped(to: UnitSizes.rowsBits)
    self.addressBits = addressBits
    self.bytesBits = bytesBits
    self.rowsBits = rowsBits
    input = .input {
      StridedRequest($0, addressBits: addressBits, bytesBits: bytesBits, rowsBits: rowsBits)
    }
    output = .output { ByteRange($0, addressBits: addressBits) }
    self.windows = sizes.windows { AddressWindow(.input(), addressBits: addressBits) }
    check = StrideCheck(sizes, rowsBits: rowsBits)
    walker = StrideWalker(addressBits: addressBits, rowsBits: rowsBits)
  }

  public func request(_ field: FieldMaker) -> StridedRequest {
    StridedRequest(field, addressBits: addressBits, bytesBits: bytesBits, rowsBits: rowsBits)
  }

  public func latency(
    from requests: ReadyValid<StridedRequest>, to effect: any Terminal
  ) -> Documentation.Latency {
    .sentence("the first row 3 cycles after its request, and one more for each bit of rows - 1")
  }

  public var moduleName: String {
    "strided_requests_a\(addressBits)_b\(bytesBits)_r\(rowsBits)_n\(windows.count)"
  }

  public var documentation: Documentation {
    Documentation(
      "Checks requests for rows of bytes, which have to lie in a window that is open, and gives "
        + "the rows.",
      latency: [latency(from: input, to: output)],
      throughput: [.sentence("one row every cycle")],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    check.windows <== windows
    output <== walker(check(input))
  }
}
