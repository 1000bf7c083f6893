import AttentionSpec

/// Turns a head and its schedule into the writes and reads of a host.
public struct ProgramBuilder: Sendable {
  public let configuration: AcceleratorConfiguration
  private let map: MemoryMap

  /// - Throws: `Refusal` if the configuration is not valid.
  public init(_ configuration: AcceleratorConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
    map = MemoryMap(configuration)
  }

  /// The program of a head: queries, keys, values, index, pointers, registers, start.
  ///
  /// The schedule is one of this configuration, as `Schedule.validate` checks.
  ///
  /// - Throws: `Refusal` if the schedule is of another head or configuration.
  public func program(_ input: HeadInput, schedule: Schedule) throws -> HeadProgram {
    try check(input, schedule)
    let chunks = configuration.chunks(headDimension: input.headDimension)
    var writes = operandWrites(input, schedule, chunks: chunks)
    writes += indexWrites(schedule)
    writes += pointerWrites(schedule)
    writes += registerWrites(input, schedule, chunks: chunks)
    return HeadProgram(
      writes: writes, reads: outputReads(schedule, chunks: chunks), configuration: configuration,
      tokens: input.tokens, headDimension: input.headDimension)
  }

  private func check(_ input: HeadInput, _ schedule: Schedule) throws {
    guard schedule.placements.count == input.tokens else {
      throw Refusal(
        "The schedule places \(schedule.placements.count.counted("token")) but the head has "
          + "\(input.tokens); schedule the mask of this head.")
    }
    guard schedule.slots.count == configuration.array.elements else {
      throw Refusal(
        "The schedule is for \(schedule.slots.count.counted("element")) but "
          + "\(configuration.name) has "
          + "\(configuration.array.elements); schedule the mask for this configuration.")
    }
    guard input.headDimension <= configuration.capacity.headDimension else {
      throw Refusal(
        "The head dimension is \(input.headDimension) but \(configuration.name) takes 1 to "
          + "\(configuration.capacity.headDimension); raise capacity.headDimension.")
    }
    guard schedule.slotCount <= configuration.capacity.slots else {
      throw Refusal(
        "The schedule has \(schedule.slotCount.counted("slot")) but \(configuration.name) holds "
          + "\(configuration.capacity.slots); raise capacity.slots.")
    }
  }

  private func operandWrites(
    _ input: HeadInput, _ schedule: Schedule, chunks: Int
  ) -> [MemoryWrite] {
    var writes: [MemoryWrite] = []
    for (element, queries) in schedule.rowsOfElement.enumerated() {
      for (localQuery, query) in queries.enumerated() {
        writes += featureWrites(
          .query, unit: element, row: localQuery, features: input.queries.row(query),
          chunks: chunks)
      }
    }
    for (region, matrix) in [(MemoryMap.Region.key, input.keys), (.value, input.values)] {
      for (token, placement) in schedule.placements.enumerated() {
        writes += featureWrites(
          region, unit: placement.bank, row: placement.address, features: matrix.row(token),
          chunks: chunks)
      }
    }
    return writes
  }

  private func featureWrites(
    _ region: MemoryMap.Region, unit: Int, row: Int, features: ArraySlice<Int8>, chunks: Int
  ) -> [MemoryWrite] {
    (0..<chunks).map { chunk in
      let rest = features.dropFirst(chunk * configuration.featuresPerCycle)
      return MemoryWrite(
        address: map.address(region, unit: unit, row: row, chunk: chunk),
        data: map.word(features: rest.prefix(configuration.featuresPerCycle)))
    }
  }

  private func indexWrites(_ schedule: Schedule) -> [MemoryWrite] {
    (0..<schedule.slotCount).flatMap { slot in
      map.elementWrites(
        .index, word: slot,
        schedule.slots.map { slots in
          map.indexWord(slots[slot].token.map { schedule.placements[$0] })
        })
    }
  }

  /// One word per local query, for all elements; an element with fewer queries ignores the rest.
  private func pointerWrites(_ schedule: Schedule) -> [MemoryWrite] {
    let queries = schedule.rowEnds.map(\.count).max() ?? 0
    return (0..<queries).flatMap { query in
      map.elementWrites(
        .pointer, word: query,
        schedule.rowEnds.map { $0.indices.contains(query) ? UInt32($0[query]) : 0 })
    }
  }

  private func registerWrites(
    _ input: HeadInput, _ schedule: Schedule, chunks: Int
  ) -> [MemoryWrite] {
    let registers: [(MemoryMap.Register, Int)] = [
      (.slotCount, schedule.slotCount),
      (.chunkCount, chunks),
      (.softmaxScale, input.quantization.softmaxScale),
      (.outputMultiplier, input.quantization.outputMultiplier),
      (.start, 1),
    ]
    return registers.map { register, value in
      MemoryWrite(address: MemoryMap.address(register), data: map.word(UInt32(value)))
    }
  }

  private func outputReads(_ schedule: Schedule, chunks: Int) -> [OutputRead] {
    let reads = schedule.rowsOfElement.enumerated().flatMap { element, queries in
      queries.enumerated().flatMap { localQuery, query in
        (0..<chunks).map { chunk in
          OutputRead(
            address: map.address(.output, unit: element, row: localQuery, chunk: chunk),
            query: query, chunk: chunk)
        }
      }
    }
    return reads.sorted { ($0.query, $0.chunk) < ($1.query, $1.chunk) }
  }
}
