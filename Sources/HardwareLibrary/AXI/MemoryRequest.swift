import HardwareDSL

/// Bytes of a memory that are asked for.
public struct MemoryRequest: SignalBundle {
  public let address: Signal
  public let bytes: Signal

  /// - Parameters:
  ///   - addressBits: Of an address of bytes.
  ///   - bytesBits: Of a number of bytes.
  public init(_ field: FieldMaker, addressBits: Int, bytesBits: Int) {
    address = field(.unsigned(addressBits), "of the first byte")
    bytes = field(.unsigned(bytesBits), "how many, from none on")
  }
}

/// Rows of bytes of a memory that are asked for.
public struct StridedRequest: SignalBundle {
  public let address: Signal
  public let bytes: Signal
  public let rows: Signal
  public let pitch: Signal

  /// - Parameters:
  ///   - addressBits: Of an address of bytes.
  ///   - bytesBits: Of a number of bytes.
  ///   - rowsBits: Of a number of rows.
  public init(_ field: FieldMaker, addressBits: Int, bytesBits: Int, rowsBits: Int) {
    address = field(.unsigned(addressBits), "of the first byte")
    bytes = field(.unsigned(bytesBits), "of a row, from none on")
    rows = field(.unsigned(rowsBits), "how many, from none on")
    pitch = field(.unsigned(addressBits), "bytes from the beginning of a row to that of the next")
  }
}
