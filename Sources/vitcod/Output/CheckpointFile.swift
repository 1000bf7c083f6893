import AttentionSpec
import NetworkPipeline
import NetworkSpec
import TensorFiles

/// Every integer tensor of one image as an npz file; `docs/checkpoints.md` lists its arrays.
struct CheckpointFile {
  private var arrays: [String: Tensor] = [:]

  /// - Throws: `Refusal` for what the format does not hold.
  init(_ record: CheckpointRecord, _ network: QuantizedNetwork) throws {
    for (checkpoint, values) in record.tensors { try add(checkpoint, values, network) }
    for head in record.heads {
      let mask = network.masks[head.place.block, head.place.head]
      try add(head, mask, at: "blocks.\(head.place.block).heads.\(head.place.head).")
    }
  }

  /// - Throws: `Refusal` for what the format does not hold.
  func bytes() throws -> [UInt8] {
    try NpzFile.bytes(of: arrays, compression: .deflated)
  }

  private mutating func add(
    _ checkpoint: NetworkCheckpoint, _ values: [Int16], _ network: QuantizedNetwork
  ) throws {
    let shape = Self.shape(checkpoint.tensor, count: values.count, network.shape)
    let isNarrow = checkpoint.tensor.integerRange == NumberFormats.outputRange
    arrays["\(checkpoint)"] =
      isNarrow
      ? try Tensor(shape: shape, elements: values.map { Int8(truncatingIfNeeded: $0) })
      : try Tensor(shape: shape, elements: values)
    guard let format = network.formats[checkpoint] else { return }
    try add("\(checkpoint).scale", format.scales)
    try add("\(checkpoint).offset", format.offsets)
  }

  private static func shape(
    _ tensor: NetworkTensor, count: Int, _ network: NetworkShape
  ) -> [Int] {
    switch tensor {
    case .pixels: [network.channels, network.imageSide, network.imageSide]
    case .features, .logits: [count]
    default: [network.tokens, count / network.tokens]
    }
  }

  private mutating func add(
    _ head: CheckpointRecord.Head, _ mask: AttentionMask, at place: String
  ) throws {
    let (input, result) = (head.input, head.result)
    let operands = [
      ("queries", input.queries), ("keys", input.keys), ("values", input.values),
      ("output", result.output),
    ]
    for (name, matrix) in operands {
      arrays[place + name] = try Tensor(
        shape: [matrix.rows, matrix.columns], elements: matrix.storage)
    }
    try add(place + "softmax_scale", [Int32(input.quantization.softmaxScale)])
    try add(place + "output_multiplier", [Int32(input.quantization.outputMultiplier)])
    try add(place + "kept_keys", mask.keptKeys.storage.map { Int32($0) })
    try add(place + "row_pointers", mask.keptKeys.rowPointers.map { Int32($0) })
    try add(place + "scores", result.scores.storage)
    try add(place + "numerators", result.numerators.storage)
    try add(place + "row_sums", result.rowSums.map { Int32($0) })
    try add(place + "accumulators", result.accumulators.storage)
  }

  private mutating func add<Element: TensorElement>(
    _ name: String, _ elements: [Element]
  ) throws {
    arrays[name] = try Tensor(shape: [elements.count], elements: elements)
  }
}
