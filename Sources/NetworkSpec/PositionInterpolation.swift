/// How the positions of a grid of patches become those of another grid: bicubic, in three ways that
/// differ as much as their authors' codes do.
public enum PositionInterpolation: String, Sendable, CaseIterable {
  /// DINOv2's own code: steps of `given / (wanted + 0.1)`, which end a little before the border.
  case dinov2
  /// transformers: steps of `given / wanted`.
  case transformers
  /// timm: such steps, and a smaller grid is the average of a larger one, with weights.
  case timm

  /// The positions of another grid.
  ///
  /// - Parameters:
  ///   - positions: Those of the tokens before the patches, which stay, then of `given * given`
  ///     patches; `width` numbers each.
  ///   - given: Patches in a row or a column.
  ///   - wanted: Patches in a row or a column of the result.
  public func callAsFunction(
    _ positions: [Float], width: Int, from given: Int, to wanted: Int
  ) -> [Float] {
    guard given != wanted else { return positions }
    let first = positions.count - given * given * width
    precondition(first >= 0 && given > 0 && wanted > 0 && width > 0, "A grid has its positions.")
    let taps = (0..<wanted).map { self.taps($0, given: given, wanted: wanted) }
    // First along the rows of patches, then along the columns.
    let rows = Self.resampled(
      positions[first...], taps, lines: given, lineLength: given, width: width)
    let turned = Self.transposed(rows, rows: given, columns: wanted, width: width)
    let grid = Self.resampled(turned[...], taps, lines: wanted, lineLength: given, width: width)
    return positions[..<first]
      + Self.transposed(grid, rows: wanted, columns: wanted, width: width)
  }

  /// Which positions make one, and by which weights.
  private typealias Taps = [(index: Int, weight: Double)]

  private func taps(_ place: Int, given: Int, wanted: Int) -> Taps {
    switch self {
    case .dinov2:
      Self.interpolating((Double(place) + 0.5) * Double(given) / (Double(wanted) + 0.1), given)
    case .transformers:
      Self.interpolating((Double(place) + 0.5) * Double(given) / Double(wanted), given)
    case .timm: Self.averaging(place, given: given, wanted: wanted)
    }
  }

  /// The four positions around a place; beyond the border the last one stands for all.
  private static func interpolating(_ center: Double, _ given: Int) -> Taps {
    let start = (center - 0.5).rounded(.down)
    return (-1...2).map { step in
      let index = start + Double(step)
      return (
        index: min(max(Int(index), 0), given - 1),
        weight: kernel(center - 0.5 - index, sharpness: -0.75)
      )
    }
  }

  /// All positions under a kernel that is as wide as a step, with weights whose sum is 1.
  private static func averaging(_ place: Int, given: Int, wanted: Int) -> Taps {
    let step = Double(given) / Double(wanted)
    let stretch = max(step, 1)
    let center = step * (Double(place) + 0.5)
    let start = max(Int(center - 2 * stretch + 0.5), 0)
    let end = min(Int(center + 2 * stretch + 0.5), given)
    let weights = (start..<end).map { index in
      kernel((Double(index) - center + 0.5) / stretch, sharpness: -0.5)
    }
    let sum = weights.reduce(0, +)
    return zip(start..<end, weights).map { (index: $0, weight: $1 / sum) }
  }

  /// Keys' cubic convolution.
  private static func kernel(_ place: Double, sharpness: Double) -> Double {
    let x = abs(place)
    if x <= 1 { return ((sharpness + 2) * x - (sharpness + 3)) * x * x + 1 }
    return x < 2 ? ((x - 5) * x + 8) * x * sharpness - 4 * sharpness : 0
  }

  /// Each line of positions, made to one of as many as there are taps.
  private static func resampled(
    _ positions: ArraySlice<Float>, _ taps: [Taps], lines: Int, lineLength: Int, width: Int
  ) -> [Float] {
    var made: [Float] = []
    made.reserveCapacity(lines * taps.count * width)
    for line in 0..<lines {
      let start = positions.startIndex + line * lineLength * width
      for taps in taps {
        for feature in 0..<width {
          let sum = taps.reduce(0) { sum, tap in
            sum + tap.weight * Double(positions[start + tap.index * width + feature])
          }
          made.append(Float(sum))
        }
      }
    }
    return made
  }

  /// Rows as columns; a position stays in one piece.
  private static func transposed(
    _ positions: [Float], rows: Int, columns: Int, width: Int
  ) -> [Float] {
    var turned: [Float] = []
    turned.reserveCapacity(positions.count)
    for column in 0..<columns {
      for row in 0..<rows {
        let start = (row * columns + column) * width
        turned += positions[start..<start + width]
      }
    }
    return turned
  }
}

extension PositionInterpolation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dinov2: "DINOv2's own code"
    case .transformers: "transformers"
    case .timm: "timm"
    }
  }
}
