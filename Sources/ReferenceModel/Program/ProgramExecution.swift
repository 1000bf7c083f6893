import AttentionSpec

/// Executes a program on plain memories: the judge of compilers, drivers and the RTL.
///
/// It knows the `MemoryMap`, the `ProgramLaw`s and the arithmetic of the reference model; it
/// knows neither how a schedule is made nor how the hardware computes it. It has three parts, so
/// that other ways in (descriptors, DMA) share the latter two: this file takes the commands of a
/// host, `HeadMemories` holds what they write, and `HeadExecution` computes a head from it.
public struct ProgramExecution: Sendable {
  public let configuration: AcceleratorConfiguration
  private let map: MemoryMap
  private var memories: HeadMemories
  private var registers: [MemoryMap.Register: Int] = [.slotCount: 0, .chunkCount: 0]

  /// The accelerator of a validated configuration after reset.
  public init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    map = MemoryMap(configuration)
    memories = HeadMemories(configuration)
  }

  /// Takes a write of the host.
  ///
  /// - Returns: the head that was computed, if the write started one.
  /// - Throws: `ProgramViolation` for a program that breaks a law.
  public mutating func write(_ write: MemoryWrite) throws -> ExecutedHead? {
    precondition(
      write.data.count == configuration.busWords,
      "A data word has \(configuration.busWords) 32-bit words, not \(write.data.count).")
    guard let place = Place(write.address, configuration) else { return nil }
    let (unit, word) = (place.unit, place.word)
    switch place.region {
    case .query: try memories.queries[unit].write(features(write, word), at: word)
    case .key: try memories.keys[unit].write(features(write, word), at: word)
    case .value: try memories.values[unit].write(features(write, word), at: word)
    case .index:
      for (element, number) in numbers(write, group: unit) {
        try memories.index[element].write(number, at: word)
      }
    case .pointer:
      for (element, number) in numbers(write, group: unit) {
        try memories.pointers[element].write(number, at: word)
      }
    case .register: return try take(Int(write.data[0]), register: word)
    case .output: break
    }
    return nil
  }

  /// The data word that a read of the host gives, as 32-bit words.
  ///
  /// - Throws: `ProgramViolation` for a word that no memory has, or that no head wrote.
  public func read(_ address: UInt32) throws -> [UInt32] {
    guard let place = Place(address, configuration), place.region == .output else {
      return map.word(0)
    }
    return try map.word(features: memories.outputs[place.unit].read(at: place.word))
  }

  /// The features of a data word of an operand.
  private func features(_ write: MemoryWrite, _ word: Int) throws -> [Int8] {
    let width = configuration.featuresPerCycle
    let features = map.features(write.data, count: width)
    let chunk = word & ((1 << configuration.chunkBits) - 1)
    let rest = max(0, configuration.capacity.headDimension - chunk * width)
    guard features.dropFirst(rest).allSatisfy({ $0 == 0 }) else {
      throw ProgramViolation(
        .padding,
        "Chunk \(chunk) of an operand has features beyond the "
          + "\(configuration.capacity.headDimension) of capacity.headDimension.")
    }
    return features
  }

  /// The elements of a group, each with its word of the data.
  private func numbers(_ write: MemoryWrite, group: Int) -> [(element: Int, number: UInt32)] {
    write.data.enumerated().compactMap { position, number in
      let element = group * configuration.busWords + position
      return element < configuration.array.elements ? (element, number) : nil
    }
  }

  private mutating func take(_ value: Int, register word: Int) throws -> ExecutedHead? {
    guard let register = UInt32(exactly: word).flatMap(MemoryMap.Register.init) else { return nil }
    let range = register.range(configuration)
    guard range.contains(value) else {
      throw ProgramViolation(
        .registerRange,
        "Register \(register) is given \(value), which is outside "
          + "\(range.lowerBound)...\(range.upperBound).")
    }
    registers[register] = value
    guard register == .start else { return nil }
    return try start()
  }

  private mutating func start() throws -> ExecutedHead? {
    func held(_ register: MemoryMap.Register) throws -> Int {
      guard let value = registers[register] else {
        throw ProgramViolation(
          .written, "A head starts but register \(register) was never written.")
      }
      return value
    }
    let (slots, chunks) = (try held(.slotCount), try held(.chunkCount))
    guard slots > 0, chunks > 0 else { return nil }
    let execution = HeadExecution(
      configuration: configuration, memories: memories, slots: slots, chunks: chunks,
      softmaxScale: try held(.softmaxScale), outputMultiplier: try held(.outputMultiplier))
    let head = try execution.run()
    for (element, rows) in head.rows.enumerated() {
      for (localRow, row) in rows.enumerated() {
        for chunk in 0..<chunks {
          let first = chunk * configuration.featuresPerCycle
          try memories.outputs[element].write(
            Array(row.output[first..<first + configuration.featuresPerCycle]),
            at: localRow << configuration.chunkBits | chunk)
        }
      }
    }
    return head
  }
}

/// An address of the `MemoryMap`, taken apart; nil if it is of no region or unit.
private struct Place {
  let region: MemoryMap.Region
  let unit: Int
  let word: Int

  init?(_ address: UInt32, _ configuration: AcceleratorConfiguration) {
    guard let region = MemoryMap.Region(rawValue: address >> UInt32(MemoryMap.regionShift)) else {
      return nil
    }
    let unit = address >> UInt32(MemoryMap.unitShift) & ((1 << UInt32(MemoryMap.unitBits)) - 1)
    guard unit < region.units(configuration) else { return nil }
    self.region = region
    self.unit = Int(unit)
    word = Int(address & ((1 << UInt32(MemoryMap.wordBits)) - 1))
  }
}
