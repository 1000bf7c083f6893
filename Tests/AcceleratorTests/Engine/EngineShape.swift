import AttentionSpec

/// A small configuration of the sparser engine.
func engineShape(
  elements: Int = 2, lines: Int = 2, macs: Int = 4, banks: Int = 4, tokens: Int = 16,
  headDimension: Int = 24, heads: Int = 4, decoderHeads: Int = 1,
  _ change: (inout MemoryShape) -> Void = { _ in }
) throws -> AcceleratorConfiguration {
  var memory = MemoryShape(
    banks: banks, queries: 64, keys: 128, values: 64, slots: 32, slotsAhead: 8, scores: 32, rows: 8,
    finishedRows: 4, outputs: 4)
  change(&memory)
  let configuration = AcceleratorConfiguration(
    name: "engine_\(elements)x\(lines)x\(macs)",
    array: ArrayShape(lines: elements * lines, macsPerLine: macs, elements: elements),
    capacity: Capacity(
      tokens: tokens, headDimension: headDimension, heads: heads),
    memory: memory, decoder: DecoderShape(heads: decoderHeads))
  try configuration.validate()
  return configuration
}
