import HardwareDSL
import HardwareIR

/// What the units that take requests demand of their sizes.
struct RequestSizes {
  let addressBits: Int
  let bytesBits: Int
  private let windowCount: Int
  private let given: (addressBits: Int, bytesBits: Int, windows: Int)

  init(addressBits: Int, bytesBits: Int, windows: Int) {
    given = (addressBits, bytesBits, windows)
    self.addressBits = addressBits.clamped(to: UnitSizes.requestAddressBits)
    self.bytesBits = bytesBits.clamped(to: 1...(self.addressBits - 1))
    windowCount = windows.clamped(to: UnitSizes.windows)
  }

  func windows(_ window: () -> AddressWindow) -> [AddressWindow] {
    (0..<windowCount).map { _ in window() }
  }

  /// - Parameter unit: As "a LinearRequests".
  func limits(of unit: String, at place: SourceLocation) -> [Requirement] {
    [
      .size(
        given.addressBits, in: UnitSizes.requestAddressBits,
        "\(unit) of addresses of \(given.addressBits) bits", at: place),
      require(
        given.bytesBits == bytesBits || given.addressBits != addressBits,
        "\(unit) of byte counts of \(given.bytesBits) bits; give them 1 to \(addressBits - 1), "
          + "fewer than an address has",
        at: place),
      .size(given.windows, in: UnitSizes.windows, "\(unit) of \(given.windows) windows", at: place),
    ]
  }
}
