import ArgumentParser
import AttentionCompiler
import AttentionSpec
import Foundation
import ModelImport
import SplitAndConquer
import TensorFiles

/// Which heads reach a sparsity together.
enum PruningScope: String, ExpressibleByArgument, CaseIterable, Codable {
  case network
  case head
}

struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Prune averaged attention maps to fixed masks.",
    usage: """
      vitcod prune --maps <file> --theta-p <share> --mask-means <meaning> -o <npy>
      vitcod prune --maps <file> --sparsity <share> --mask-means <meaning> -o <npy>
      """,
    discussion: """
      In each row of a map, which is a query, the fewest largest entries are kept whose sum \
      reaches theta_p; of equal entries the one in the lower column comes first. The row and the \
      column of the class token are kept whole, on top of that. This is the split of the ViTCoD \
      paper; its authors use theta_p of 0.21 for DeiT-Tiny and of 0.31 and 0.58 for DeiT-Base.

      Sparsity is the pruned share of all n x n entries, those of the class token included. Given \
      a sparsity, theta_p is the largest one that still reaches it: one for all heads together, as \
      in the paper, or, with --scope head, one for each head.

      COLUMNS
        theta_p   the share of its attention that each row keeps at least
        kept      entries of the mask that are kept
        sparsity  pruned entries / all entries

      The masks are written as a NumPy array of bool, [blocks, heads, n, n]. Output files replace \
      files of their name, and none is written unless everything went well.
      """)

  @OptionGroup(title: "Maps") var maps: MapsOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of its attention that each row keeps at least, above 0, up to 1.",
      valueName: "share"))
  var thetaP: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of entries to prune, such as 0.9.", valueName: "share"))
  var sparsity: Double?

  @Option(
    help: ArgumentHelp(
      "What reaches the sparsity: the whole network with one theta_p, or each head with its own. "
        + "(default: network)",
      valueName: "scope"))
  var scope: PruningScope?

  @Flag(
    help: ArgumentHelp(
      "Keep one entry more in each row than theta_p needs, as the code of ViTCoD's authors does."))
  var oneMoreEntry = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The first tokens whose rows and columns are kept whole: 1 for a class token, 2 with a "
        + "distillation token, 0 for a model without.",
      valueName: "count"))
  var classTokens = 1

  @Option(
    help: ArgumentHelp(
      "What True is to mean in the file that is written: kept, or pruned as in the files of "
        + "ViTCoD's authors.",
      valueName: "meaning"))
  var maskMeans: MaskMeaning

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file for the masks.", valueName: "npy"))
  var output: String

  @OptionGroup var reporting: ReportOptions
  @OptionGroup(title: "Figure") var figure: FigureOptions

  func validate() throws {
    guard maps.maps != nil else {
      throw ValidationError("Missing expected argument '--maps <file>'")
    }
    guard (thetaP == nil) != (sparsity == nil) else {
      throw ValidationError("Give one of --theta-p and --sparsity.")
    }
    if let thetaP, !(thetaP > 0 && thetaP <= 1) {
      throw ValidationError("--theta-p is \(thetaP) but may be above 0, up to 1.")
    }
    if let sparsity, !(sparsity >= 0 && sparsity < 1) {
      throw ValidationError(
        "--sparsity is \(sparsity) but may be 0 up to, but not, 1; 95 % is 0.95.")
    }
    if scope != nil && sparsity == nil {
      throw ValidationError("--scope says what reaches --sparsity; give --sparsity as well.")
    }
    guard classTokens >= 0 else {
      throw ValidationError("--class-tokens is \(classTokens) but may be 0 or more.")
    }
    try OutputKind.npy.check("-o", output)
  }

  func run() throws {
    let inputs = [maps.maps].compactMap { $0 }
    let file = try OutputFile(path: output, inputs: inputs)
    let figureFile = try figure.file(inputs: inputs)
    guard let attention = try maps.read(), let path = inputs.first else {
      preconditionFailure("There is a file of maps, as validate() asks for.")
    }
    let drawn = try figure.heads(blocks: attention.blocks, heads: attention.heads)
    let pruned: PrunedNetwork
    do {
      pruned = try Pruner(attention, rules: rules).prune(target)
    } catch let refusal as Refusal {
      throw refusal.placed(in: path)
    }

    var contents = [try (file, NpyFile.bytes(of: tensor(pruned, tokens: attention.tokens)))]
    if let figureFile {
      let figure = try Self.figure(attention, pruned, drawn)
      contents.append((figureFile, Array(figure.svg.utf8)))
    }
    try OutputFile.write(contents)
    try reporting.print(
      report(pruned, path: path, tokens: attention.tokens),
      remarks: [
        "Wrote \(output): bool [\(attention.blocks), \(attention.heads), \(attention.tokens), "
          + "\(attention.tokens)], True = \(maskMeans.rawValue)."
      ] + (figureFile.map { ["Wrote \($0.path)."] } ?? []))
  }

  private var rules: PruningRules {
    PruningRules(classTokens: classTokens, entries: oneMoreEntry ? .oneMore : .fewest)
  }

  private var target: PruningTarget {
    switch (thetaP, sparsity, scope ?? .network) {
    case (let thetaP?, _, _): .mass(thetaP)
    case (nil, let sparsity, .network): .sparsityOfNetwork(sparsity ?? 0)
    case (nil, let sparsity, .head): .sparsityOfEachHead(sparsity ?? 0)
    }
  }

  private func tensor(_ pruned: PrunedNetwork, tokens: Int) throws -> Tensor {
    try Tensor(
      shape: [pruned.blocks, pruned.heads, tokens, tokens],
      elements: pruned.prunedHeads.flatMap { maskMeans.flags(of: $0.mask) })
  }

  private static func figure(
    _ maps: AttentionMaps, _ pruned: PrunedNetwork, _ heads: [(block: Int, head: Int)]
  ) throws -> AttentionFigure {
    try AttentionFigure(rows: [
      .init(
        label: "averaged attention",
        panels: heads.map { try .attention(maps, block: $0.block, head: $0.head) }),
      .init(
        label: "after pruning",
        panels: heads.map {
          try .pruned(pruned[$0.block, $0.head].mask, maps: maps, block: $0.block, head: $0.head)
        }),
    ])
  }

  /// Names of files without their folders, so that reports of several machines are alike.
  private func report(_ pruned: PrunedNetwork, path: String, tokens: Int) -> PruneReport {
    PruneReport(
      version: VitcodCommand.version, maps: URL(fileURLWithPath: path).lastPathComponent,
      thetaP: thetaP, sparsityTarget: sparsity, scope: sparsity.map { _ in scope ?? .network },
      rules: rules, maskMeaning: maskMeans, tokens: tokens, kept: pruned.keptCount,
      sparsity: pruned.sparsity,
      heads: pruned.prunedHeads.enumerated().map { index, head in
        PruneReport.Head(
          block: index / pruned.heads, head: index % pruned.heads, thetaP: head.thetaP,
          kept: head.mask.keptCount, sparsity: head.mask.sparsity)
      })
  }
}
