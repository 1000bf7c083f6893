import AttentionSpec

/// A figure of attention panels in rows and columns, as one SVG file that needs nothing else.
///
/// All panels share a logarithmic scale of colours. Pixels lie in the file as compressed PNG, lines
/// and text as vectors. Global tokens are marked with a bar or triangles above their columns, and
/// a denser block that stands in front with a line where it ends.
public struct AttentionFigure: Sendable {
  /// A row of panels and what stands at its left.
  public struct Row: Sendable {
    let label: String
    let panels: [AttentionPanel]

    public init(label: String, panels: [AttentionPanel]) {
      self.label = label
      self.panels = panels
    }
  }

  let rows: [Row]
  let scale: ColourScale?

  /// - Throws: `Refusal` for a figure without panels.
  public init(rows: [Row]) throws {
    guard rows.contains(where: { !$0.panels.isEmpty }) else {
      throw Refusal("A figure of 0 panels shows nothing; choose at least one block and head.")
    }
    self.rows = rows
    let maps = rows.flatMap(\.panels).compactMap { panel in panel.map.map { (panel, $0) } }
    scale =
      maps.isEmpty
      ? nil
      : ColourScale(
        maps.lazy.flatMap { panel, map in
          map.indices.lazy.filter { panel.kept[$0] }.map { map[$0] }
        })
  }

  /// Averaged attention, the same after pruning, and after reordering, one below another, with a
  /// column for each head.
  ///
  /// - Throws: `Refusal` for heads whose maps, mask and order are not of one size.
  public static func comparison(
    maps: AttentionMaps, heads: [(block: Int, head: Int, mask: AttentionMask, order: Reordering)]
  ) throws -> AttentionFigure {
    try AttentionFigure(rows: [
      Row(
        label: "averaged attention",
        panels: heads.map {
          try .attention(maps, block: $0.block, head: $0.head, globalsOf: $0.order)
        }),
      Row(
        label: "after pruning",
        panels: heads.map {
          try .pruned(
            $0.mask, maps: maps, block: $0.block, head: $0.head, globalsOf: $0.order)
        }),
      Row(
        label: "after reordering",
        panels: heads.map {
          try .reordered($0.mask, maps: maps, block: $0.block, head: $0.head, by: $0.order)
        }),
    ])
  }
}
