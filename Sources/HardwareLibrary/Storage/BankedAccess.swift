import HardwareDSL

/// Where a word lies in a banked memory.
public struct BankedAddress: SignalBundle {
  public let bank: Signal
  public let address: Signal

  public init(bank: Signal, address: Signal) {
    self.bank = bank
    self.address = address
  }

  /// - Parameter depth: Words of a bank.
  public init(_ field: FieldMaker, banks: Int, depth: Int) {
    bank = field(.unsigned(bitsToHold(banks - 1)))
    address = field(.unsigned(bitsToHold(depth - 1)))
  }
}

/// A read of a banked memory.
public struct BankedRead: SignalBundle {
  public let enable: Signal
  public let place: BankedAddress

  public init(enable: Signal, place: BankedAddress) {
    self.enable = enable
    self.place = place
  }

  /// - Parameter depth: Words of a bank.
  public init(_ field: FieldMaker, banks: Int, depth: Int) {
    enable = field(.bit)
    place = BankedAddress(field, banks: banks, depth: depth)
  }
}

/// A write of a banked memory.
public struct BankedWrite: SignalBundle {
  public let enable: Signal
  public let place: BankedAddress
  public let word: Signal

  public init(enable: Signal, place: BankedAddress, word: Signal) {
    self.enable = enable
    self.place = place
    self.word = word
  }

  /// - Parameter depth: Words of a bank.
  public init(_ field: FieldMaker, _ type: HardwareType, banks: Int, depth: Int) {
    enable = field(.bit)
    place = BankedAddress(field, banks: banks, depth: depth)
    word = field(type)
  }
}
