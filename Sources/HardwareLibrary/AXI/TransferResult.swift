import HardwareDSL

/// Why a request to a memory failed.
public enum TransferError: HardwareEnum {
  case none
  /// It lies in no window that is open.
  case window
  /// SLVERR.
  case slave
  /// DECERR.
  case decode
}

extension TransferError {
  /// What a response of AXI says.
  static func of(response: Signal) -> Enumerated<TransferError> {
    mux(response[1], mux(response[0], .decode, .slave), Enumerated(TransferError.none))
  }
}

/// How a request ended.
public struct TransferResult: SignalBundle {
  public let error: Enumerated<TransferError>
  public let address: Signal

  public init(_ field: FieldMaker, addressBits: Int) {
    error = field(TransferError.self, "that of the first burst that failed")
    address = field(.unsigned(addressBits), "of that burst, if one failed")
  }
}

/// How a part of a request ended.
public struct TransferPart: SignalBundle {
  public let error: Enumerated<TransferError>
  public let address: Signal
  public let endsRequest: Signal
}

extension TransferPart {
  public init(_ field: FieldMaker, addressBits: Int) {
    error = field(TransferError.self)
    address = field(.unsigned(addressBits), "of the burst")
    endsRequest = field(.bit, "no other part of the request follows")
  }
}
