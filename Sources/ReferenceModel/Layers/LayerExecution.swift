import AttentionSpec

/// Executes a program on the memory outside: the judge of compilers and of the RTL.
///
/// It knows the instructions and streams of `AttentionSpec/Instructions`, the rules of a program
/// and the arithmetic of `NumberFormats`; it knows neither how a plan is made nor when the hardware
/// does what. A program that keeps every rule has these results whatever the timing.
public struct LayerExecution: Sendable {
  private let configuration: AcceleratorConfiguration
  private let format: StreamFormat

  /// - Parameter configuration: A valid one.
  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    format = StreamFormat(configuration)
  }

  /// Runs the program of an image and writes the outputs into it.
  ///
  /// - Returns: the units in their order.
  /// - Throws: `BrokenRule` for a program that breaks a rule; nothing is written then.
  public func run(_ image: inout MemoryImage) throws -> [ComputedUnit] {
    let listing = try ProgramReader.listing(of: image, configuration)
    let rows = try IndexWalk.rows(of: image, listing, configuration)
    try LoadCheck.check(listing, rows)
    try RingWalk.check(rows, slots: listing.begin.slots, configuration)

    let chunks = listing.begin.chunks
    var units = listing.units.map { unit in
      ComputedUnit(
        operands: Dictionary(
          uniqueKeysWithValues: OperandMemory.allCases.map { memory in
            (memory, operands(memory, of: unit, listing.begin, image))
          }))
    }
    for row in rows {
      let unit = listing.units[row.unit]
      guard let settings = unit.settings[row.record.head] else { continue }
      let computed = compute(row, units[row.unit].operands, settings)
      units[row.unit].rows.append(computed)
      write(computed, unit.unit, chunks: chunks, to: &image)
    }
    return units
  }

  /// For each head and token the features of all chunks.
  private func operands(
    _ memory: OperandMemory, of unit: ListedUnit, _ begin: Instruction.Begin, _ image: MemoryImage
  ) -> [[[Int8]]] {
    var heads: [[[Int8]]] = Array(repeating: [], count: unit.unit.heads)
    let (words, chunks) = (unit.words(memory), begin.chunks)
    for load in unit.loads where load.memory == memory {
      for token in 0..<load.load.tokens {
        func features(_ word: Int) -> [Int8] {
          let start =
            image.data.lowerBound + load.load.offset
            + (token * words * chunks + word) * format.wordBytes
          return image.bytes[start..<start + configuration.featuresPerCycle].map {
            Int8(bitPattern: $0)
          }
        }
        for head in heads.indices {
          let token = (0..<chunks).flatMap { chunk -> [Int8] in
            guard !load.decoders.isEmpty else { return features(head * chunks + chunk) }
            let codes = (0..<words).map { features(chunk * words + $0) }
            // A bias would make something of the zeros behind the features of a head.
            let end = chunk + 1 == chunks && begin.features > 0 ? begin.features : codes[0].count
            return codes[0].indices.map { feature in
              feature < end ? load.decoders[head].decoded(codes.map { $0[feature] }) : 0
            }
          }
          heads[head].append(token)
        }
      }
    }
    return heads
  }

  private func compute(
    _ walked: WalkedRow, _ operands: [OperandMemory: [[[Int8]]]], _ settings: Instruction.Head
  ) -> ComputedRow {
    let record = walked.record
    func features(_ memory: OperandMemory, _ token: Int) -> [Int8] {
      operands[memory]?[record.head][token] ?? []
    }
    let query = features(.queries, record.token)
    var row = ComputedRow(
      element: record.element, head: record.head, token: record.token, keys: walked.keys)
    row.scores = walked.keys.map { key in
      zip(query, features(.keys, key)).reduce(0) { $0 + Int32($1.0) * Int32($1.1) }
    }
    row.numerators = Softmax.numerators(scores: row.scores, softmaxScale: settings.softmaxScale)
    row.rowSum = Softmax.rowSum(numerators: row.numerators)
    row.accumulators = Array(repeating: 0, count: query.count)
    for (numerator, key) in zip(row.numerators, walked.keys) {
      for (feature, value) in features(.values, key).enumerated() {
        row.accumulators[feature] += Int(numerator) * Int(value)
      }
    }
    row.output = row.accumulators.map {
      Requantization.output(
        accumulator: $0, rowSum: row.rowSum, outputMultiplier: settings.outputMultiplier)
    }
    return row
  }

  /// Writes the words of a row, zeros behind their features.
  private func write(
    _ row: ComputedRow, _ unit: Instruction.Unit, chunks: Int, to image: inout MemoryImage
  ) {
    let features = configuration.featuresPerCycle
    for chunk in 0..<chunks {
      let word = (row.token * unit.heads + row.head) * chunks + chunk
      let start = image.outputs.lowerBound + unit.outputsOffset + word * format.wordBytes
      for byte in 0..<format.wordBytes {
        image.bytes[start + byte] =
          byte < features ? UInt8(bitPattern: row.output[chunk * features + byte]) : 0
      }
    }
  }
}
