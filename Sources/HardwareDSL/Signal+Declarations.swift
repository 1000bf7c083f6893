import HardwareIR

// The free functions once more, for a module in which a property hides one of their names:
// `let output = Signal.output(.bit)`.

extension Signal {
  /// An input port.
  public static func input(
    _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Signal {
    HardwareDSL.input(type, in: domain, note, file: file, line: line, column: column)
  }

  /// An output port.
  public static func output(
    _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Signal {
    HardwareDSL.output(type, in: domain, note, file: file, line: line, column: column)
  }

  /// A wire of a module.
  public static func wire(
    _ type: HardwareType, _ note: String? = nil, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Signal {
    HardwareDSL.wire(type, note, file: file, line: line, column: column)
  }

  /// A wire declared inside a body.
  public static func wire(
    _ name: IndexedName, _ type: HardwareType, _ note: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Signal {
    HardwareDSL.wire(name, type, note, file: file, line: line, column: column)
  }

  /// Names an expression inside a body.
  public static func wire(
    _ name: IndexedName, _ value: Signal, _ note: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Signal {
    HardwareDSL.wire(name, value, note, file: file, line: line, column: column)
  }

  /// A register with a reset value.
  public static func register(
    _ type: HardwareType, reset: Int, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Signal {
    HardwareDSL.register(
      type, reset: reset, in: domain, note, file: file, line: line, column: column)
  }

  /// A register without reset.
  public static func dataRegister(
    _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Signal {
    HardwareDSL.dataRegister(type, in: domain, note, file: file, line: line, column: column)
  }

  /// The sum of `terms` as a balanced tree: one bit wider per level.
  public static func sum(of terms: [Signal]) -> Signal { HardwareDSL.sum(of: terms) }
}
