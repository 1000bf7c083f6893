import AttentionSpec

extension QuantizedLinear {
  /// The layer as decoders that only shift, one an output: for layers whose changes of scale are
  /// powers of two.
  ///
  /// - Throws: `Refusal` for an output that has another change of scale, or sums that a decoder
  ///   does not hold.
  public func headDecoders() throws -> [HeadDecoder] {
    try (0..<outputs).map { output in
      let change = rescale[output]
      // The multiplier has its upper bit set, so that it is the only one of a power of two.
      let one = FixedMultiplier.multiplierBits - 1
      guard change.multiplier == 1 << one, change.shift >= one else {
        throw Refusal(
          "The change of scale of head \(output) is \(change.multiplier) / 2^\(change.shift), but "
            + "a decoder only shifts to the right; quantise with changes by powers of two.")
      }
      return try HeadDecoder(
        weights: Array(weight[output * inputs..<(output + 1) * inputs]), bias: Int(bias[output]),
        shift: change.shift - one)
    }
  }
}
