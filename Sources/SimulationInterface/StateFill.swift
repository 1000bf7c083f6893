/// What registers and memories hold that the design itself does not initialise.
public enum StateFill: Hashable, Sendable {
  case zeros
  case ones
  case random(seed: UInt64)
}
