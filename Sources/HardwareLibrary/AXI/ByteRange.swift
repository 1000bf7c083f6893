import HardwareDSL

/// Bytes that lie one behind the other, and whether they may be accessed.
public struct ByteRange: SignalBundle {
  public let first: Signal
  public let last: Signal
  public let access: Enumerated<Access>
  public let endsRequest: Signal
}

extension ByteRange {
  public init(_ field: FieldMaker, addressBits: Int) {
    first = field(.unsigned(addressBits), "the address of the first byte")
    last = field(.unsigned(addressBits), "the address of the last byte, if there are any")
    access = field(Access.self)
    endsRequest = field(.bit, "no other range of the request follows")
  }
}

/// A unit that makes requests into ranges of bytes, each wholly allowed or refused.
public protocol RangeStage: StreamStage where Taken == ByteRange {
  /// In which requests may lie.
  var windows: [AddressWindow] { get }
  var addressBits: Int { get }
  /// Of a number of bytes of a range.
  var bytesBits: Int { get }

  /// How long it takes from a request to what its first range leads to.
  func latency(
    from requests: ReadyValid<Given>, to effect: any Terminal
  ) -> Documentation.Latency

  /// Declares a request as the unit takes it.
  func request(_ field: FieldMaker) -> Given
}
