import NetworkSpec
import TestSupport
import Testing

@testable import HeadCompression

@Suite struct AlignmentTests {
  private static func moments(
    _ activations: [Float], heads: Int, headDimension: Int
  ) throws -> FeatureMoments {
    var moments = FeatureMoments(heads: heads, headDimension: headDimension)
    try moments.add(activations)
    return moments
  }

  /// `q k` of each head and pair of tokens.
  private static func scores(_ queries: [Float], _ keys: [Float], heads: Int, width: Int)
    -> [Double]
  {
    let (tokens, features) = (queries.count / width, width / heads)
    var scores: [Double] = []
    for head in 0..<heads {
      for query in 0..<tokens {
        for key in 0..<tokens {
          var sum = 0.0
          for feature in head * features..<(head + 1) * features {
            sum += Double(queries[query * width + feature] * keys[key * width + feature])
          }
          scores.append(sum)
        }
      }
    }
    return scores
  }

  @Test("The covariance across heads is that of the samples, aligned or not")
  func covariance() throws {
    var random = TestRandom(seed: 6)
    let activations = random.activations(tokens: 12, heads: 3, headDimension: 4)
    let moments = try Self.moments(activations, heads: 3, headDimension: 4)
    var direct = HeadCovariance(heads: 3)
    try direct.add(activations, headDimension: 4)
    let derived = moments.covariance()
    #expect(derived.samples == direct.samples)
    #expect(zip(derived.sum.mean, direct.sum.mean).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(
      zip(derived.sum.scatter.elements, direct.sum.scatter.elements)
        .allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("A rotated block has the same scores and values, and the foretold covariance")
  func rotated() throws {
    var random = TestRandom(seed: 4)
    let (heads, width) = (3, 12)
    let block = BlockWeights.random(width: width, &random)
    let tokens = (0..<40).map { _ in random.bells(width) }
    let before = block.projected(tokens)
    let queries = try Self.moments(before[0], heads: heads, headDimension: 4)
    let keys = try Self.moments(before[1], heads: heads, headDimension: 4)
    let alignment = try HeadAlignment(queries: queries, keys: keys, hiddenHeads: 1)
    let turned = try alignment.rotated(block)
    #expect(turned.queriesKeysValues != block.queriesKeysValues)
    let after = turned.projected(tokens)
    let scores = Self.scores(before[0], before[1], heads: heads, width: width)
    let again = Self.scores(after[0], after[1], heads: heads, width: width)
    #expect(zip(scores, again).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(after[2] == before[2])
    for (moments, activations) in [(queries, after[0]), (keys, after[1])] {
      let foretold = try moments.covariance(aligned: alignment).fit(hiddenHeads: 1).report
      let found = try Self.moments(activations, heads: heads, headDimension: 4).covariance()
        .fit(hiddenHeads: 1).report
      #expect(abs(foretold.varianceKept - found.varianceKept) < 1e-6)
      #expect(abs(foretold.relativeError - found.relativeError) < 1e-6)
    }
  }

  @Test("Heads that are rotated copies of one head need one")
  func copies() throws {
    var random = TestRandom(seed: 9)
    let (heads, features) = (4, 6)
    let mixes = (0..<heads).map { _ in random.rotation(features) }
    let means = random.bells(features)
    func activations() -> [Float] {
      (0..<200).flatMap { _ in
        let common = zip(random.bells(features), means).map { $0 + 3 * $1 }
        return mixes.flatMap { $0.transposedTimes(common).map { Float($0) } }
      }
    }
    let queries = try Self.moments(activations(), heads: heads, headDimension: features)
    let keys = try Self.moments(activations(), heads: heads, headDimension: features)
    let alignment = try HeadAlignment(queries: queries, keys: keys, hiddenHeads: 1)
    for side in [queries, keys] {
      #expect(try side.covariance().fit(hiddenHeads: 1).report.varianceKept < 0.8)
      let aligned = try side.covariance(aligned: alignment).fit(hiddenHeads: 1).report
      #expect(aligned.varianceKept > 0.999)
      #expect(aligned.relativeError < 0.001)
    }
  }

  @Test(
    "Alignment never makes the reconstruction worse, and of related heads better",
    arguments: 0..<8 as Range<UInt64>)
  func better(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let heads = random.integer(2...5)
    let hidden = random.integer(1...heads - 1)
    let sides = try (0..<2).map { _ in
      try Self.moments(
        random.activations(tokens: 60, heads: heads, headDimension: 4), heads: heads,
        headDimension: 4)
    }
    let alignment = try HeadAlignment(queries: sides[0], keys: sides[1], hiddenHeads: hidden)
    // The error of both together, in parts of the variance before alignment.
    func error(_ covariance: (FeatureMoments) -> HeadCovariance) throws -> Double {
      try sides.reduce(0) { sum, side in
        let variance = try side.covariance().fit(hiddenHeads: hidden).report.eigenvalues.reduce(
          0, +)
        let dropped = try covariance(side).fit(hiddenHeads: hidden).report.eigenvalues
          .dropFirst(hidden).reduce(0, +)
        return sum + dropped / variance
      }
    }
    let before = try error { $0.covariance() }
    let after = try error { $0.covariance(aligned: alignment) }
    #expect(after <= before + 1e-9, "seed \(seed)")
    #expect(after < 0.9 * before, "seed \(seed)")
  }

  @Test("A block that is another, or has auto-encoders, is refused")
  func refusals() throws {
    var random = TestRandom(seed: 1)
    var block = BlockWeights.random(width: 4, &random)
    let moments = try Self.moments(
      random.activations(tokens: 3, heads: 2, headDimension: 3), heads: 2, headDimension: 3)
    let alignment = try HeadAlignment(queries: moments, keys: moments, hiddenHeads: 1)
    #expect(
      refusal { _ = try alignment.rotated(block) }
        == "The queries, keys and values are 12 features, but the alignment is of 2 heads of 3, "
        + "which need 18; give the block that its activations came from.")
    block = BlockWeights.random(width: 6, &random)
    block.queryAutoEncoder = try moments.covariance().fit(hiddenHeads: 1).weights
    #expect(
      refusal { _ = try alignment.rotated(block) }
        == "The block has auto-encoders, which were fitted to heads as they are; align the heads "
        + "before.")
    let empty = FeatureMoments(heads: 2, headDimension: 3)
    #expect(
      refusal { _ = try HeadAlignment(queries: empty, keys: moments, hiddenHeads: 1) }
        == "An auto-encoder cannot be fitted to 0 samples; add activations of images.")
    #expect(
      refusal { _ = try HeadAlignment(queries: moments, keys: moments, hiddenHeads: 3) }
        == "An auto-encoder of 2 heads cannot have 3 hidden heads; "
        + "choose 1 to 2, such as half of them.")
  }
}
