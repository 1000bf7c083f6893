import HardwareIR

/// Runs `block` where `condition` holds.
///
///     when(clear) { acc <== 0 }
///       .elseWhen(enable) { acc <== sum }
///       .otherwise { ... }
@discardableResult
public func when(
  _ condition: Signal, file: String = #fileID, line: Int = #line,
  @HardwareBuilder _ block: () -> Behavior
) -> RecordedStatement {
  let recorder = recording("when")
  let statement = RecordedStatement(
    .when(branches: [(condition, recorder.block(block))]),
    at: SourceLocation(file: file, line: line))
  recorder.add(statement)
  return statement
}

extension RecordedStatement {
  /// Continues a `when` chain where no earlier condition held.
  @discardableResult
  public func elseWhen(
    _ condition: Signal, @HardwareBuilder _ block: () -> Behavior
  ) -> RecordedStatement {
    append(condition, block)
  }

  /// Ends a `when` chain: no condition held.
  @discardableResult
  public func otherwise(@HardwareBuilder _ block: () -> Behavior) -> RecordedStatement {
    append(nil, block)
  }

  private func append(_ condition: Signal?, _ block: () -> Behavior) -> RecordedStatement {
    let recorder = recording("elseWhen or otherwise")
    guard case .when(var branches) = kind, branches.last?.condition != nil else {
      preconditionFailure("elseWhen and otherwise continue a when chain")
    }
    branches.append((condition, recorder.block(block)))
    kind = .when(branches: branches)
    return self
  }
}

/// A claim that simulation checks at every clock edge of `domain` outside its reset. `label` is the
/// claim in UpperCamelCase, as a failure reports it.
@discardableResult
public func claim(
  _ label: String, _ condition: Signal, in domain: ClockDomain = .default,
  file: String = #fileID, line: Int = #line
) -> RecordedStatement {
  let statement = RecordedStatement(
    .assertion(label: label, claim: condition, domain: domain),
    at: SourceLocation(file: file, line: line))
  recording("claim").add(statement)
  return statement
}

/// A heading in the emitted text.
@discardableResult
public func section(_ title: String) -> RecordedStatement {
  let statement = RecordedStatement(.section(title))
  recording("section").add(statement)
  return statement
}
