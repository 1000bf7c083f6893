import HardwareDSL

/// A write of one word.
public struct WordWrite: SignalBundle {
  public let address: Signal
  public let word: Signal

  public init(address: Signal, word: Signal) {
    self.address = address
    self.word = word
  }

  public init(_ field: FieldMaker, _ type: HardwareType, depth: Int) {
    address = field(.unsigned(bitsToHold(depth - 1)))
    word = field(type)
  }
}

/// A read of one word.
public struct ReadRequest: SignalBundle {
  public let enable: Signal
  public let address: Signal

  public init(enable: Signal, address: Signal) {
    self.enable = enable
    self.address = address
  }

  public init(_ field: FieldMaker, depth: Int) {
    enable = field(.bit)
    address = field(.unsigned(bitsToHold(depth - 1)))
  }
}

/// A write of some bytes of a word.
public struct MaskedWrite: SignalBundle {
  public let enable: Signal
  public let address: Signal
  public let word: Signal
  /// The bytes that are written, the lowest first.
  public let mask: Signal

  public init(enable: Signal, address: Signal, word: Signal, mask: Signal) {
    self.enable = enable
    self.address = address
    self.word = word
    self.mask = mask
  }

  public init(_ field: FieldMaker, bytes: Int, depth: Int) {
    enable = field(.bit)
    address = field(.unsigned(bitsToHold(depth - 1)))
    word = field(.bits(8 * bytes))
    mask = field(HardwareType.bits(bytes), "the bytes that are written, the lowest first")
  }
}
