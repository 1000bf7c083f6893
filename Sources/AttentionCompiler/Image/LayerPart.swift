import AttentionSpec

/// The heads of a layer that are one unit of work.
struct LayerPart {
  let layer: Int
  let input: LayerInput
  let heads: Range<Int>

  /// What refusals call it.
  var name: String {
    let heads =
      heads.count == 1
      ? "head \(heads.lowerBound)" : "heads \(heads.lowerBound) to \(heads.upperBound - 1)"
    return "layer \(layer), \(heads)"
  }

  var work: UnitOfWork {
    UnitOfWork(Workload(Array(input.heads[heads])), codes: input.codes, name: name)
  }

  /// A layer in as few parts as fit the memories of operands, of as many heads as each other or one
  /// fewer.
  /// One head always does, by the rules of a configuration.
  static func parts(
    of input: LayerInput, layer: Int, _ configuration: AcceleratorConfiguration
  ) -> [LayerPart] {
    let count = input.values.count
    let shape = PlanningShape(configuration)
    let stride = shape.decoder.stride(tokens: input.tokens)
    let most = (1...min(count, configuration.capacity.heads)).last { heads in
      let layout = UnitLayout(heads: heads, tokens: input.tokens, stride: stride)
      return OperandMemory.allCases.allSatisfy { layout.places <= shape.words[$0] ?? 0 }
    }
    let parts = dividedRoundingUp(count, by: most ?? 1)
    return (0..<parts).map { part in
      LayerPart(
        layer: layer, input: input, heads: part * count / parts..<(part + 1) * count / parts)
    }
  }
}
