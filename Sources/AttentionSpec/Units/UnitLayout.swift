/// Where the words of a unit of work stand in a memory of operands, from its first place on: head
/// after head, each `stride` places behind the one before.
public struct UnitLayout: Sendable, Equatable {
  public let heads: Int
  /// Of each head.
  public let tokens: Int
  /// At least `tokens`.
  public let stride: Int

  public init(heads: Int, tokens: Int, stride: Int) {
    precondition(
      heads > 0 && tokens > 0 && stride >= tokens,
      "\(heads) heads of \(tokens) tokens do not stand at a stride of \(stride).")
    self.heads = heads
    self.tokens = tokens
    self.stride = stride
  }

  /// Places from the first word to the last.
  public var places: Int { (heads - 1) * stride + tokens }

  /// The place of a token of a head.
  public func place(head: Int, token: Int) -> Int { head * stride + token }

  /// The place of a token that is numbered as in `Workload`.
  public func place(ofToken number: Int) -> Int {
    place(head: number / tokens, token: number % tokens)
  }
}

extension DecoderShape {
  /// Places from a head to the next: where several heads are decoded at once an odd number, so that
  /// their words of a token are in different banks, of which there are a power of two.
  public func stride(tokens: Int) -> Int { heads > 1 ? tokens | 1 : tokens }
}
