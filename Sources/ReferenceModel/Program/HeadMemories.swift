import AttentionSpec

/// The memories that a head is computed from, and those it is computed to.
struct HeadMemories: Sendable {
  /// Chunks of the queries, and of the outputs, of each element's rows.
  var queries: [PlainMemory<[Int8]>]
  var outputs: [PlainMemory<[Int8]>]
  /// Chunks of the keys, and of the values, in each bank.
  var keys: [PlainMemory<[Int8]>]
  var values: [PlainMemory<[Int8]>]
  /// The index word of each slot, and the end of each row, of each element.
  var index: [PlainMemory<UInt32>]
  var pointers: [PlainMemory<UInt32>]

  init(_ configuration: AcceleratorConfiguration) {
    func memories<Word>(
      _ region: MemoryMap.Region, _ name: String, _ count: Int
    ) -> [PlainMemory<Word>] {
      (0..<count).map { PlainMemory("\(name) \($0)", depth: region.depth(configuration) ?? 0) }
    }
    let (elements, banks) = (configuration.array.elements, configuration.banks)
    queries = memories(.query, "the queries of element", elements)
    outputs = memories(.output, "the outputs of element", elements)
    keys = memories(.key, "the keys of bank", banks)
    values = memories(.value, "the values of bank", banks)
    index = memories(.index, "the index of element", elements)
    pointers = memories(.pointer, "the row ends of element", elements)
  }
}
