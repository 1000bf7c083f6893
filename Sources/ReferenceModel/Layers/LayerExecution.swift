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
    var units = listing.units.map { computedUnit($0, listing.begin, image) }
    for row in rows {
      let unit = listing.units[row.unit]
      guard let settings = unit.settings[row.record.head] else { continue }
      let computed = compute(row, units[row.unit].operands, settings)
      units[row.unit].rows.append(computed)
      write(computed, unit.unit, chunks: chunks, to: &image)
    }
    return units
  }

  /// A unit with its operands, and without rows.
  private func computedUnit(
    _ unit: ListedUnit, _ begin: Instruction.Begin, _ image: MemoryImage
  ) -> ComputedUnit {
    var operands: [OperandMemory: [[[Int8]]]] = [:]
    for memory in OperandMemory.allCases {
      operands[memory] = Array(repeating: [], count: unit.unit.heads)
    }
    let loads = unit.loads.map { load in
      let words = words(load, of: unit, begin, image)
      for token in words {
        for head in 0..<unit.unit.heads {
          operands[load.memory]?[head].append(features(of: head, token, load, begin))
        }
      }
      return ComputedLoad(
        memory: load.memory, tokens: load.tokens, isDecoded: !load.decoders.isEmpty, words: words)
    }
    return ComputedUnit(
      operands: operands, loads: loads,
      places: Dictionary(
        uniqueKeysWithValues: OperandMemory.allCases.map { ($0, unit.base($0)) }),
      stride: unit.stride)
  }

  /// For each token of a load, and for each of its codes or heads, the features of all chunks.
  private func words(
    _ load: ListedLoad, of unit: ListedUnit, _ begin: Instruction.Begin, _ image: MemoryImage
  ) -> [[[Int8]]] {
    let (words, chunks) = (unit.words(load.memory), begin.chunks)
    return (0..<load.load.tokens).map { token in
      let start =
        image.data.lowerBound + load.load.offset + token * words * chunks * format.wordBytes
      return (0..<words).map { word in
        (0..<chunks).flatMap { chunk in
          // Codes lie chunk by chunk, heads one behind the other.
          let number = load.decoders.isEmpty ? word * chunks + chunk : chunk * words + word
          let place = start + number * format.wordBytes
          return image.bytes[place..<place + configuration.featuresPerCycle].map {
            Int8(bitPattern: $0)
          }
        }
      }
    }
  }

  /// The features of a head, of all chunks, from the words of a token.
  private func features(
    of head: Int, _ words: [[Int8]], _ load: ListedLoad, _ begin: Instruction.Begin
  ) -> [Int8] {
    guard !load.decoders.isEmpty else { return words[head] }
    let features = configuration.featuresPerCycle
    // A bias would make something of the zeros behind the features of a head.
    let end =
      (begin.chunks - 1) * features + (begin.features > 0 ? begin.features : features)
    return words[0].indices.map { feature in
      feature < end ? load.decoders[head].decoded(words.map { $0[feature] }) : 0
    }
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
