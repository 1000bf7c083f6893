import HardwareIR

extension ClockDomain {
  /// A domain with clock `clk_pixel_i` and reset `rst_pixel_ni` for the name `pixel`.
  ///
  /// Declared once, it is written `.pixel` everywhere, and a slip of the pen does not compile:
  ///
  ///     extension ClockDomain { static let pixel = ClockDomain("pixel") }
  ///
  ///     let count = register(.unsigned(8), reset: 0, in: .pixel)
  public init(_ name: String) { self = .named(snakeCase(name)) }

  /// What a domain is wanted for.
  enum Use { case clocked, any }

  /// Why the domain cannot be used so; nil if it can.
  func mistake(_ use: Use) -> String? {
    switch self {
    case .default: nil
    case .named(let name):
      !name.isEmpty && name.utf8.allSatisfy(Self.isPartOfName)
        ? nil : "'\(name)' is no name of a clock domain; use letters, digits and _"
    case .asynchronous:
      use == .clocked ? "what is clocked belongs to a clock domain, not to .asynchronous" : nil
    }
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
