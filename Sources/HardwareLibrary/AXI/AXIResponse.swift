import HardwareDSL

/// How an access over AXI ended.
public enum AXIResponse: Int, CaseIterable, Sendable {
  case okay, exclusiveOkay, slaveError, decodeError

  /// As a field `resp` carries it: SLVERR, or OKAY.
  static func bits(isRefused: Signal) -> Signal { concatenate(isRefused, Signal(0, .bit)) }

  /// As the standard has it.
  var standardName: String {
    switch self {
    case .okay: "OKAY"
    case .exclusiveOkay: "EXOKAY"
    case .slaveError: "SLVERR"
    case .decodeError: "DECERR"
    }
  }

  static let note = allCases.map { "\($0.rawValue) \($0.standardName)" }.joined(separator: ", ")
}
