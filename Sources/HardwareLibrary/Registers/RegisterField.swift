import HardwareDSL
import HardwareIR

/// Some bits of a register, with one meaning.
public struct RegisterField: Hashable, Sendable {
  /// In snake_case.
  public let name: String
  public let access: RegisterAccess
  /// Of the register, the least significant first.
  public let bits: ClosedRange<Int>
  /// The value after a reset.
  public let reset: UInt64
  /// What it is for.
  public let note: String
  /// The values that have names; none, if any number may stand there.
  public let values: [RegisterValue]
  let place: SourceLocation

  /// A field of several bits.
  ///
  /// - Parameters:
  ///   - name: In snake_case.
  ///   - bits: Of the register, 0 to 63.
  ///   - note: What it is for, in a line.
  public init(
    _ name: String, _ access: RegisterAccess, bits: ClosedRange<Int>, reset: UInt64 = 0,
    _ note: String, values: [RegisterValue] = [], file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    self.name = name
    self.access = access
    self.bits = bits
    self.reset = reset
    self.note = note
    self.values = values
    place = SourceLocation(file: file, line: line, column: column)
  }

  /// A field of one bit.
  public init(
    _ name: String, _ access: RegisterAccess, bit: Int, reset: UInt64 = 0, _ note: String,
    values: [RegisterValue] = [], file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    self.init(
      name, access, bits: bit...bit, reset: reset, note, values: values, file: file, line: line,
      column: column)
  }

  /// The greatest value that fits `width` bits, of which there are 1 to 64.
  static func greatest(_ width: Int) -> UInt64 { ~0 >> UInt64(64 - width.clamped(to: 1...64)) }

  /// How many bits there are, at least 1 and at most 64 also of a field that is refused.
  var width: Int {
    let (low, high) = (bits.lowerBound.clamped(to: 0...63), bits.upperBound.clamped(to: 0...63))
    return high - low + 1
  }
}

/// A value of a field that has a name.
public struct RegisterValue: Hashable, Sendable {
  /// In snake_case.
  public let name: String
  public let number: UInt64
  public let note: String

  /// - Parameters:
  ///   - name: In snake_case.
  ///   - note: What it means, in a line.
  public init(_ name: String, _ number: UInt64, _ note: String) {
    self.name = name
    self.number = number
    self.note = note
  }
}
