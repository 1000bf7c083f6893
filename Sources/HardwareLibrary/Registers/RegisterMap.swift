import HardwareDSL
import HardwareIR

/// What software sees of a piece of hardware: registers of fields, described once.
///
/// `AXI4LiteRegisters` is the hardware; `cHeader`, `markdown` and `systemRDL` are texts for
/// software and people; `SimulatedRegisters` reads and writes by name in a test.
///
///     static let map = RegisterMap(
///       "timer", "Counts down and interrupts.", addressBits: 12,
///       [
///         MappedRegister(
///           "control", at: 0x00, "Starts the timer.",
///           [
///             RegisterField("start", .pulse, bit: 0, "Begins to count."),
///             RegisterField("repeats", .readWrite, bit: 1, "Begins again at the end."),
///           ])
///       ])
public struct RegisterMap: Hashable, Sendable {
  /// In snake_case.
  public let name: String
  /// What the hardware is, in a line.
  public let note: String
  /// Of an address of bytes: all of 2^`addressBits` bytes are answered.
  public let addressBits: Int
  /// In the order of their offsets.
  public let registers: [MappedRegister]
  let place: SourceLocation

  /// - Parameters:
  ///   - name: In snake_case.
  ///   - note: What the hardware is, in a line.
  ///   - addressBits: Of an address of bytes, 3 to 64. What is mapped nowhere in it is answered by
  ///     an error.
  public init(
    _ name: String, _ note: String, addressBits: Int, _ registers: [MappedRegister],
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    self.name = name
    self.note = note
    self.addressBits = addressBits
    self.registers = registers.sorted { $0.offset < $1.offset }
    place = SourceLocation(file: file, line: line, column: column)
  }
}

/// A register of 32 bits, or of 64 where a field lies above bit 31.
public struct MappedRegister: Hashable, Sendable {
  /// In snake_case.
  public let name: String
  /// In bytes from the first address of the map on.
  public let offset: Int
  /// What it is for.
  public let note: String
  /// In the order of their bits.
  public let fields: [RegisterField]
  let place: SourceLocation

  /// - Parameters:
  ///   - name: In snake_case.
  ///   - offset: In bytes, a multiple of 4; of 8 for a register of 64 bits.
  ///   - note: What it is for, in a line.
  public init(
    _ name: String, at offset: Int, _ note: String, _ fields: [RegisterField],
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    self.name = name
    self.offset = offset
    self.note = note
    self.fields = fields.sorted { $0.bits.lowerBound < $1.bits.lowerBound }
    place = SourceLocation(file: file, line: line, column: column)
  }

  /// How many words of 32 bits it takes, 1 or 2.
  var words: Int { (fields.map(\.bits.upperBound).max() ?? 0) > 31 ? 2 : 1 }

  var bytes: Int { 4 * words }
}
