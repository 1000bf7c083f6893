/// How a decoder makes a head of codes: for each token and feature the sum of weights times codes
/// and a bias, shifted right with rounding and brought to 8 bits.
public struct HeadDecoder: Sendable, Equatable {
  /// One a code.
  public let weights: [Int8]
  public let bias: Int
  public let shift: Int

  /// Width of a sum, signed.
  public static let sumBits = 24
  /// Largest shift.
  public static let shiftMax = 31

  /// - Throws: `Refusal` for a sum that may leave its bits, or a shift out of range.
  public init(weights: [Int8], bias: Int, shift: Int) throws {
    guard (0...Self.shiftMax).contains(shift) else {
      throw Refusal(
        "A decoder shifts by \(shift), but 0 to \(Self.shiftMax) is possible; "
          + "choose an output scale nearer to that of the sums.")
    }
    let limit = 1 << (Self.sumBits - 1)
    guard bias.magnitude < limit, Self.largestSum(weights: weights, bias: bias) < limit else {
      throw Refusal(
        "A sum of \(weights.count.counted("code")) with a bias of \(bias) may leave the "
          + "\(Self.sumBits) bits of a decoder; give it coarser weights or a smaller bias.")
    }
    self.weights = weights
    self.bias = bias
    self.shift = shift
  }

  /// The largest magnitude of a sum of any codes.
  public static func largestSum(weights: [Int8], bias: Int) -> Int {
    weights.reduce(abs(bias)) { $0 + 128 * Int($1.magnitude) }
  }
}

/// Queries, or keys, of a layer as an auto-encoder leaves them, and how each head is made of them.
public struct EncodedOperand: Sendable, Equatable {
  /// One a code: tokens x head dimension.
  public let codes: [Matrix<Int8>]
  /// One a head.
  public let heads: [HeadDecoder]

  public init(codes: [Matrix<Int8>], heads: [HeadDecoder]) {
    self.codes = codes
    self.heads = heads
  }
}
