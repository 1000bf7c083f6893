import ArgumentParser
import AttentionCompiler
import AttentionSpec
import Foundation
import NetworkSpec
import SplitAndConquer
import TensorFiles

struct ReorderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reorder",
    abstract: "Move the global tokens of each mask to the front.",
    usage: """
      vitcod reorder --mask <file> --mask-means <meaning> --theta-d <count> [<options>]
      vitcod reorder --mask <file> --mask-means <meaning> --config <file> [<options>]
      """,
    discussion: """
      A token is global in a head if more than theta_d queries keep it as a key. Its column and \
      its row change places with those at the front, so that the first columns form a denser \
      block, which is computed in full, and the others a sparser rest. This is the conquer of the \
      ViTCoD paper, which calls it polarizing; its authors use theta_d = 50 for 197 tokens.

      Given a configuration but no theta_d, each head gets the one with the fewest cycles. The \
      estimate is one of two engines that share the elements of the array in the best way for the \
      head and run side by side: the denser one computes its whole block and is never idle; the \
      sparser one takes what its entries need on all of its elements, or the head's part of the \
      slots of its longest row, since the heads of a layer share the array. Each score counts for \
      its product of q and k and for that with v. Loading and filling the pipeline do not count. \
      The hardware that vitcod generates today has the sparser engine alone and computes every \
      head on it; vitcod estimate counts its cycles.

      COLUMNS
        theta_d   more entries than this make a column global
        n_gt      global tokens, which are the columns of the denser block
        kept      entries of the mask that are kept
        sparsity  pruned entries / all entries
        fill      kept entries / all entries of the denser block
        rest      pruned entries / all entries of the sparser rest
        rows      kept entries of a row: fewest/median/most
        columns   kept entries of a column: fewest/median/most
        cycles    the estimate, if there is a configuration

      The order is written as an npz file of permutation, int32 [blocks, heads, n], the token at \
      each position; global_tokens and theta_d, int32 [blocks, heads]; and reordered_kept or \
      reordered_pruned, bool [blocks, heads, n, n], which is mask[b, h][p][:, p] for p = \
      permutation[l, h]. Output files replace files of their name, and none is written unless \
      everything went well.
      """)

  @OptionGroup(title: "Masks") var masks: MaskOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A column that keeps more entries than this is global.", valueName: "count"))
  var thetaD: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The configuration to estimate cycles for, a YAML file as in configs/. Without --theta-d "
        + "each head gets the theta_d with the fewest.",
      valueName: "file"))
  var config: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Features of a head. (default: 64, or what the configuration holds)", valueName: "d"))
  var headDimension: Int?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file for the order and the reordered masks.", valueName: "npz"))
  var output: String?

  @OptionGroup var reporting: ReportOptions
  @OptionGroup(title: "Figure") var figure: FigureOptions
  @OptionGroup(title: "Attention in the figure") var maps: MapsOptions

  func validate() throws {
    guard thetaD != nil || config != nil else {
      throw ValidationError("Give --theta-d, or --config to choose it by cycles, or both.")
    }
    if let thetaD, thetaD < 0 {
      throw ValidationError("--theta-d is \(thetaD) but may be 0 or more.")
    }
    if headDimension != nil && config == nil {
      throw ValidationError("--head-dimension is for the estimate; give --config as well.")
    }
    try OutputKind.npz.check("-o", output)
    if maps.maps != nil && figure.figure == nil {
      throw ValidationError("--maps is drawn in the figure; give --figure as well.")
    }
  }

  func run() throws {
    let inputs = [masks.mask, config, maps.maps].compactMap { $0 }
    let file = try output.map { try OutputFile(path: $0, inputs: inputs) }
    let figureFile = try figure.file(inputs: inputs)
    let network = try masks.read()
    let estimator = try estimator(heads: network.heads)
    let attention = try attention(for: network)
    let drawn = try figure.heads(blocks: network.blocks, heads: network.heads)
    let split = try SplitNetwork(network, thetaD: thetaD, estimator: estimator)

    var contents: [(file: OutputFile, bytes: [UInt8])] = []
    if let file {
      let tensors = try split.tensors(masks.maskMeans)
      contents.append((file, try NpzFile.bytes(of: tensors, compression: .deflated)))
    }
    if let figureFile {
      let figure = try split.figure(drawn, maps: attention)
      contents.append((figureFile, Array(figure.svg.utf8)))
    }
    try OutputFile.write(contents)
    try reporting.print(report(split), remarks: contents.map { "Wrote \($0.file.path)." })
  }

  /// - Throws: `CommandFailure` or `Refusal` for a configuration that cannot be used.
  private func estimator(heads: Int) throws -> SplitEstimator? {
    guard let config else { return nil }
    let configuration = try ConfigurationFile(path: config).configuration
    return try SplitEstimator(
      configuration,
      headDimension: headDimension ?? min(64, configuration.capacity.headDimension), heads: heads)
  }

  private func attention(for network: NetworkMasks) throws -> AttentionMaps? {
    guard let attention = try maps.read() else { return nil }
    let sizes = [attention.blocks, attention.heads, attention.tokens]
    guard sizes == [network.blocks, network.heads, network.tokens] else {
      throw CommandFailure.badInput(
        "\(maps.maps ?? ""): The maps are of \(sizes[0].counted("block")), "
          + "\(sizes[1].counted("head")) and \(sizes[2].counted("token")), but the masks of "
          + "\(network.blocks), \(network.heads) and \(network.tokens); "
          + "give the maps that the masks were made of.")
    }
    return attention
  }

  /// Names of files without their folders, so that reports of several machines are alike.
  private func report(_ split: SplitNetwork) -> ReorderReport {
    ReorderReport(
      version: VitcodCommand.version, mask: URL(fileURLWithPath: masks.mask).lastPathComponent,
      maskMeaning: masks.maskMeans, thetaD: thetaD, target: split.target, split: split.report)
  }
}
