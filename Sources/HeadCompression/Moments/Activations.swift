import Basics

/// Queries or keys of an image, or of a batch: `[tokens, heads * headDimension]`, head after head
/// in a token.
struct Activations {
  let values: [Float]
  let heads: Int
  let headDimension: Int

  /// - Throws: `Refusal` for a count that is no number of tokens, or a number that is not finite.
  init(_ values: [Float], heads: Int, headDimension: Int) throws {
    let width = heads * headDimension
    guard values.count % width == 0 else {
      throw Refusal(
        "\(values.count.counted("activation")) cannot be those of whole tokens of "
          + "\(heads.counted("head")) of \(headDimension.counted("feature")); give [tokens, "
          + "\(width)]."
      )
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      let feature = place % width
      throw Refusal(
        "The activation of token \(place / width), head \(feature / headDimension), feature "
          + "\(feature % headDimension) is \(values[place]), but all must be finite; look for "
          + "what went wrong in the network before it.")
    }
    self.values = values
    self.heads = heads
    self.headDimension = headDimension
  }

  /// The vector of heads of each token and feature, one behind another.
  var headVectors: [Double] {
    var vectors: [Double] = []
    vectors.reserveCapacity(values.count)
    for token in stride(from: 0, to: values.count, by: heads * headDimension) {
      for feature in 0..<headDimension {
        for head in 0..<heads {
          vectors.append(Double(values[token + head * headDimension + feature]))
        }
      }
    }
    return vectors
  }
}
