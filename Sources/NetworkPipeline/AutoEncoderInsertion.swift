import AttentionSpec
import HeadCompression
import NetworkSpec
import ReferenceModel

/// What the auto-encoders of one block keep.
public struct BlockCompression: Sendable, Equatable, Codable {
  public let queries: CompressionReport
  public let keys: CompressionReport
}

/// A network with auto-encoders that were fitted to images, without training.
public struct CompressedNetwork: Sendable {
  public let weights: NetworkWeights
  /// One for each block.
  public let blocks: [BlockCompression]
}

extension NetworkAnalysis {
  /// Inserts the best linear auto-encoders, block after block, so that each is fitted to what the
  /// earlier ones leave of the images.
  ///
  /// The heads of a block are aligned first, which changes no score; see `HeadAlignment`.
  ///
  /// - Parameters:
  ///   - hiddenHeads: Heads between encoder and decoder; half of the heads, rounded up, if nil.
  ///   - count: Images that are looked at, the first.
  ///   - progress: is told which block begins.
  /// - Throws: `Refusal` for a network that has auto-encoders, or hidden heads outside 1...heads.
  public func insertingAutoEncoders(
    hiddenHeads: Int? = nil, images count: Int = 32, progress: (String) -> Void = { _ in }
  ) throws -> CompressedNetwork {
    guard !weights.hasAutoEncoders else {
      throw Refusal(
        "The network has auto-encoders already; use these, or give the network without them.")
    }
    let shape = weights.shape
    let hiddenHeads = hiddenHeads ?? (shape.heads + 1) / 2
    try HeadCovariance.check(hiddenHeads: hiddenHeads, heads: shape.heads)
    var compressed = weights
    var reports: [BlockCompression] = []
    var tokens = try parallelMap(min(count, images.count)) {
      try network.embedded(images.normalized($0))
    }
    for block in 0..<shape.blocks {
      progress("Fitting auto-encoders, block \(block + 1) of \(shape.blocks)")
      let moments = try moments(ofBlock: block, tokens)
      let alignment = try HeadAlignment(
        queries: moments.queries, keys: moments.keys, hiddenHeads: hiddenHeads)
      let queries = try moments.queries.covariance(aligned: alignment).fit(hiddenHeads: hiddenHeads)
      let keys = try moments.keys.covariance(aligned: alignment).fit(hiddenHeads: hiddenHeads)
      var changed = try alignment.rotated(compressed.blocks[block])
      changed.queryAutoEncoder = queries.weights
      changed.keyAutoEncoder = keys.weights
      compressed.blocks[block] = changed
      reports.append(BlockCompression(queries: queries.report, keys: keys.report))
      let network = try FloatNetwork(compressed, masks: masks)
      let entering = tokens
      tokens = parallelMap(entering.count) { network.run(block: block, entering[$0]) }
    }
    return CompressedNetwork(weights: compressed, blocks: reports)
  }

  /// How the queries and keys of a block vary, without its auto-encoder, for tokens that enter it.
  private func moments(
    ofBlock block: Int, _ tokens: [Matrix<Float>]
  ) throws -> (queries: FeatureMoments, keys: FeatureMoments) {
    let shape = weights.shape
    let empty = FeatureMoments(heads: shape.heads, headDimension: shape.headDimension)
    // Activations are made on all cores; they are added in the order of the images.
    let activations = try parallelMap(tokens.count) { image in
      var seen: [NetworkTensor: [Float]] = [:]
      var check = FiniteCheck()
      _ = network.run(block: block, tokens[image]) { checkpoint, values in
        check.look(at: values, checkpoint)
        if [.queries, .keys].contains(checkpoint.tensor) { seen[checkpoint.tensor] = values }
      }
      try check.finish()
      return seen
    }
    var moments = (queries: empty, keys: empty)
    for seen in activations {
      try moments.queries.add(seen[.queries] ?? [])
      try moments.keys.add(seen[.keys] ?? [])
    }
    return moments
  }
}
