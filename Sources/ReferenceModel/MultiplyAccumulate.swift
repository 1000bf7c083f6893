import AttentionSpec

/// One step of a multiply-accumulate unit, at the widths of the hardware.
public enum MultiplyAccumulate {
  /// `sum + factor * operand`, wrapped to `accumulatorBits` (1 to 32) in two's complement.
  ///
  /// In SDDMM the factor is a query feature, in SpMM a softmax numerator, so it has nine signed
  /// bits: other values wrap to them.
  public static func step(
    sum: Int, factor: Int, operand: Int8, accumulatorBits: Int
  ) -> Int {
    let product =
      wrapped(factor, bits: NumberFormats.operandBits + 1) * Int(operand)
    return wrapped(sum &+ product, bits: accumulatorBits)
  }

  /// The two's complement number in the low `bits` bits of a value.
  public static func wrapped(_ value: Int, bits: Int) -> Int {
    let unused = Int.bitWidth - bits
    return (value << unused) >> unused
  }
}
