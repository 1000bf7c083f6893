import HardwareDSL

/// How an access over AXI ended.
public enum AXIResponse: Int, CaseIterable, Sendable {
  case okay, exclusiveOkay, slaveError, decodeError

  /// As a field `resp` carries it: SLVERR, or OKAY.
  static func bits(isRefused: Signal) -> Signal { concatenate(isRefused, Signal(0, .bit)) }

  static let note = "0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR"
}
