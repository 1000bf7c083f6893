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
    expectText("\(error)", is: lines.joined(separator: "\n"), sourceLocation: sourceLocation)
  }
}

/// `HardwareDSLTests/File.swift:12: error: `, the start of a diagnostic at `line`.
func error(at line: Int, file: String = #fileID) -> String { "\(file):\(line): error: " }
