extension NetworkWeights {
  /// The network for images of another size, whose patches are as large but more or fewer.
  ///
  /// - Throws: `Refusal` for a side that is not a whole number of patches, or too many tokens.
  public func resized(
    imageSide: Int, positionsAs interpolation: PositionInterpolation
  ) throws -> NetworkWeights {
    let resized = try NetworkShape(
      channels: shape.channels, imageSide: imageSide, patchSide: shape.patchSide,
      classTokens: shape.classTokens, width: shape.width, heads: shape.heads,
      blocks: shape.blocks, hidden: shape.hidden, classes: shape.classes,
      normEpsilon: shape.normEpsilon)
    return try NetworkWeights(
      shape: resized, patchEmbedding: patchEmbedding, classTokens: classTokens,
      positions: interpolation(
        positions, width: shape.width, from: shape.grid, to: resized.grid),
      blocks: blocks, norm: norm, readout: readout, classifiers: classifiers)
  }
}
