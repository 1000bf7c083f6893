import Basics

/// Rotations of the features of each head that let an auto-encoder across heads keep more.
///
/// An auto-encoder mixes feature `j` of all heads, but training gives the features of different
/// heads no common order. A rotation of a head's features that acts on its queries and keys alike
/// changes no score, so it can give them one. This is an addition to ViTCoD.
///
/// ```swift
/// let alignment = try HeadAlignment(queries: queries, keys: keys, hiddenHeads: 6)
/// var block = try alignment.rotated(block)
/// block.queryAutoEncoder = try queries.covariance(aligned: alignment).fit(hiddenHeads: 6).weights
/// block.keyAutoEncoder = try keys.covariance(aligned: alignment).fit(hiddenHeads: 6).weights
/// ```
public struct HeadAlignment: Sendable, Equatable {
  public let heads: Int
  public let headDimension: Int
  /// Orthogonal, one for each head: new feature `a` is the sum of old features `i` times `[i, a]`.
  let rotations: [SquareMatrix]

  private static let roundsMax = 100
  /// Rounds end when one takes away less than this part of the variance.
  private static let gainMin = 1e-6

  /// The alignment for auto-encoders of so many hidden heads.
  ///
  /// In turn, the best projections across heads are found for the rotated features, and each head
  /// is turned to where they reconstruct it best from the others. No step raises the error of
  /// reconstruction of queries and keys together, where each counts in parts of its own variance
  /// before alignment. It finds a local optimum, which depends on where the heads stand. Cores
  /// share the work, and their number changes no bit of the result.
  ///
  /// - Throws: `Refusal` for hidden heads outside 1...heads, or without activations.
  public init(queries: FeatureMoments, keys: FeatureMoments, hiddenHeads: Int) throws {
    precondition(
      queries.heads == keys.heads && queries.headDimension == keys.headDimension,
      "Queries and keys are those of one block.")
    // What can be wrong with the samples, the first fit refuses.
    var sides = try [queries, keys].map { try AlignmentSide($0, hiddenHeads: hiddenHeads) }
    var rotations = Array(
      repeating: SquareMatrix.identity(queries.headDimension), count: queries.heads)
    var bases = rotations
    let sideMoments = [queries, keys]
    let pairs = HeadPair.all(queries.heads)
    var error = Double.infinity
    for _ in 0..<Self.roundsMax {
      let round = AlignmentRound(sideMoments, rotations, pairs)
      for index in sides.indices { sides[index].project(rotations, round.products[index]) }
      let rest = sides.reduce(0) { $0 + $1.error }
      guard error - rest > Self.gainMin else { break }
      error = rest
      for head in rotations.indices {
        let products = round.products(of: head, rotations)
        let target = Self.target(head, rotations, sides, products)
        if let turned = target.nearestRotation(basis: &bases[head]) { rotations[head] = turned }
      }
    }
    heads = queries.heads
    headDimension = queries.headDimension
    self.rotations = rotations
  }

  /// A share of where a head stands, so that it stays there in directions that the others leave
  /// open. It does not keep a step from lowering the error.
  private static let inertia = 1e-9

  private static func target(
    _ head: Int, _ rotations: [SquareMatrix], _ sides: [AlignmentSide],
    _ products: [[SquareMatrix]]
  ) -> SquareMatrix {
    var target = SquareMatrix(zerosOfSize: rotations[head].size)
    for (side, products) in zip(sides, products) {
      target.add(side.target(head, rotations, products), times: 1)
    }
    target.add(rotations[head], times: inertia * target.squaredNorm.squareRoot())
    return target
  }
}

/// The products of scatter and rotations in one round, in which each head is turned once. They are
/// most of the work, and made on all cores.
private struct AlignmentRound {
  private let moments: [FeatureMoments]
  private let pairs: [HeadPair]
  /// Those of each side for all pairs, before any head was turned.
  let products: [[SquareMatrix]]

