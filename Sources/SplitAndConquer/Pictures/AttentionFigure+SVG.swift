import AttentionSpec
import Foundation

/// Sizes of a figure, in pixels of CSS.
private enum Layout {
  static let side = 180.0
  static let columnGap = 16.0
  static let rowGap = 42.0
  static let left = 62.0
  static let top = 34.0
  static let bottom = 44.0
  static let barGap = 18.0
  static let barWidth = 12.0
  static let barRight = 56.0
  static let right = 14.0
  static let markColour = "#c8102e"
}

extension AttentionFigure {
  /// The text of the file.
  public var svg: String {
    let columns = rows.map(\.panels.count).reduce(0, max)
    let gridWidth = Double(columns) * (Layout.side + Layout.columnGap) - Layout.columnGap
    let gridHeight = Double(rows.count) * (Layout.side + Layout.rowGap) - Layout.rowGap
    let barSpace = Layout.barGap + Layout.barWidth + Layout.barRight
    let width = Layout.left + gridWidth + (scale == nil ? Layout.right : barSpace)
    let height = Layout.top + gridHeight + Layout.bottom
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        + "width=\"\(number(width))\" height=\"\(number(height))\" "
        + "viewBox=\"0 0 \(number(width)) \(number(height))\" "
        + "font-family=\"Helvetica, Arial, Liberation Sans, sans-serif\" font-size=\"10\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
    ]
    for (row, content) in rows.enumerated() {
      let y = Layout.top + Double(row) * (Layout.side + Layout.rowGap)
      lines.append(
        turnedText(content.label, x: 14, y: y + Layout.side / 2, "font-size=\"12\""))
      for (column, panel) in content.panels.enumerated() {
        let x = Layout.left + Double(column) * (Layout.side + Layout.columnGap)
        lines += draw(panel, x: x, y: y)
        lines += ticks(panel, x: x, y: y)
        if column == 0 { lines += queryAxis(panel, x: x, y: y) }
        if row == rows.count - 1 {
          lines.append(
            text(
              panel.order.label("key"), x: x + Layout.side / 2, y: y + Layout.side + 25,
              "text-anchor=\"middle\""))
        }
      }
    }
    if let scale {
      let x = Layout.left + gridWidth + Layout.barGap
      lines += colourBar(scale, x: x, y: Layout.top, height: gridHeight)
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private func draw(_ panel: AttentionPanel, x: Double, y: Double) -> [String] {
    let image = panel.image(scale ?? ColourScale([]))
    let box =
      "x=\"\(number(x))\" y=\"\(number(y))\" "
      + "width=\"\(number(Layout.side))\" height=\"\(number(Layout.side))\""
    var lines = [
      "<image \(box) preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" "
        + "style=\"image-rendering: pixelated\" xlink:href=\"\(image.dataURI)\"/>"
    ]
    lines += marks(panel, x: x, y: y)
    lines.append("<rect \(box) fill=\"none\" stroke=\"black\" stroke-width=\"0.8\"/>")
    lines.append(text(panel.title, x: x, y: y - 10, "text-anchor=\"start\""))
    guard !panel.globalColumns.isEmpty else { return lines }
    lines.append(
      "<text x=\"\(number(x + Layout.side))\" y=\"\(number(y - 10))\" text-anchor=\"end\" "
        + "fill=\"\(Layout.markColour)\"><tspan font-style=\"italic\">N</tspan>"
        + "<tspan font-size=\"7.5\" dy=\"2\">gt</tspan>"
        + "<tspan dy=\"-2\"> = \(panel.globalColumns.count)</tspan></text>")
    return lines
  }

  /// A bar over a denser block in front; otherwise a triangle over each global column.
  private func marks(_ panel: AttentionPanel, x: Double, y: Double) -> [String] {
    let count = panel.globalColumns.count
    guard count > 0 else { return [] }
    let cell = Layout.side / Double(panel.tokens)
    if panel.globalColumns.last == count - 1 {
      let end = number(x + Double(count) * cell)
      let style = "stroke=\"\(Layout.markColour)\""
      return [
        "<path d=\"M\(number(x)) \(number(y - 3))H\(end)\" \(style) stroke-width=\"3\"/>",
        "<path d=\"M\(end) \(number(y - 4.5))V\(number(y + Layout.side))\" \(style) "
          + "stroke-width=\"0.5\"/>",
      ]
    }
    let triangles = panel.globalColumns.map { column in
      "M\(number(x + (Double(column) + 0.5) * cell)) \(number(y - 1))l-1.8 -4.5h3.6z"
    }
    return ["<path fill=\"\(Layout.markColour)\" d=\"\(triangles.joined())\"/>"]
  }

  /// Ticks of both axes, with numbers below.
  private func ticks(_ panel: AttentionPanel, x: Double, y: Double) -> [String] {
    let bottom = y + Layout.side
    var path = ""
    var lines: [String] = []
    for (token, offset) in tickOffsets(panel.tokens) {
      path += "M\(number(x + offset)) \(number(bottom))v3"
      path += "M\(number(x)) \(number(y + offset))h-3"
      lines.append(
        text("\(token)", x: x + offset, y: bottom + 12, "text-anchor=\"middle\" font-size=\"9\""))
    }
    return lines + ["<path d=\"\(path)\" stroke=\"black\" stroke-width=\"0.8\"/>"]
  }

  private func queryAxis(_ panel: AttentionPanel, x: Double, y: Double) -> [String] {
    let numbers = tickOffsets(panel.tokens).map { token, offset in
      text("\(token)", x: x - 6, y: y + offset + 3, "text-anchor=\"end\" font-size=\"9\"")
    }
    return numbers
      + [
        turnedText(
          panel.order.label("query"), x: x - 27, y: y + Layout.side / 2, "font-size=\"10\"")
      ]
  }

  /// At most five tokens, multiples of 1, 2 or 5 times a power of ten, and where they lie.
  private func tickOffsets(_ tokens: Int) -> [(token: Int, offset: Double)] {
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    let step = steps.first { (tokens - 1) / $0 < 5 } ?? tokens
    let cell = Layout.side / Double(tokens)
    return stride(from: 0, to: tokens, by: step).map { ($0, (Double($0) + 0.5) * cell) }
  }

  private func colourBar(
    _ scale: ColourScale, x: Double, y: Double, height: Double
  ) -> [String] {
    let length = min(height, 1.5 * Layout.side)
    let top = y + (height - length) / 2
    let step = length / Double(ColourScale.steps)
    var lines = ["<g shape-rendering=\"crispEdges\">"]
    for (index, colour) in ColourScale.palette.dropFirst().enumerated() {
      // Half a pixel of overlap leaves no seams.
      lines.append(
        "<rect x=\"\(number(x))\" y=\"\(number(top + length - Double(index + 1) * step))\" "
          + "width=\"\(number(Layout.barWidth))\" height=\"\(number(step + 0.5))\" "
          + "fill=\"\(colour.hexadecimal)\"/>")
    }
    lines.append("</g>")
    lines.append(
      "<rect x=\"\(number(x))\" y=\"\(number(top))\" width=\"\(number(Layout.barWidth))\" "
        + "height=\"\(number(length))\" fill=\"none\" stroke=\"black\" stroke-width=\"0.8\"/>")
    func place(_ value: Double) -> Double { top + length * (1 - scale.position(of: value)) }
    let edge = x + Layout.barWidth
    let minor = scale.minorTicks.map { "M\(number(edge)) \(number(place($0)))h2" }
    let major = scale.ticks.map { "M\(number(edge)) \(number(place($0.value)))h4" }
    lines.append(
      "<path d=\"\((minor + major).joined())\" stroke=\"black\" stroke-width=\"0.8\"/>")
    for tick in scale.ticks {
      lines.append(
        text(tick.label, x: edge + 6, y: place(tick.value) + 3, "font-size=\"9\""))
    }
    lines.append(turnedText("attention", x: edge + 38, y: y + height / 2, "font-size=\"10\""))
    return lines
  }

  private func text(
    _ text: String, x: Double, y: Double, _ attributes: String
  ) -> String {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    return "<text x=\"\(number(x))\" y=\"\(number(y))\" \(attributes)>\(escaped)</text>"
  }

  /// Text that reads upwards, centred.
  private func turnedText(_ words: String, x: Double, y: Double, _ attributes: String) -> String {
    let place = "\(number(x)) \(number(y))"
    return text(
      words, x: x, y: y, attributes + " text-anchor=\"middle\" transform=\"rotate(-90 \(place))\"")
  }

  /// A number with at most two places, the same on every machine.
  private func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    let digits = part < 10 ? "0\(part)" : part % 10 == 0 ? "\(part / 10)" : "\(part)"
    return "\(sign)\(whole).\(digits)"
  }
}

extension AttentionPanel.Order {
  /// The label of an axis.
  fileprivate func label(_ axis: String) -> String {
    switch self {
    case .tokens: axis
    case .positions: axis + ", in the new order"
    }
  }
}
