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
      "The heads that are drawn, each as block.head. "
        + "(default: head 0 of the first, the middle and the last block)",
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
  func heads(blocks: Int, heads: Int) throws -> [(block: Int, head: Int)] {
    guard let figureHeads else {
      return Set([0, blocks / 2, blocks - 1]).sorted().map { ($0, 0) }
    }
    for (block, head) in figureHeads.heads where block >= blocks || head >= heads {
      throw CommandFailure.usage(
        "--figure-heads names block \(block), head \(head), but there are blocks 0 to "
          + "\(blocks - 1) and heads 0 to \(heads - 1).")
    }
    return figureHeads.heads
  }
}

/// Heads such as `0.0,2.1`, each with its block in front.
struct HeadList {
  var heads: [(block: Int, head: Int)]

  /// - Throws: `ValidationError` for a text that is no such list.
  init(_ argument: String) throws {
    heads = try argument.split(separator: ",", omittingEmptySubsequences: false).map { text in
      let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let block = numbers[0], let head = numbers[1], block >= 0, head >= 0
      else {
        throw ValidationError("give blocks and heads such as 0.0,2.1.")
      }
      return (block, head)
    }
  }
}
