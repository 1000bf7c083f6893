/// What a program keeps to, beside the addresses of the `MemoryMap`.
///
/// A program that keeps every law, and reads no outputs while a head is computed, has the results
/// of the reference model. One that breaks a law has none: the reference model refuses it, and the
/// simulated RTL stops at a failed claim, except where it looks at what was never written
/// (`written`), which gives any result. The compiler makes no such program: the laws of a
/// `Schedule` are those of an index that stands for a mask, and so are stricter (no entry counts
/// twice).
public enum ProgramLaw: String, Sendable, CaseIterable, Codable {
  /// A data word has `busWords` 32-bit words.
  case dataWidth
  /// A word of a unit lies inside its memory.
  case wordInMemory
  /// Features beyond `capacity.headDimension`, in the last chunk of a row and in chunks behind it,
  /// are zero.
  case padding
  /// A register is given a value of its range.
  case registerRange
  /// What a head or a read looks at was written before.
  case written
  /// The place of an entry is one of a bank.
  case place
  /// The entries of a slot that read one bank read the same token.
  case bankConflict
  /// An element has at most `capacity.queriesPerElement` rows.
  case rowCount
  /// A row ends with an entry, and the last row of an element ends within the slots.
  case rowEnd
  /// The softmax numerators of a row add to no more than a row sum holds. Those of
  /// `capacity.tokens` entries always do.
  case rowSum
}

/// A program that breaks a law.
public struct ProgramViolation: Error, Sendable, Equatable, CustomStringConvertible {
  public let law: ProgramLaw
  /// What breaks it, as a sentence.
  public let description: String

  public init(_ law: ProgramLaw, _ description: String) {
    self.law = law
    self.description = description
  }
}

extension MemoryMap.Register {
  /// The values that a program may give it.
  public func range(_ configuration: AcceleratorConfiguration) -> ClosedRange<Int> {
    switch self {
    case .slotCount: 0...configuration.capacity.slots
    case .chunkCount: 0...configuration.chunksMax
    case .softmaxScale: 1...NumberFormats.softmaxScaleMax
    case .outputMultiplier: 1...NumberFormats.outputMultiplierMax
    case .start: 0...Int(UInt32.max)
    }
  }
}

extension MemoryMap.Region {
  /// Words of each unit of a memory; nil for the registers.
  public func depth(_ configuration: AcceleratorConfiguration) -> Int? {
    let capacity = configuration.capacity
    return switch self {
    case .query, .output: capacity.queriesPerElement << configuration.chunkBits
    case .key, .value: capacity.tokensPerBank << configuration.chunkBits
    case .index: capacity.slots
    case .pointer: capacity.queriesPerElement
    case .register: nil
    }
  }

  /// Units of a region.
  public func units(_ configuration: AcceleratorConfiguration) -> Int {
    switch self {
    case .query, .output: configuration.array.elements
    case .key, .value: configuration.banks
    case .index, .pointer:
      dividedRoundingUp(configuration.array.elements, by: configuration.busWords)
    case .register: 1
    }
  }
}
