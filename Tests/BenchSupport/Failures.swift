import SimulationInterface

/// The failure that `body` ends with.
///
/// - Throws: `NoFailure` if it ends without one; any other error.
public func failure(_ body: () throws -> Void) throws -> SimulationFailure {
  do {
    try body()
  } catch SimulationError.failed(let failure) {
    return failure
  }
  throw NoFailure()
}

/// A claim that should have been reported was not.
public struct NoFailure: Error {}
