import HardwareIR

/// Describes each value of `subject` in `values`, a range or a list of numbers that differ; `block`
/// runs once per value. What the block assigns has its default before, which holds at all others.
@discardableResult
public func decode(
  _ subject: Signal, values: some Sequence<Int>, file: String = #filePath, line: Int = #line,
  column: Int = #column,
  @HardwareBuilder _ block: (Int) -> Behavior
) -> RecordedStatement {
  let place = SourceLocation(file: file, line: line, column: column)
  let listed = Array(values.prefix(Limits.decodeValuesMax + 1))
  guard listed.count <= Limits.decodeValuesMax else {
    let statement = RecordedStatement(
      .mistake(
        .literalRange,
        "decode lists more than the \(Limits.decodeValuesMax) values that tools take; compare with "
          + "when, or use a Memory"),
      at: place)
    Recorder.current?.add(statement)
    return statement
  }
  let arms = listed.map { value in
    (value: value, block: Recorder.recordBlock(at: place) { block(value) } ?? [])
  }
  let statement = RecordedStatement(.decode(subject: subject, arms: arms), at: place)
  Recorder.current?.add(statement)
  return statement
}

/// A table of constants, declared inside a body: `values[index]`, and zero beyond the table.
public func table(
  _ name: IndexedName, of type: HardwareType, _ values: [Int], at index: Signal,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  func refused(_ mistake: WidthRules.Mistake) -> Signal {
    guard let recorder = Recorder.current else { return .declaredOutside("table", type, location) }
    let signal = Signal(.mistake(mistake.rule, mistake.message), type: type, location: location)
    recorder.declare(signal, named: name)
    return signal
  }
  guard !values.isEmpty else { return refused(IndexedCall.table.mistakeOfEmpty()) }
  guard values.count <= Limits.decodeValuesMax else {
    return refused(
      WidthRules.Mistake(
        .literalRange,
        "the table has \(values.count) values, more than the \(Limits.decodeValuesMax) that "
          + "tools take; use a Memory with initial contents"))
  }
  if let mistake = IndexedCall.table.mistake(inIndex: index, among: values.count) {
    return refused(mistake)
  }
  let result = wire(name, type, file: file, line: line, column: column)
  if let number = index.constantNumber {
    (result <== Signal(values[number], type)).location = location
    return result
  }
  (result <== Signal(0, type)).location = location
  decode(index, values: 0..<values.count, file: file, line: line, column: column) { position in
    result <== Signal(values[position], type)
  }
  return result
}
