import HardwareDSL

/// A width that a bus is asked for, and what is wrong with it.
struct BusWidth {
  let bits: Int
  let mistake: String?

  private init(_ bits: Int, _ isPossible: Bool, _ mistake: @autoclosure () -> String) {
    self.bits = bits
    self.mistake = isPossible ? nil : mistake()
  }

  /// Of the data of AXI4.
  static func data(_ bits: Int) -> BusWidth {
    BusWidth(
      bits, AXI4Shape.dataSizes.contains(bits),
      "AXI4 has no data of \(bits) bits; give 8, 16, 32, 64, 128, 256, 512 or 1024")
  }

  /// Of the addresses of AXI4, or of AXI4-Lite.
  static func address(_ bits: Int, of bus: String) -> BusWidth {
    BusWidth(
      bits, UnitSizes.addressBits.contains(bits),
      "\(bus) has no addresses of \(bits) bits; give 1 to 64")
  }

  static func id(_ bits: Int) -> BusWidth {
    BusWidth(
      bits, UnitSizes.idBits.contains(bits), "AXI4 has no ids of \(bits) bits; give 0 to 32")
  }

  /// Of the data of AXI4-Stream.
  static func stream(_ bits: Int) -> BusWidth {
    let isPossible = bits.isMultiple(of: 8) && UnitSizes.lanes.contains(bits / 8)
    return BusWidth(
      bits, isPossible,
      "AXI4-Stream has no data of \(bits) bits; give a multiple of 8 from 8 to 32768")
  }
}

extension FieldMaker {
  /// A field of a bus, or the mistake that the bus cannot have it.
  func callAsFunction(
    _ type: HardwareType, of width: BusWidth, _ note: String? = nil
  ) -> Signal {
    width.mistake.map { mistaken($0) } ?? self(type, note)
  }

  /// The same of a field that whoever receives it may ignore.
  func ignorable(_ type: HardwareType, of width: BusWidth) -> Signal {
    width.mistake.map { mistaken($0) } ?? ignorable(type)
  }
}
