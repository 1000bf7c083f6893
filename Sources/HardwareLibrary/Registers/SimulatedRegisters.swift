import SimulationInterface

/// The registers of a map in a simulation, read and written by name over the streams `aw`, `w`,
/// `b`, `ar` and `r` of an AXI4-Lite bus. An access runs until it is answered. The answer to one
/// that ran into its limit may come later: the next access takes and drops it. A reset of the
/// design drops accesses that it has accepted.
///
///     let registers = try SimulatedRegisters(Timer.map, in: simulation)
///     try registers.write("control.start", 1)
///     #expect(try registers.read("status.is_over") == 0)
public struct SimulatedRegisters {
  private let map: RegisterMap
  private let simulation: any Simulator
  private let bus: String
  private let cyclesMax: Int
  private let reads, writes: AnswerQueue

  /// - Parameters:
  ///   - bus: The name of the bus in the design.
  ///   - cyclesMax: So long an answer may take.
  /// - Throws: `DiagnosticError` where the map has mistakes.
  public init(
    _ map: RegisterMap, in simulation: any Simulator, bus: String = "bus", cyclesMax: Int = 1_000
  ) throws {
    try map.throwMistakes()
    self.map = map
    self.simulation = simulation
    self.bus = bus
    self.cyclesMax = cyclesMax
    reads = AnswerQueue(of: "\(bus)_r", to: ["\(bus)_ar"])
    writes = AnswerQueue(of: "\(bus)_b", to: ["\(bus)_aw", "\(bus)_w"])
  }

  /// Reads a field, or a whole register; of 64 bits the low word first.
  ///
  /// - Parameter name: `control.start`, or `control`.
  /// - Throws: `RegisterAccessError`, or what the simulation throws.
  public func read(_ name: String) throws -> UInt64 {
    let target = try target(name)
    // The read of the low word keeps what that of the high one gives, whatever it is.
    let words = target.field?.keptBits == nil ? target.words : 0...1
    var value: UInt64 = 0
    for word in words { value |= UInt64(try read(at: address(target, word))) << UInt64(32 * word) }
    return value >> UInt64(target.bits.lowerBound) & RegisterField.greatest(target.bits.count)
  }

  /// Writes a field, and leaves all others as they are; or a whole register.
  ///
  /// - Parameter name: `control.start`, or `control`.
  /// - Throws: `RegisterAccessError`, or what the simulation throws.
  public func write(_ name: String, _ value: UInt64) throws {
    let target = try target(name)
    if let field = target.field, !field.access.isWritable {
      throw RegisterAccessError(
        "'\(name)' of \(map.name) is of kind \(field.access.word), which is only read.")
    }
    let greatest = RegisterField.greatest(target.bits.count)
    guard value <= greatest else {
      throw RegisterAccessError(
        "\(value) does not fit '\(name)' of \(map.name), which has \(target.bits.count) bits; "
          + "write 0 to \(greatest).")
    }
    let writable = (0..<target.register.words).filter {
      RegisterWord(target.register, half: $0).isWritable
    }
    guard !writable.isEmpty else {
      throw RegisterAccessError("'\(name)' of \(map.name) has nothing that is written.")
    }
    let placed = value << UInt64(target.bits.lowerBound)
    let mask = greatest << UInt64(target.bits.lowerBound)
    for word in target.words where writable.contains(word) {
      let shift = UInt64(32 * word)
      let strobes = (0..<4).filter { mask >> (shift + UInt64(8 * $0)) & 0xff != 0 }
        .reduce(0) { $0 | 1 << $1 }
      let kept = try keptBits(target, word, strobes)
      let data = UInt32(truncatingIfNeeded: placed >> shift) | kept
      try write(at: address(target, word), data, strobes: strobes)
    }
  }

  /// Writes a field by the name of a value.
  ///
  /// - Throws: `RegisterAccessError`, or what the simulation throws.
  public func write(_ name: String, _ value: String) throws {
    let values = try target(name).field?.values ?? []
    guard let found = values.first(where: { $0.name == value }) else {
      throw RegisterAccessError(
        "'\(name)' of \(map.name) has no value '\(value)'"
          + (values.isEmpty
            ? "; its values have no names."
            : "; it has \(values.map(\.name).joined(separator: ", "))."))
    }
    try write(name, found.number)
  }

  /// Reads the word that holds a byte of the bus.
  ///
  /// - Throws: `RegisterAccessError` where the answer is not OKAY, or what the simulation throws.
  public func read(at address: UInt64) throws -> UInt32 {
    try simulation.send("\(bus)_ar", [[PortValue(address), 0]])
    let item = try reads.next(in: simulation, limit: cyclesMax)
    try check(item.fields[1], "a read of \(hexadecimal(address))")
    return item.fields[0].words(1)[0]
  }

  /// Writes bytes of a word.
  ///
  /// - Parameter strobes: The bytes that are written, the lowest in bit 0.
  /// - Throws: `RegisterAccessError` where the answer is not OKAY, or what the simulation throws.
  public func write(at address: UInt64, _ data: UInt32, strobes: Int = 0xf) throws {
    try simulation.send("\(bus)_aw", [[PortValue(address), 0]])
    try simulation.send("\(bus)_w", [[PortValue(data), PortValue(strobes)]])
    let item = try writes.next(in: simulation, limit: cyclesMax)
    try check(item.fields[0], "a write of \(hexadecimal(address))")
  }

  private func check(_ response: PortValue, _ access: String) throws {
    guard response != 0 else { return }
    let name = response.integer.flatMap { AXIResponse(rawValue: $0) }?.standardName
    throw RegisterAccessError(
      "\(access) of \(map.name) is answered by \(name ?? "\(response)"), not by OKAY.")
  }

  /// What a name stands for.
  private struct Target {
    let register: MappedRegister
    let field: RegisterField?

    var bits: ClosedRange<Int> { field?.bits ?? 0...(32 * register.words - 1) }
    var words: ClosedRange<Int> { bits.lowerBound / 32...bits.upperBound / 32 }
  }

  private func target(_ name: String) throws -> Target {
    if let register = map.registers.first(where: { $0.name == name }) {
      return Target(register: register, field: nil)
    }
    if let placed = map.fields.first(where: { $0.path == name }) {
      return Target(register: placed.register, field: placed.field)
    }
    let known = map.registers.map(\.name) + map.fields.map(\.path)
    throw RegisterAccessError(unknownField(name, among: known) + ".")
  }

  private func address(_ target: Target, _ word: Int) -> UInt64 {
    UInt64(target.register.offset + 4 * word)
  }

  /// What other fields hold that a write of some bytes would change: only those that software alone
  /// writes, since a 0 does nothing to the others.
  private func keptBits(_ target: Target, _ word: Int, _ strobes: Int) throws -> UInt32 {
    guard let field = target.field else { return 0 }
    let written = (0..<4).filter { strobes >> $0 & 1 == 1 }
      .reduce(UInt64(0)) { $0 | 0xff << UInt64(32 * word + 8 * $1) }
    var kept: UInt64 = 0
    for other in target.register.fields where other.access == .readWrite && other != field {
      kept |= RegisterField.greatest(other.width) << UInt64(other.bits.lowerBound) & written
    }
    guard kept != 0 else { return 0 }
    let mask = UInt32(truncatingIfNeeded: kept >> UInt64(32 * word))
    return try read(at: address(target, word)) & mask
  }
}

/// Why a register could not be read or written: the sentence is the description.
public struct RegisterAccessError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
