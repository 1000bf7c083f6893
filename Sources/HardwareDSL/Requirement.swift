import HardwareIR

/// What a module demands of its parameters: a stored property, which `elaborate` looks at before
/// anything else of the module. One that does not hold is a mistake at the place given, with all
/// others, and the body does not run.
///
///     final class Ring: Module {
///       let words: [Signal]
///       let limit: Requirement
///
///       init(depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column) {
///         limit = require(
///           depth >= 2, "a Ring of \(depth) words; give it 2 or more", file: file, line: line,
///           column: column)
///         words = (0..<max(2, depth)).map { _ in dataRegister(.bits(8)) }
///       }
///     }
public struct Requirement {
  /// What is wrong; nil where the requirement holds.
  let mistake: Diagnostic?
}

/// What a module demands of its parameters, to be stored in it.
///
/// - Parameters:
///   - sentence: What is wrong and what to do, where `condition` does not hold.
///   - file, line, column: Where the parameters are chosen: an initialiser passes those of its
///     caller.
public func require(
  _ condition: Bool, _ sentence: @autoclosure () -> String, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Requirement {
  require(
    condition, sentence(), at: SourceLocation(file: file, line: line, column: column))
}

/// The same, for an initialiser that knows no column of its caller.
public func require(
  _ condition: Bool, _ sentence: @autoclosure () -> String, file: String, line: Int
) -> Requirement {
  require(condition, sentence(), at: SourceLocation(file: file, line: line))
}

/// The same, for an initialiser that has several requirements.
///
/// - Parameter place: Where the parameters are chosen.
public func require(
  _ condition: Bool, _ sentence: @autoclosure () -> String, at place: SourceLocation
) -> Requirement {
  Requirement(mistake: condition ? nil : Diagnostic(.definition, sentence(), at: place))
}
