import AttentionSpec

/// The patches of an image, row after row behind one class token.
public struct PatchGrid: Sendable, Equatable, Hashable {
  public let rows: Int
  public let columns: Int

  /// The 14 x 14 grid of DeiT: 197 tokens.
  public static let deit = PatchGrid(unchecked: 14, 14)

  /// - Throws: `Refusal` for a grid without patches, or with more tokens than a mask may have.
  public init(rows: Int, columns: Int) throws {
    let (patches, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows > 0, columns > 0, !overflow, patches < NumberFormats.tokensMax else {
      throw Refusal(
        "A grid of \(rows) x \(columns) patches is outside 1 to "
          + "\(NumberFormats.tokensMax - 1) patches; choose a grid in that range.")
    }
    self.rows = rows
    self.columns = columns
  }

  private init(unchecked rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The class token and the patches.
  public var tokens: Int { rows * columns + 1 }
}

/// Seeded masks with the structure that is published for pruned Vision Transformers, for
/// demonstrations and benchmarks without the masks of a trained network.
///
/// A head keeps the row and the column of the class token, which is token 0, and one of:
/// - a single diagonal, of each patch itself or shifted by one patch (6 heads in 36): the sparsest
///   kind that is published, with 589 entries of 38,809;
/// - a neighbourhood: patches at most one row and one column away, two rows away at times, each
///   kept with a probability of the head (19 in 36);
/// - a neighbourhood with *global* columns that about half of the queries keep: few as a rule, at
///   most a third of all columns (11 in 36).
///
/// Stray entries are sprinkled over the latter two. With the grid of DeiT the heads of a network
/// keep about 5 % on average, between 1.5 % and 20 %, as the authors' mask of DeiT-Tiny does.
public struct SyntheticMask: Sendable {
  private enum Kind {
    case diagonal
    case neighbourhood
    case globals
  }

  private let grid: PatchGrid
  private var generator: SplitMix64
  private var kept: Matrix<Bool>

  /// The mask of one head.
  ///
  /// - Throws: `Refusal` never for a valid grid; the initialiser of `AttentionMask` declares it.
  public static func head(grid: PatchGrid = .deit, seed: UInt64) throws -> AttentionMask {
    var synthesis = SyntheticMask(grid: grid, seed: seed)
    synthesis.draw()
    return try AttentionMask(synthesis.kept)
  }

  /// The masks of a network, block by block, each with its heads.
  ///
  /// - Throws: As `head(grid:seed:)`.
  public static func network(
    blocks: Int, heads: Int, grid: PatchGrid = .deit, seed: UInt64
  ) throws -> [[AttentionMask]] {
    var generator = SplitMix64(seed: seed)
    return try (0..<blocks).map { _ in
      try (0..<heads).map { _ in try head(grid: grid, seed: generator.next()) }
    }
  }

  private init(grid: PatchGrid, seed: UInt64) {
    self.grid = grid
    generator = SplitMix64(seed: seed)
    kept = Matrix(rows: grid.tokens, columns: grid.tokens, repeating: false)
  }

  private mutating func draw() {
    for token in 0..<grid.tokens {
      kept[0, token] = true
      kept[token, 0] = true
    }
    switch drawKind() {
    case .diagonal:
      drawOffset(row: 0, column: generator.integer(in: -1...1), perMille: 1000)
    case .neighbourhood:
      drawNeighbourhood()
      sprinkle(perMille: 3)
    case .globals:
      drawNeighbourhood()
      // The product of two uniform numbers: mostly small.
      let share = generator.integer(in: 0...1000) * generator.integer(in: 0...1000)
      drawGlobals(count: max(1, grid.tokens * share / 3_000_000), perMille: 550)
      sprinkle(perMille: 5)
    }
  }

  private mutating func drawKind() -> Kind {
    switch generator.integer(in: 0...35) {
    case 0..<6: .diagonal
    case 6..<25: .neighbourhood
    default: .globals
    }
  }

  /// Draws how likely the eight nearest patches are, and those two rows away, then keeps them.
  private mutating func drawNeighbourhood() {
    let near = generator.integer(in: 150...900)
    let far = generator.chance(perMille: 400) ? near / 2 : 0
    for rowOffset in -2...2 {
      for columnOffset in -1...1 {
        let isCentre = rowOffset == 0 && columnOffset == 0
        let isFar = abs(rowOffset) == 2
        if isFar && columnOffset != 0 { continue }
        drawOffset(
          row: rowOffset, column: columnOffset,
          perMille: isCentre ? 1000 : isFar ? far : near)
      }
    }
  }

  /// Keeps, for each patch, the patch so many rows and columns away, if the grid has it and chance
  /// wills.
  private mutating func drawOffset(row rowOffset: Int, column columnOffset: Int, perMille: Int) {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let (keyRow, keyColumn) = (row + rowOffset, column + columnOffset)
        guard (0..<grid.rows).contains(keyRow), (0..<grid.columns).contains(keyColumn),
          generator.chance(perMille: perMille)
        else { continue }
        kept[1 + row * grid.columns + column, 1 + keyRow * grid.columns + keyColumn] = true
      }
    }
  }

  /// Keeps `count` random columns, each query with the given probability.
  private mutating func drawGlobals(count: Int, perMille: Int) {
    for _ in 0..<count {
      let key = generator.integer(in: 1...grid.tokens - 1)
      for query in 0..<grid.tokens where generator.chance(perMille: perMille) {
        kept[query, key] = true
      }
    }
  }

  private mutating func sprinkle(perMille: Int) {
    for query in 0..<grid.tokens {
      for key in 0..<grid.tokens where generator.chance(perMille: perMille) {
        kept[query, key] = true
      }
    }
  }
}
