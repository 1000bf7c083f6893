import AttentionSpec

extension NetworkWeights {
  /// - Throws: `Refusal` that names the part, its size and the size that the shape asks for.
  func checkSizes() throws {
    try check("patch embedding", patchEmbedding, shape.patchSize, shape.width)
    try check("class tokens", classTokens.count, shape.classTokens * shape.width)
    try check("positions", positions.count, shape.tokens * shape.width)
    try check("number of blocks", blocks.count, shape.blocks)
    for (index, block) in blocks.enumerated() { try check(block, "block \(index), ") }
    try check("last norm", norm.gain.count, shape.width)
    try checkReadout()
  }

  private func check(_ block: BlockWeights, _ place: String) throws {
    try check(place + "attention norm", block.attentionNorm.gain.count, shape.width)
    try check(
      place + "queries, keys and values", block.queriesKeysValues, shape.width, 3 * shape.width)
    try check(place + "projection", block.projection, shape.width, shape.width)
    try check(place + "perceptron norm", block.perceptronNorm.gain.count, shape.width)
    try check(place + "expansion", block.expansion, shape.width, shape.hidden)
    try check(place + "contraction", block.contraction, shape.hidden, shape.width)
    guard (block.queryAutoEncoder == nil) == (block.keyAutoEncoder == nil) else {
      throw Refusal(
        "The \(place)has an auto-encoder for queries or keys alone; give both or none.")
    }
    for encoder in [block.queryAutoEncoder, block.keyAutoEncoder].compactMap({ $0 }) {
      try check(place + "heads of the auto-encoder", encoder.heads, shape.heads)
    }
  }

  private func checkReadout() throws {
    let classifierCount = shape.classes == 0 ? 0 : readout == .averageOfTwo ? 2 : 1
    try check("number of classifiers", classifiers.count, classifierCount)
    if readout == .averageOfTwo {
      try check("number of class tokens", shape.classTokens, 2)
    }
    let inputs = readout == .classTokenAndPatchMean ? 2 * shape.width : shape.width
    for classifier in classifiers { try check("classifier", classifier, inputs, shape.classes) }
  }

  private func check(_ part: String, _ layer: LinearWeights, _ inputs: Int, _ outputs: Int) throws {
    guard layer.inputs == inputs, layer.outputs == outputs else {
      throw Refusal(
        "The \(part) is [\(layer.outputs), \(layer.inputs)], but the network needs "
          + "[\(outputs), \(inputs)]; give the weights of one network.")
    }
  }

  private func check(_ part: String, _ size: Int, _ expected: Int) throws {
    guard size == expected else {
      throw Refusal(
        "The \(part) is \(size), but the network needs \(expected); "
          + "give the weights of one network.")
    }
  }
}
