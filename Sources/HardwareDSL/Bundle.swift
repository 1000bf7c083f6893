import HardwareIR

/// Signals that travel together: a struct whose stored properties are signals or bundles.
public protocol SignalBundle {}

/// Makes the fields of a bundle, so that one declaration serves ports, wires and registers.
public struct FieldMaker {
  let make: (HardwareType, String?) -> Signal

  /// A field that travels with the bundle.
  public func callAsFunction(_ type: HardwareType, _ note: String? = nil) -> Signal {
    make(type, note)
  }

  public static func input(
    in domain: ClockDomain = .default, file: String = #fileID, line: Int = #line
  ) -> FieldMaker {
    FieldMaker { HardwareDSL.input($0, in: domain, $1, file: file, line: line) }
  }

  public static func output(
    in domain: ClockDomain = .default, file: String = #fileID, line: Int = #line
  ) -> FieldMaker {
    FieldMaker { HardwareDSL.output($0, in: domain, $1, file: file, line: line) }
  }

  public static func wire(file: String = #fileID, line: Int = #line) -> FieldMaker {
    FieldMaker { HardwareDSL.wire($0, $1, file: file, line: line) }
  }

  public static func dataRegister(
    in domain: ClockDomain = .default, file: String = #fileID, line: Int = #line
  ) -> FieldMaker {
    FieldMaker { HardwareDSL.dataRegister($0, in: domain, $1, file: file, line: line) }
  }
}

/// Drives every field of `target` with the same field of `value`.
@discardableResult
public func <== <Bundle: SignalBundle>(target: Bundle, value: Bundle) -> Behavior {
  for (left, right) in zip(fields(of: target), fields(of: value)) { left.signal <== right.signal }
  return Behavior()
}

/// The signals of a bundle in order, with their dotted path.
func fields(of bundle: Any, path: [String] = []) -> [(path: [String], signal: Signal)] {
  Mirror(reflecting: bundle).children.flatMap { child -> [(path: [String], signal: Signal)] in
    let childPath = path + [child.label ?? ""]
    if let signal = child.value as? Signal { return [(childPath, signal)] }
    if let number = child.value as? Fixed { return [(childPath, number.raw)] }
    if child.value is any SignalBundle { return fields(of: child.value, path: childPath) }
    if let signals = child.value as? [Signal] {
      return signals.enumerated().map { (childPath + ["\($0)"], $1) }
    }
    return []
  }
}
