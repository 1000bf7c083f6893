// Values that follow from a validated configuration, so that no one states them twice.

extension ArrayShape {
  /// Multiply-accumulate units in all.
  public var macs: Int { lines * macsPerLine }
}

extension AcceleratorConfiguration {
  /// The cycles of a layer, scores and outputs, if all multipliers did what its masks keep, always.
  public func floor(of layer: LayerInput) -> Int {
    let kept = layer.heads.reduce(0) { $0 + $1.mask.keptCount }
    return dividedRoundingUp(2 * kept * layer.headDimension, by: array.macs)
  }

  /// Lines of one processing element.
  public var linesPerElement: Int { array.lines / array.elements }

  /// Features that one element multiplies in a cycle: one per multiply-accumulate unit.
  public var featuresPerCycle: Int { linesPerElement * array.macsPerLine }

  /// Passes over the features of a head: `ceil(headDimension / featuresPerCycle)`.
  public func chunks(headDimension: Int) -> Int {
    dividedRoundingUp(headDimension, by: featuresPerCycle)
  }

  /// The most chunks of a head.
  public var chunksMax: Int { chunks(headDimension: capacity.headDimension) }

  /// Width of a chunk number in an address; 0 if there is one chunk.
  public var chunkBits: Int { bitsToIndex(chunksMax) }

  /// Width of the chunk count register, from 0 to `chunksMax`.
  public var chunkCountBits: Int { bitLength(chunksMax) }

  /// Width of a score, signed.
  public var scoreBits: Int { NumberFormats.scoreBits(headDimension: capacity.headDimension) }

  /// Width of a sum in a MAC, signed: numerators times values of a row, or the part of it to which
  /// an output is aligned.
  public var accumulatorBits: Int {
    1
      + max(
        bitLength(capacity.tokens * NumberFormats.numeratorMax * 128), NumberFormats.alignedBits)
  }

  /// Width of a row sum, unsigned.
  public var rowSumBits: Int { NumberFormats.rowSumBits(tokens: capacity.tokens) }

  /// Width of a word of features: one int8 per feature.
  public var featureWordBits: Int { NumberFormats.operandBits * featuresPerCycle }
}
