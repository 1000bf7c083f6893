import ArgumentParser
import SplitAndConquer

/// A picture of some heads, if one is wanted.
struct FigureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Draw some heads, one below another before and after each step, as an SVG file.",
      valueName: "svg"))
  var figure: String?

  @Option(
    help: ArgumentHelp(
      "The heads that are drawn, each as layer.head. "
        + "(default: head 0 of the first, the middle and the last layer)",
      valueName: "l.h,..."),
    transform: HeadList.init)
  var figureHeads: HeadList?

  func validate() throws {
    if figureHeads != nil && figure == nil {
      throw ValidationError("--figure-heads says what is drawn; give --figure as well.")
    }
    try OutputKind.svg.check("--figure", figure)
  }

  /// The file of the figure, if one is wanted.
  ///
  /// - Throws: `CommandFailure` for a place that cannot be written, or is read.
  func file(inputs: [String]) throws -> OutputFile? {
    try figure.map { try OutputFile(path: $0, inputs: inputs) }
  }

  /// The heads to draw.
  ///
  /// - Throws: `CommandFailure` for one that is not there.
  func heads(layers: Int, heads: Int) throws -> [(layer: Int, head: Int)] {
    guard let figureHeads else {
      return Set([0, layers / 2, layers - 1]).sorted().map { ($0, 0) }
    }
    for (layer, head) in figureHeads.heads where layer >= layers || head >= heads {
      throw CommandFailure.usage(
        "--figure-heads names layer \(layer), head \(head), but there are layers 0 to "
          + "\(layers - 1) and heads 0 to \(heads - 1).")
    }
    return figureHeads.heads
  }
}

/// Heads such as `0.0,2.1`, each with its layer in front.
struct HeadList {
  var heads: [(layer: Int, head: Int)]

  /// - Throws: `ValidationError` for a text that is no such list.
  init(_ argument: String) throws {
    heads = try argument.split(separator: ",", omittingEmptySubsequences: false).map { text in
      let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let layer = numbers[0], let head = numbers[1], layer >= 0, head >= 0
      else {
        throw ValidationError("give layers and heads such as 0.0,2.1.")
      }
      return (layer, head)
    }
  }
}
