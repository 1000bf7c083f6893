import Foundation
import HardwareDSL
import Testing

/// Where each kind of mistake has its full text, so that none is without a test.
///
/// | mistake                                        | tests                                      |
/// |------------------------------------------------|--------------------------------------------|
/// | narrowing                                      | Assignment: `narrowing`, `bits`            |
/// | sign mixing                                    | Assignment: `signs`                        |
/// | literal that does not fit                      | Assignment: `literals`, `literalConditions`|
/// | operand that is no signal                      | WrongOperand; CompileError                 |
/// | slice or index out of range                    | Assignment: `slices`; Partial: `ranges`    |
/// | undriven output, wire, register, memory        | Driver: `undriven`; Partial: `gaps`        |
/// | undriven instance input                        | Driver: `unconnected`, `neverUsed`         |
/// | driven twice                                   | Driver: `drivenTwice`, `inputs`, ...       |
/// | combinational loop                             | Path: `loop`, `selfLoop`, `childLoop`      |
/// | valid that waits for ready                     | Handshake                                  |
/// | parameters that a module refuses               | Requirement; HardwareLibraryTests          |
/// | latch                                          | Path: `latch`; Partial: `gaps`             |
/// | missing reset of a state, of a valid           | Reset: `states`, `valid`                   |
/// | duplicate, reserved or illegal name            | Structure: `names`, `claims`, ...          |
/// | zero width                                     | Structure: `widths`, `memories`            |
/// | more than tools take                           | Limit; Deep                                |
/// | signal outside its module                      | Structure: `scope`, `nameless`             |
/// | module constructed and dropped                 | Stray: `constructed`, `dropped`, `hidden`  |
/// | statement outside a body                       | Stray: `initialiser`; Crossing: `outside`  |
/// | signal of another clock domain                 | ClockDomain                                |
/// | unsafe crossing between clock domains          | Crossing                                   |
/// | contract that is not kept                      | Contract                                   |
/// | dead signal                                    | DeadSignal                                 |
/// | constant condition                             | ConstantCondition                          |
/// | hardware that depends on a ghost, past outside | Ghost                                      |
@Suite struct RuleTests {
  @Test("Every rule has a test of its full text")
  func covered() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    let text = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    for rule in Diagnostic.Rule.allCases {
      #expect(text.contains("[\(rule.rawValue)]"), "no test has [\(rule.rawValue)]")
    }
  }
}
