import HardwareDSL
import TestSupport
import Testing

/// A module whose documentation nobody reads.
protocol TestModule: Module {}

extension TestModule {
  var documentation: Documentation { Documentation("A module of the tests.") }
}

/// Expects that `module` is refused with exactly these lines.
func expectRefusal(
  _ module: any Module, _ lines: String...,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  do {
    _ = try elaborate(module)
    Issue.record("the module is accepted", sourceLocation: sourceLocation)
  } catch {
    expectText(
      withoutColumns("\(error)"), is: lines.joined(separator: "\n"), sourceLocation: sourceLocation)
  }
}

/// Expects that `module` is accepted with exactly these warnings, and refused for them in strict
/// mode.
func expectWarnings(
  _ module: @autoclosure () -> any Module, _ lines: String...,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let text = lines.joined(separator: "\n")
  let warnings = try elaborate(module()).warnings.map(\.description)
  expectText(
    withoutColumns(warnings.joined(separator: "\n")), is: text, sourceLocation: sourceLocation)
  do {
    _ = try elaborate(module(), .strict)
    #expect(lines.isEmpty, "strict mode accepts the module", sourceLocation: sourceLocation)
  } catch {
    expectText(
      withoutColumns("\(error)"), is: text.replacing(": warning: ", with: ": error: "),
      sourceLocation: sourceLocation)
  }
}

/// `/.../File.swift:12: warning: `, the start of a warning at `line`.
func warning(at line: Int, file: String = #filePath) -> String { "\(file):\(line): warning: " }

/// `/.../File.swift:12: error: `, the start of a diagnostic at `line`.
func error(at line: Int, file: String = #filePath) -> String { "\(file):\(line): error: " }