  init(_ moments: [FeatureMoments], _ rotations: [SquareMatrix], _ pairs: [HeadPair]) {
    self.moments = moments
    self.pairs = pairs
    products = moments.map { $0.products(rotations) }
  }

  /// Those of each side for one head with every other, in the order of the others. Heads behind
  /// this one stand as they did when the round began; those before it were turned.
  func products(of head: Int, _ rotations: [SquareMatrix]) -> [[SquareMatrix]] {
    let fresh = parallelMap(moments.count * head) { [moments] index in
      moments[index / head].scatter(
        HeadPair(first: head, second: index % head), times: rotations)
    }
    return moments.indices.map { side in
      fresh[side * head..<(side + 1) * head]
        + zip(pairs, products[side]).filter { $0.0.first == head && $0.0.second > head }.map(\.1)
    }
  }
}

/// Queries or keys while heads are aligned.
private struct AlignmentSide {
  let moments: FeatureMoments
  let hiddenHeads: Int
  /// One over the variance before alignment; 0 for samples that do not vary.
  let scale: Double
  /// The best projection across heads for the rotations of this round.
  private var projection: SquareMatrix
  /// The part of the variance before alignment that the projection loses.
  private(set) var error = Double.infinity

  init(_ moments: FeatureMoments, hiddenHeads: Int) throws {
    self.moments = moments
    self.hiddenHeads = hiddenHeads
    projection = SquareMatrix(zerosOfSize: moments.heads)
    let covariance = moments.covariance()
    _ = try covariance.fit(hiddenHeads: hiddenHeads)
    let variance = (0..<moments.heads).reduce(0) { $0 + covariance.sum.scatter[$1, $1] }
    scale = variance > 0 ? 1 / variance : 0
  }

  /// - Parameter products: of `HeadPair.all` with these rotations.
  mutating func project(_ rotations: [SquareMatrix], _ products: [SquareMatrix]) {
    let eigen = SymmetricEigen(
      moments.covariance(rotations, products: products).sum.scatter)
    projection = SquareMatrix(zerosOfSize: moments.heads)
    for vector in eigen.vectors.prefix(hiddenHeads) {
      for (row, left) in vector.enumerated() {
        for (column, right) in vector.enumerated() { projection[row, column] += left * right }
      }
    }
    error = eigen.values.dropFirst(hiddenHeads).reduce(0, +) * scale
  }

  /// What a head is to be turned to. With the rotation R of this head, S the scatter, u the mean
  /// features, P the projection and m the mean of each head, the error falls as
  ///
  ///     tr R' (sum over other heads g of P[g] (S[g] R[g] + n u u[g]' R[g]))
  ///       + n d m' (1 - P) m / 2
  ///
  /// grows, where the bias of the decoder gives the second term. That is convex in R, so its
  /// tangent is below it, and a step along the tangent cannot lower it.
  ///
  /// - Parameter products: S[g] R[g] of the other heads, in order.
  func target(
    _ head: Int, _ rotations: [SquareMatrix], _ products: [SquareMatrix]
  ) -> SquareMatrix {
    let means = moments.rotatedMeans(rotations)
    let headMeans = means.map { $0.reduce(0, +) / Double(moments.headDimension) }
    var target = SquareMatrix(zerosOfSize: moments.headDimension)
    var direction = Array(repeating: headMeans[head], count: moments.headDimension)
    for other in rotations.indices {
      let weight = projection[head, other]
      for feature in direction.indices { direction[feature] -= weight * headMeans[other] }
      guard other != head else { continue }
      target.add(products[other < head ? other : other - 1], times: weight)
      for feature in direction.indices { direction[feature] += weight * means[other][feature] }
    }
    let tokens = Double(moments.tokens)
    for (row, mean) in moments.mean(head).enumerated() {
      for column in direction.indices { target[row, column] += tokens * mean * direction[column] }
    }
    for index in target.elements.indices { target.elements[index] *= scale }
    return target
  }
}
