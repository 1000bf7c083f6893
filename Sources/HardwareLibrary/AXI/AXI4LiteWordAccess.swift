import HardwareDSL
import HardwareIR

/// A write of a word, and whether it is refused, which its sink says in the same cycle.
public struct AXI4LiteWordWrite: SignalBundle {
  /// The word is written at the edge.
  public let valid: Signal
  public let index: Signal
  public let word: AXI4LiteWriteWord
  public let isRefused: Signal

  /// - Parameter addressBits: Of an address of bytes.
  public init(_ field: FieldMaker, addressBits: Int) {
    valid = field(.bit)
    index = field(.bits(addressBits - 2), "in words")
    word = AXI4LiteWriteWord(field)
    isRefused = field.flipped(.bit, "the answer is SLVERR")
  }
}

/// A read of a word, which its source gives in the same cycle.
public struct AXI4LiteWordRead: SignalBundle {
  /// The word is taken at the edge.
  public let valid: Signal
  public let index: Signal
  public let data: Signal
  public let isRefused: Signal

  /// - Parameter addressBits: Of an address of bytes.
  public init(_ field: FieldMaker, addressBits: Int) {
    valid = field(.bit)
    index = field(.bits(addressBits - 2), "in words")
    data = field.flipped(.bits(32))
    isRefused = field.flipped(.bit, "the answer is SLVERR")
  }
}

extension Requirement {
  static func addressBits(
    _ bits: Int, _ unit: String, at place: SourceLocation
  ) -> Requirement {
    .size(
      bits, in: UnitSizes.wordAddressBits, "\(unit) with addresses of \(bits) bits", at: place)
  }
}
