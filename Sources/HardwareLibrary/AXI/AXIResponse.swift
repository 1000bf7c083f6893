/// How an access over AXI ended.
public enum AXIResponse: Int, CaseIterable, Sendable {
  case okay, exclusiveOkay, slaveError, decodeError

  static let note = "0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR"
}
