import HardwareDSL

/// A unit with one stream into it and one out of it.
///
/// Stages are joined like functions, from the inside out:
///
///     results <== fifo(skid(requests.map { Item($0.value * $0.value) }))
public protocol StreamStage: Module {
  associatedtype Given: SignalBundle
  associatedtype Taken: SignalBundle

  var input: ReadyValid<Given> { get }
  var output: ReadyValid<Taken> { get }
}

extension StreamStage {
  /// Leads `source` into the unit, in the body of the module that holds it.
  ///
  /// - Returns: What comes out of it.
  public func callAsFunction(_ source: ReadyValid<Given>) -> ReadyValid<Taken> {
    input <== source
    return output
  }
}
