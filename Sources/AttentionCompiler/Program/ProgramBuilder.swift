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
  /// - Throws: `Refusal` for a workload that one run cannot compute, for operands of another head,
  ///   and for a schedule that breaks a law.
  public func program(
    _ input: HeadInput, _ workload: Workload, schedule: Schedule
  ) throws -> HeadProgram {
    try check(input, workload)
    try schedule.validate(for: workload, configuration: configuration)
    return program(input, unchecked: schedule)
  }

  /// The program of a schedule that keeps the laws, which nobody looks at.
  func program(_ input: HeadInput, unchecked schedule: Schedule) -> HeadProgram {
    let chunks = configuration.chunks(headDimension: input.headDimension)
    var writes = operandWrites(input, schedule, chunks: chunks)
    writes += indexWrites(schedule)
    writes += pointerWrites(schedule)
    writes += registerWrites(input, schedule, chunks: chunks)
    return HeadProgram(
      writes: writes, reads: outputReads(schedule, chunks: chunks), configuration: configuration,
      tokens: input.tokens, headDimension: input.headDimension)
  }

  private func check(_ input: HeadInput, _ workload: Workload) throws {
    guard workload.heads.count == 1 else {
      throw Refusal(
        "The workload has \(workload.heads.count.counted("head")), but a program is of one; "
          + "give each head by itself.")
    }
    guard workload.denserScores == 0 else {
      throw Refusal(
        "The head has \(workload.heads[0].denserColumns.count.counted("denser column")), but "
          + "\(configuration.name) has no denser engine; give a workload of which all is rest.")
    }
    guard workload.tokens == input.tokens else {
      throw Refusal(
        "The mask has \(workload.tokens.counted("token")) but the operands have "
          + "\(input.tokens); give the mask of this head.")
    }
    guard input.headDimension <= configuration.capacity.headDimension else {
      throw Refusal(
        "The head dimension is \(input.headDimension) but \(configuration.name) takes 1 to "
          + "\(configuration.capacity.headDimension); raise capacity.headDimension.")
    }
  }

  private func operandWrites(
    _ input: HeadInput, _ schedule: Schedule, chunks: Int
  ) -> [MemoryWrite] {
    var writes: [MemoryWrite] = []
    for (element, queries) in schedule.rowsOfElement.enumerated() {
      for (localRow, query) in queries.enumerated() {
        writes += featureWrites(
          .query, unit: element, row: localRow, features: input.queries.row(query),
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

  /// One word per local row, for all elements; an element with fewer rows ignores the rest.
  private func pointerWrites(_ schedule: Schedule) -> [MemoryWrite] {
    let rows = schedule.rowEnds.map(\.count).max() ?? 0
    return (0..<rows).flatMap { row in
      map.elementWrites(
        .pointer, word: row,
        schedule.rowEnds.map { $0.indices.contains(row) ? UInt32($0[row]) : 0 })
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
      queries.enumerated().flatMap { localRow, query in
        (0..<chunks).map { chunk in
          OutputRead(
            address: map.address(.output, unit: element, row: localRow, chunk: chunk),
            query: query, chunk: chunk)
        }
      }
    }
    return reads.sorted { ($0.query, $0.chunk) < ($1.query, $1.chunk) }
  }
}
