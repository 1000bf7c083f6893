// Heads of real tensors, as a person has them.

extension HeadInput {
  /// A head of real queries, keys and values, each of which becomes int8 with a symmetric scale of
  /// its own: nothing is clamped. Scores are products over the root of the head dimension.
  ///
  /// - Parameters:
  ///   - queries: tokens x head dimension, finite, as are the others.
  ///   - outputScale: What one unit of the output stands for; the scale of the values if nil, which
  ///     no output exceeds.
  /// - Throws: `Refusal` for shapes that differ or are outside what `NumberFormats` allows, or for
  ///   numbers whose scores no format holds.
  public static func quantized(
    queries: Matrix<Double>, keys: Matrix<Double>, values: Matrix<Double>,
    outputScale: Double? = nil
  ) throws -> HeadInput {
    var limits = [queries, keys, values].map { $0.storage.reduce(0) { max($0, abs($1)) } }
    // Where products are hardly numbers any more, scores are those of zeros.
    if limits[0] * limits[1] < 1e-250 {
      for index in 0..<2 where limits[index] < 1e-100 { limits[index] = 0 }
    }
    // Zeros may have any scale: one that goes with the other's.
    var queryScale = (limits[0] > 0 ? limits[0] : min(1, 1 / limits[1])) / 127
    var keyScale = (limits[1] > 0 ? limits[1] : min(1, 1 / limits[0])) / 127
    let valueScale = (limits[2] > 0 ? limits[2] : 1) / 127
    let features = max(1, queries.columns)
    let factor = HeadQuantization.operandCoarsening(
      queryScale: queryScale, keyScale: keyScale, headDimension: features)
    queryScale *= factor
    keyScale *= factor
    let exact = HeadQuantization.exactSoftmaxScale(
      queryScale: queryScale, keyScale: keyScale, headDimension: features)
    guard exact.rounded() <= Double(NumberFormats.softmaxScaleMax) else {
      throw Refusal(
        "Queries up to \(limits[0]) and keys up to \(limits[1]) have scores that no softmax scale "
          + "holds; look for numbers that are far too large.")
    }
    return try HeadInput(
      queries: queries.quantized(queryScale), keys: keys.quantized(keyScale),
      values: values.quantized(valueScale),
      quantization: HeadQuantization(
        queryScale: queryScale, keyScale: keyScale, valueScale: valueScale,
        outputScale: outputScale ?? valueScale, headDimension: features))
  }
}

extension Matrix<Double> {
  /// The nearest int8 multiples of a scale, halves up.
  fileprivate func quantized(_ scale: Double) -> Matrix<Int8> {
    Matrix<Int8>(rows: rows, columns: columns) { integers in
      for (index, number) in storage.enumerated() {
        integers[index] = Int8(max(-128, min(127, (number / scale + 0.5).rounded(.down))))
      }
    }
  }
}
