import AttentionCompiler
import AttentionSpec
import ModelImport
import NetworkSpec
import SplitAndConquer
import TensorFiles

/// The masks of a network and their orders.
struct SplitNetwork {
  let masks: NetworkMasks
  /// One for each mask.
  let orders: [Reordering]
  let report: SplitReport
  let target: ReorderReport.Target?

  /// - Parameters:
  ///   - thetaD: For all heads; nil to choose it for each by the estimator, which is then needed.
  /// - Throws: `Refusal` for a head that the configuration of the estimator does not take.
  init(_ masks: NetworkMasks, thetaD: Int?, estimator: SplitEstimator?) throws {
    self.masks = masks
    guard let estimator else {
      let thetaD = thetaD ?? masks.tokens
      orders = masks.masks.map { Reordering($0, thetaD: thetaD) }
      report = SplitReport(
        masks.masks.enumerated().map { index, mask in
          HeadReport(
            block: index / masks.heads, head: index % masks.heads, mask: mask, thetaD: thetaD)
        })
      target = nil
      return
    }
    let choices = try masks.masks.map { mask in
      guard let thetaD else { return try ThresholdChoice(mask, cost: estimator.cycles) }
      return try ThresholdChoice(mask, thetaD: thetaD, cost: estimator.cycles)
    }
    orders = choices.map(\.reordering)
    report = SplitReport(
      zip(masks.masks, choices).enumerated().map { index, head in
        HeadReport(
          block: index / masks.heads, head: index % masks.heads, mask: head.0, choice: head.1)
      })
    target = ReorderReport.Target(
      configuration: estimator.configuration, headDimension: estimator.headDimension,
      cyclesWithoutDenserBlocks: try masks.masks.reduce(0) {
        try $0 + estimator.cycles(Workload($1))
      })
  }

  /// What a file of the order holds, by name. The name of the masks says what True means in them.
  func tensors(_ meaning: MaskMeaning) throws -> [String: Tensor] {
    let heads = [masks.blocks, masks.heads]
    func integers(_ numbers: [Int], _ shape: [Int]) throws -> Tensor {
      try Tensor(shape: shape, elements: numbers.map { Int32($0) })
    }
    let reordered = try zip(masks.masks, orders).flatMap { mask, order in
      try meaning.flags(of: order.reorder(mask))
    }
    return try [
      "permutation": integers(orders.flatMap(\.tokenAtPosition), heads + [masks.tokens]),
      "global_tokens": integers(orders.map(\.globalTokens), heads),
      "theta_d": integers(report.heads.map { min($0.thetaD, masks.tokens) }, heads),
      "reordered_\(meaning.rawValue)": Tensor(
        shape: heads + [masks.tokens, masks.tokens], elements: reordered),
    ]
  }

  /// Some heads before and after; with maps, attention in place of masks.
  func figure(_ heads: [(block: Int, head: Int)], maps: AttentionMaps?) throws -> AttentionFigure {
    let drawn = heads.map { block, head in
      (
        block: block, head: head, mask: masks[block, head],
        order: orders[block * masks.heads + head]
      )
    }
    if let maps { return try .comparison(maps: maps, heads: drawn) }
    return try AttentionFigure(rows: [
      .init(
        label: "mask",
        panels: drawn.map {
          try .pruned($0.mask, block: $0.block, head: $0.head, globalsOf: $0.order)
        }),
      .init(
        label: "after reordering",
        panels: drawn.map {
          try .reordered($0.mask, block: $0.block, head: $0.head, by: $0.order)
        }),
    ])
  }
}
