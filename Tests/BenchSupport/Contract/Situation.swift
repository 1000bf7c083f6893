/// How a module is driven while its contract is measured.
///
/// What a contract comes from is quiet but for what is measured: flags are 0, and streams offer
/// nothing. Streams out of the module are taken from. All other inputs carry noise.
public struct Situation {
  /// A part of a contract, by its number.
  public enum Part: Hashable, Sendable {
    case latency(Int)
    case throughput(Int)
  }

  let holding: [String: Int]
  let below: [String: Int]
  let parts: Set<Part>?
  let prepare: (ContractTrial) throws -> Void

  /// - Parameters:
  ///   - holding: inputs that keep a value, by their names without `_i`; by their whole names where
  ///     a standard gives these.
  ///   - below: inputs whose noise stays below a number.
  ///   - parts: what can be seen in this situation; all by default. What no situation shows is not
  ///     measured.
  ///   - prepare: brings the module where it is to be, after a reset.
  public init(
    holding: [String: Int] = [:], below: [String: Int] = [:], for parts: Set<Part>? = nil,
    prepare: @escaping (ContractTrial) throws -> Void = { _ in }
  ) {
    self.holding = holding
    self.below = below
    self.parts = parts
    self.prepare = prepare
  }

  func shows(_ part: Part) -> Bool { parts?.contains(part) ?? true }
}
