/// One output word to read after the run.
public struct OutputRead: Sendable, Equatable, Hashable, Codable {
  /// See `MemoryMap`.
  public let address: UInt32
  /// The query row, and the chunk of its features, that the word holds.
  public let query: Int
  public let chunk: Int

  public init(address: UInt32, query: Int, chunk: Int) {
    self.address = address
    self.query = query
    self.chunk = chunk
  }
}

/// What a host does to run one head: writes in order, the last of which starts the run, and reads.
public struct HeadProgram: Sendable, Equatable {
  public let writes: [MemoryWrite]
  /// The reads in order of query and chunk.
  public let reads: [OutputRead]
  public let configuration: AcceleratorConfiguration
  public let tokens: Int
  public let headDimension: Int

  public init(
    writes: [MemoryWrite], reads: [OutputRead], configuration: AcceleratorConfiguration,
    tokens: Int, headDimension: Int
  ) {
    self.writes = writes
    self.reads = reads
    self.configuration = configuration
    self.tokens = tokens
    self.headDimension = headDimension
  }

  /// The output of the head, tokens x head dimension, from the words read.
  ///
  /// - Parameter words: For each of `reads` the data word, as `busWords` 32-bit words, the least
  ///   significant one first.
  /// - Throws: `Refusal` if there are more or fewer words.
  public func output(from words: [[UInt32]]) throws -> Matrix<Int8> {
    guard words.count == reads.count else {
      throw Refusal(
        "The head has \(reads.count) output words but \(words.count) were read; "
          + "read every address of the program.")
    }
    let map = MemoryMap(configuration)
    let width = configuration.featuresPerCycle
    var output = Matrix<Int8>(rows: tokens, columns: headDimension, repeating: 0)
    for (read, word) in zip(reads, words) {
      guard word.count == configuration.busWords else {
        throw Refusal(
          "An output word has \(word.count) 32-bit words but the bus has "
            + "\(configuration.busWords); read the whole bus.")
      }
      let start = read.chunk * width
      let features = map.features(word, count: min(width, headDimension - start))
      for (offset, value) in features.enumerated() { output[read.query, start + offset] = value }
    }
    return output
  }
}
