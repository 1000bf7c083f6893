import SimulationInterface

/// How the agents around a unit behave while its streams are verified.
public enum StreamDrive: String, CaseIterable, Sendable {
  case fullRate, bubbles, backPressure, both

  /// How an agent does at a stream that goes this way.
  public func pace(_ direction: Direction, seed: UInt64) -> StreamPace {
    let pauses: Bool =
      switch self {
      case .fullRate: false
      case .bubbles: direction == .input
      case .backPressure: direction == .output
      case .both: true
      }
    return pauses ? .random(pausing: self == .both ? 0.4 : 0.5, seed: seed) : .full
  }
}
