import HardwareIR

/// Runs `block` where `condition` holds.
///
///     when(clear) { acc <== 0 }
///       .elseWhen(enable) { acc <== sum }
///       .otherwise { ... }
@discardableResult
public func when(
  _ condition: Signal, file: String = #filePath, line: Int = #line, column: Int = #column,
  @HardwareBuilder _ block: () -> Behavior
) -> WhenStatement {
  let statement = WhenStatement(
    condition, at: SourceLocation(file: file, line: line, column: column), block)
  Recorder.current?.add(statement)
  return statement
}

/// A `when` that may go on with `elseWhen` and `otherwise`.
public final class WhenStatement: RecordedStatement {
  private var branches: [WhenBranch] = []

  fileprivate init(_ condition: Signal, at location: SourceLocation, _ block: () -> Behavior) {
    super.init(.when(branches: []), at: location)
    append(condition, at: location, block)
  }

  /// Continues the chain where no earlier condition held.
  @discardableResult
  public func elseWhen(
    _ condition: Signal, file: String = #filePath, line: Int = #line, column: Int = #column,
    @HardwareBuilder _ block: () -> Behavior
  ) -> WhenStatement {
    append(condition, at: SourceLocation(file: file, line: line, column: column), block)
    return self
  }

  /// Ends the chain: no condition held.
  @discardableResult
  public func otherwise(
    file: String = #filePath, line: Int = #line, column: Int = #column,
    @HardwareBuilder _ block: () -> Behavior
  ) -> RecordedStatement {
    append(nil, at: SourceLocation(file: file, line: line, column: column), block)
    return self
  }

  private func append(
    _ condition: Signal?, at location: SourceLocation, _ block: () -> Behavior
  ) {
    if branches.contains(where: { $0.condition == nil }) {
      Recorder.current?.diagnostics.append(
        Diagnostic(
          .definition,
          "\(condition == nil ? "otherwise" : "elseWhen") follows the otherwise that ends its "
            + "chain; move it before, or begin a new when", at: location))
    }
    // A branch is nested in the else of the one before.
    let levels = branches.count + 1
    guard let block = Recorder.recordBlock(at: location, levels: levels, block) else { return }
    branches.append(WhenBranch(condition: condition, block: block, location: location))
    kind = .when(branches: branches)
  }
}

/// A heading in the emitted text.
@discardableResult
public func section(_ title: String) -> RecordedStatement {
  let statement = RecordedStatement(.section(title))
  recording("section").add(statement)
  return statement
}
