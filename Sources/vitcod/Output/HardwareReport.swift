import AttentionSpec
import CoSimulation
import NetworkPipeline

/// What the simulated hardware made of the attention of some images.
struct HardwareReport: Codable {
  /// A block, over all images.
  struct Block: Codable {
    var keptEntries = 0
    /// From the last write of the block before, or the start, to its own.
    var cycles = 0
    var estimatedCycles = 0
    /// From its first issue to its last write, beside the blocks around it.
    var computingCycles = 0
    /// Cycles in which all multipliers would do what the mask keeps.
    var floor = 0

    mutating func add(_ layer: AttentionLayerReport) {
      keptEntries += layer.keptEntries
      cycles += layer.cycles
      estimatedCycles += layer.estimatedCycles
      computingCycles += layer.computingCycles
      floor += layer.floor
    }
  }

  let configuration: AcceleratorConfiguration
  let images: Int
  /// Images whose every value and logit is that of the reference model.
  let exactImages: Int
  /// The class of each image, by the network with the hardware in it; of its largest feature, if it
  /// has no classifier.
  let labels: [Int]
  /// Codes of a token of queries, and of keys; 0 for plain ones.
  let codes: Int
  let blocks: [Block]
  /// From start to interrupt, over all images.
  let total: Block
  let valuesCompared: Int
  /// The first value that differs; or the logits.
  let divergence: String?

  init(_ runs: [ImageRun], configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    images = runs.count
    exactImages = runs.count(where: \.isExact)
    labels = runs.map { label(of: $0.logits) }
    codes = runs.map(\.attention.codes).max() ?? 0
    var blocks = Array(repeating: Block(), count: runs.first?.attention.layers.count ?? 0)
    for run in runs {
      for (number, layer) in run.attention.layers.enumerated() { blocks[number].add(layer) }
    }
    self.blocks = blocks
    var total = Block()
    for run in runs { total.add(run.attention.total) }
    self.total = total
    valuesCompared = runs.reduce(0) { $0 + $1.attention.valuesCompared }
    divergence =
      runs.enumerated().lazy.compactMap { index, run in
        if let fault = run.attention.fault { return "image \(index), \(fault)" }
        if let divergence = run.attention.divergence { return "image \(index), \(divergence)" }
        return run.isExact
          ? nil : "image \(index), logits: expected \(run.expected), got \(run.logits)"
      }.first
  }

  private var operands: String {
    codes > 0 ? "queries and keys decoded from \(codes.counted("code"))" : "plain queries and keys"
  }

  private static let table = TextTable([
    ("block", 7), ("kept", 9), ("cycles", 9), ("estimate", 10), ("computing", 11),
    ("floor", 9), ("use", 8),
  ])

  var text: [String] {
    func row(_ name: String, _ sum: Block) -> String {
      Self.table.row([
        name, "\(sum.keptEntries)", "\(sum.cycles)", "\(sum.estimatedCycles)",
        "\(sum.computingCycles)", "\(sum.floor)", Self.share(sum.floor, of: sum.cycles),
      ])
    }
    let array = configuration.array
    return [
      "Attention on \(configuration.name), \(array.macs.counted("MAC")) in "
        + "\(array.elements.counted("element")), from memory to memory;",
      "\(operands); \(images.counted("image")):",
      Self.table.titles,
    ] + blocks.enumerated().map { row("\($0)", $1) } + [
      row("total", total),
      "All blocks are one program: \(total.cycles / max(1, images)) cycles an image from start to "
        + "interrupt, \(Self.share(total.floor, of: total.cycles)) used,",
      "of those from the first issue to the last output "
        + "\(Self.share(total.floor, of: total.computingCycles)).",
      "\(valuesCompared.counted("value")) and all logits compared; "
        + "\(exactImages) of \(images.counted("image")) exact.",
    ]
  }

  private static func share(_ part: Int, of cycles: Int) -> String {
    TextTable.percent(Double(part) / Double(max(1, cycles)))
  }
}
