import AttentionSpec
import CoSimulation
import NetworkPipeline
import NetworkSpec

/// What the simulated hardware made of the attention of some images.
struct HardwareReport: Codable {
  let configuration: AcceleratorConfiguration
  let images: Int
  /// Images whose every value and logit is that of the reference model.
  let exactImages: Int
  /// The class of each image, by the network with the hardware in it; of its largest feature, if it
  /// has no classifier.
  let labels: [Int]
  /// All heads of a block, over all images.
  let blocks: [CycleSummary]
  let total: CycleSummary
  /// The first head that differs, and where; or the logits.
  let divergence: String?

  init(_ runs: [ImageRun], shape: NetworkShape, configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    images = runs.count
    exactImages = runs.count(where: \.isExact)
    labels = runs.map { label(of: $0.logits) }
    blocks = (0..<shape.blocks).map { block in
      CycleSummary(
        runs.flatMap { $0.heads[block * shape.heads..<(block + 1) * shape.heads] }, configuration)
    }
    total = CycleSummary(runs.flatMap(\.heads), configuration)
    divergence =
      runs.enumerated().lazy.compactMap { index, run in
        if let head = run.heads.first(where: { !$0.isExact }) {
          return "\(head.name), \(head.divergence.map { "\($0)" } ?? "")"
        }
        return run.isExact
          ? nil : "image \(index), logits: expected \(run.expected), got \(run.logits)"
      }.first
  }

  private static let table = TextTable([
    ("block", 7), ("kept", 9), ("load", 9), ("sddmm", 9), ("use", 7), ("spmm", 9), ("use", 7),
    ("compute", 10), ("read", 9), ("exact", 10),
  ])

  var text: [String] {
    func row(_ name: String, _ sum: CycleSummary) -> String {
      Self.table.row([
        name, "\(sum.keptEntries)", "\(sum.loadCycles)", "\(sum.sddmm.cycles)",
        TextTable.percent(sum.sddmm.utilization), "\(sum.spmm.cycles)",
        TextTable.percent(sum.spmm.utilization), "\(sum.computeCycles)", "\(sum.readCycles)",
        "\(sum.exactHeads)/\(sum.heads)",
      ])
    }
    let array = configuration.array
    return [
      "Cycles of \(configuration.name), \((array.lines * array.macsPerLine).counted("MAC")) in "
        + "\(array.elements.counted("element")); \(images.counted("image")):",
      Self.table.titles,
    ] + blocks.enumerated().map { row("\($0)", $1) } + [
      row("total", total),
      "Load, compute and read, which do not overlap yet: \(total.whole.cycles.counted("cycle")), "
        + "\(TextTable.percent(total.whole.utilization)) of them used.",
      "\(total.valuesCompared.counted("value")) of \(total.heads.counted("head")) and all logits "
        + "compared; "
        + "\(exactImages) of \(images.counted("image")) exact.",
    ]
  }
}
