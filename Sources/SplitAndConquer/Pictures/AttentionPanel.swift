import AttentionSpec

/// One picture of a head: its attention or its mask, in the order of the tokens or in a new one.
public struct AttentionPanel: Sendable {
  /// The most pixels along a side. Where there are more tokens, a pixel shows the largest attention
  /// of several entries, so that a file stays small.
  static let sideMax = 512

  /// Stands above the panel.
  let title: String
  let tokens: Int
  /// Attention of each entry, nil for a mask alone.
  let map: [Float]?
  /// Flags of each entry; pruned ones are white.
  let kept: [Bool]
  /// Columns to be marked as global, ascending.
  let globalColumns: [Int]
  let order: Order

  /// What the numbers along the axes count.
  enum Order {
    case tokens
    case positions
  }

  /// The averaged attention of a head before pruning. Given a reordering, its global tokens are
  /// marked where they stand.
  ///
  /// - Throws: `Refusal` for a reordering of another size.
  public static func attention(
    _ maps: AttentionMaps, block: Int, head: Int, globalsOf reordering: Reordering? = nil
  ) throws -> AttentionPanel {
    let size = maps.tokens * maps.tokens
    return try AttentionPanel(
      block: block, head: head, tokens: maps.tokens,
      map: Array(maps.map(block: block, head: head)),
      kept: Array(repeating: true, count: size), globalsOf: reordering)
  }

  /// A head after pruning; without maps, its mask alone.
  ///
  /// - Throws: `Refusal` for maps or a reordering of another size.
  public static func pruned(
    _ mask: AttentionMask, maps: AttentionMaps? = nil, block: Int, head: Int,
    globalsOf reordering: Reordering? = nil
  ) throws -> AttentionPanel {
    try AttentionPanel(
      block: block, head: head, tokens: mask.tokens,
      map: maps.map { Array($0.map(block: block, head: head)) }, kept: mask.kept,
      globalsOf: reordering)
  }

  /// A head after pruning and reordering; without maps, its mask alone. `mask` is in the order of
  /// the tokens.
  ///
  /// - Throws: `Refusal` for maps or a reordering of another size.
  public static func reordered(
    _ mask: AttentionMask, maps: AttentionMaps? = nil, block: Int, head: Int,
    by reordering: Reordering
  ) throws -> AttentionPanel {
    let map = try maps.map { maps in
      let values = Array(maps.map(block: block, head: head))
      return try reordering.reorder(
        Matrix(rows: maps.tokens, columns: maps.tokens, storage: values)
      ).storage
    }
    let reordered = try reordering.reorder(mask)
    return try AttentionPanel(
      title: title(block, head), tokens: mask.tokens, map: map, kept: reordered.kept,
      globalColumns: Array(0..<reordering.globalTokens), order: .positions)
  }

  private init(
    block: Int, head: Int, tokens: Int, map: [Float]?, kept: [Bool],
    globalsOf reordering: Reordering?
  ) throws {
    guard reordering.map({ $0.tokens == tokens }) ?? true else {
      throw Refusal(
        "The reordering is not one of \(tokens.counted("token")); give that of block \(block), "
          + "head \(head)."
      )
    }
    let globals = reordering.map { $0.tokenAtPosition.prefix($0.globalTokens).sorted() } ?? []
    try self.init(
      title: Self.title(block, head), tokens: tokens, map: map, kept: kept,
      globalColumns: globals, order: .tokens)
  }

  private init(
    title: String, tokens: Int, map: [Float]?, kept: [Bool], globalColumns: [Int], order: Order
  ) throws {
    guard map.map({ $0.count == kept.count }) ?? true else {
      throw Refusal(
        "The attention has \((map?.count ?? 0).counted("entry", "entries")) but the mask has "
          + "\(kept.count); "
          + "give the maps that the mask was made of.")
    }
    self.title = title
    self.tokens = tokens
    self.map = map
    self.kept = kept
    self.globalColumns = globalColumns
    self.order = order
  }

  private static func title(_ block: Int, _ head: Int) -> String {
    "block \(block), head \(head)"
  }

  /// The entries as pixels. A mask alone has the darkest colour of the scale.
  func image(_ scale: ColourScale) -> PixelImage {
    let entriesPerPixel = dividedRoundingUp(tokens, by: Self.sideMax)
    let side = dividedRoundingUp(tokens, by: entriesPerPixel)
    var pixels = Array(repeating: UInt8(0), count: side * side)
    for row in 0..<tokens {
      for column in 0..<tokens where kept[row * tokens + column] {
        let pixel = row / entriesPerPixel * side + column / entriesPerPixel
        let index = map.map { scale.index(of: $0[row * tokens + column]) }
        // Darker colours have larger indices.
        pixels[pixel] = max(pixels[pixel], index ?? UInt8(ColourScale.steps))
      }
    }
    return PixelImage(width: side, height: side, pixels: pixels, palette: ColourScale.palette)
  }
}
