/// An instruction of a program of the accelerator: 16 bytes, little endian, the opcode in the
/// lowest bits. docs/program.md is the page of the format.
public enum Instruction: Sendable, Equatable {
  case end
  case begin(Begin)
  case index(Index)
  case unit(Unit)
  case head(Head)
  case decoder(Decoder)
  case load(Load)

  /// Of an instruction.
  public static let bytes = 16
  /// Width of the opcode.
  public static let opcodeBits = 4
  /// The version of the format that this file describes.
  public static let version = 1

  public struct Begin: InstructionOperands {
    public var version = 0
    public var chunks = 0
    public var slots = 0
    public var rows = 0
    public var features = 0

    public init() {}

    /// Words of a token of a head that an instruction can say.
    public static let chunksMax = 255

    static var paths: [FieldPath<Self>] {
      [
        FieldPath("version", 8, \.version, "of the format: \(Instruction.version)"),
        FieldPath("chunks", 8, \.chunks, "words of a token of a head, in all units"),
        FieldPath("slots", 32, \.slots, "of all units, at least 1"),
        FieldPath("rows", 32, \.rows, "of scores of all units, at least 1"),
        FieldPath(
          "features", 14, \.features,
          "of a head in its last chunk, behind which the decoder makes zeros; 0 for all of a word"),
      ]
    }
  }

  public struct Index: InstructionOperands {
    public var slotsOffset = 0
    public var rowsOffset = 0

    public init() {}

    static var paths: [FieldPath<Self>] {
      [
        FieldPath("slotsOffset", 32, \.slotsOffset, "where the slots begin"),
        FieldPath("rowsOffset", 32, \.rowsOffset, "where the records of rows begin"),
      ]
    }
  }

  public struct Unit: InstructionOperands {
    public var tokens = 0
    public var heads = 0
    public var codes = 0
    public var rows = 0
    public var keyPlace = 0
    public var valuePlace = 0
    public var queryPlace = 0
    public var outputsOffset = 0

    /// Places of a memory that have a number.
    public static let placesMax = 1 << 14
    /// Largest numbers of heads and of codes.
    public static let headsMax = 31
    public static let codesMax = 15

    public init() {}

    static var paths: [FieldPath<Self>] {
      [
        FieldPath("tokens", 13, \.tokens, "of a head, at least 1"),
        FieldPath("heads", 5, \.heads, "at least 1"),
        FieldPath("codes", 4, \.codes, "of a token of queries, and of keys; 0 for plain ones"),
        FieldPath("rows", 17, \.rows, "of scores, at least 1"),
        FieldPath(
          "keyPlace", 14, \.keyPlace, "of the first key, in the memory of keys and values"),
        FieldPath("valuePlace", 14, \.valuePlace, "of the first value, in the same memory"),
        FieldPath("queryPlace", 14, \.queryPlace, "of the first query"),
        FieldPath(
          "outputsOffset", 32, \.outputsOffset, "where the outputs begin, from the outputs' base"),
      ]
    }
  }

  public struct Head: InstructionOperands {
    public var head = 0
    public var softmaxScale = 0
    public var outputMultiplier = 0

    public init() {}

    static var paths: [FieldPath<Self>] {
      [
        FieldPath("head", 5, \.head, "its number in the unit"),
        FieldPath(
          "softmaxScale", NumberFormats.softmaxScaleBits, \.softmaxScale, "at least 1"),
        FieldPath(
          "outputMultiplier", NumberFormats.outputMultiplierBits, \.outputMultiplier, "at least 1"),
      ]
    }
  }

  public struct Decoder: InstructionOperands {
    /// 1 for keys, 0 for queries.
    public var keys = 0
    public var head = 0
    public var group = 0
    public var weight0 = 0
    public var weight1 = 0
    public var weight2 = 0
    public var weight3 = 0
    public var shift = 0
    public var bias = 0

    /// Codes of an instruction.
    public static let codesOfGroup = 4

    public init() {}

    static var paths: [FieldPath<Self>] {
      let weights: [WritableKeyPath<Self, Int>] = [\.weight0, \.weight1, \.weight2, \.weight3]
      return [
        FieldPath("keys", 1, \.keys, "1 for those of keys, 0 for those of queries"),
        FieldPath("head", 5, \.head, "its number in the unit"),
        FieldPath("group", 2, \.group, "which \(codesOfGroup) of the codes"),
      ]
        + weights.enumerated().map { position, path in
          FieldPath(
            "weight\(position)", NumberFormats.operandBits, path,
            "of code \(codesOfGroup) * group + \(position); 0 for none", kind: .signed)
        } + [
          FieldPath("shift", 5, \.shift, "of the sum to the right, with rounding"),
          FieldPath("bias", 24, \.bias, "from which the sum starts", kind: .signed),
        ]
    }
  }

  public struct Load: InstructionOperands {
    /// The number of an `OperandMemory`.
    public var memory = 0
    /// The number of an `AttentionPlan.Progress`, or 0.
    public var wait = 0
    public var count = 0
    public var offset = 0
    public var firstToken = 0
    public var tokens = 0
    public var bytes = 0

    public init() {}

    static var paths: [FieldPath<Self>] {
      [
        FieldPath("memory", 2, \.memory, "0 queries, 1 keys, 2 values"),
        FieldPath(
          "wait", 2, \.wait, "for 0 nothing, slots walked for 1 scores, 2 outputs, 3 rows given"),
        FieldPath("count", 24, \.count, "that has to be reached before anything is read"),
        FieldPath("offset", 32, \.offset, "where the tokens begin"),
        FieldPath("firstToken", 13, \.firstToken, "the first of them"),
        FieldPath("tokens", 13, \.tokens, "at least 1"),
        FieldPath("bytes", 24, \.bytes, "of all of them"),
      ]
    }
  }
}

extension OperandMemory {
  /// Its number in an instruction.
  public var number: Int {
    switch self {
    case .queries: 0
    case .keys: 1
    case .values: 2
    }
  }

  public init?(number: Int) {
    guard let memory = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = memory
  }
}

extension AttentionPlan.Progress {
  /// Its number in an instruction; 0 is that of no progress.
  public var number: Int {
    switch self {
    case .scoreSlots: 1
    case .outputSlots: 2
    case .rows: 3
    }
  }

  public init?(number: Int) {
    guard let progress = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = progress
  }
}
