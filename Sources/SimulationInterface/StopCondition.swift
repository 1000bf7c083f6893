/// What a run waits for. It is looked at before each cycle, with all values settled.
public enum StopCondition: Hashable, Sendable {
  /// The port has this value.
  case port(String, equals: PortValue)
  /// Every item that was sent has been accepted, and at least so many items of these streams have
  /// been transferred and not yet been taken.
  case streamsDone(receiving: [String: Int] = [:])
  /// The design calls `$finish`.
  case finish
}

extension StopCondition: CustomStringConvertible {
  public var description: String {
    switch self {
    case .port(let port, let value): return "\(port) is \(value)"
    case .streamsDone(let counts):
      let wanted = counts.sorted { $0.key < $1.key }.map { ", \($0.value) items of \($0.key)" }
      return "all items sent" + wanted.joined()
    case .finish: return "$finish"
    }
  }
}
