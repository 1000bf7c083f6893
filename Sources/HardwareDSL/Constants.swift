import HardwareIR

/// Names a number inside a body: `constant("LevelMax", 12, .unsigned(8))` is a `localparam` of the
/// emitted text, in the section that first uses it, and the number everywhere else. The same name
/// and number may be given any number of times.
///
/// - Parameter name: in UpperCamelCase, as the text has it.
public func constant(
  _ name: String, _ value: Int, _ type: HardwareType, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  guard let recorder = Recorder.current else {
    return .declaredOutside("constant", type, location)
  }
  let number = Signal(value, type)
  if number.mistake != nil { return number }
  if let (signal, known) = recorder.constants[name] {
    if known == value, signal.type == number.type { return signal }
    return .mistaken(
      .name,
      "constant \"\(name)\" is \(known) (\(signal.type)) and \(value) (\(type)); "
        + "give each number a name of its own", type: type)
  }
  guard name.first?.isUppercase == true, name.allSatisfy({ $0.isLetter || $0.isNumber }) else {
    return .mistaken(
      .name, "constant \"\(name)\" is not in UpperCamelCase; write it as in \"LevelMax\"",
      type: type)
  }
  let signal = wire(type, file: file, line: line, column: column)
  signal.name = name
  signal.owner = recorder.scope
  recorder.wires.append(signal)
  recorder.roles[ObjectIdentifier(signal)] = .constant
  recorder.constants[name] = (signal, value)
  recorder.addOutsideConditions(
    RecordedStatement(.assign(target: signal, value: number), at: location))
  return signal
}

/// The number of a case under its name: `RegionKey` for `Region.key`.
public func constant<Value: RawRepresentable>(
  _ value: Value, _ type: HardwareType, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Signal where Value.RawValue: BinaryInteger {
  let word = String(describing: value)
  let name = String(describing: Value.self) + word.prefix(1).uppercased() + word.dropFirst()
  return constant(name, Int(value.rawValue), type, file: file, line: line, column: column)
}
