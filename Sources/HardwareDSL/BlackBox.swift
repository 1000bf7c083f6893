import Foundation
import HardwareIR

/// A module that is written by hand in SystemVerilog, as a child of modules described here.
///
///     final class SquareRoot: BlackBox {
///       let start = input("go", .bit)
///       let radicand = input(.unsigned(16))
///       let root = output(.unsigned(8))
///
///       var moduleName: String { "sqrt" }
///       var parameters: KeyValuePairs<String, BlackBoxParameter> { ["Stages": 4, "Mode": "fast"] }
///       var sources: [BlackBoxSource] { [.text(squareRootText)] }
///       var clocking: ClockPorts? { .clock("clk", reset: .activeHigh("rst")) }
///       var documentation: Documentation {
///         Documentation("The root of a number.", combinationalPaths: .none)
///       }
///     }
///
/// - A port has the exact name of its property, or the one that it is given: nothing is appended
///   or rewritten. Parts of bundles and streams are joined by `_`.
/// - Combinational loops are found by the paths that `documentation` states; a box that states none
///   of them has all.
/// - `moduleName` is the name in the hand-written text.
/// - `body` is a model for the interpreter, in the language and with any state that it needs; it is
///   never printed. A body that says nothing is no model.
public protocol BlackBox: Module {
  var parameters: KeyValuePairs<String, BlackBoxParameter> { get }
  /// The text that is compiled with the design, in this order; none where the design is built with
  /// the text from elsewhere.
  var sources: [BlackBoxSource] { get }
  /// The ports that the clock and the reset of the parent go to; nil for a box without state.
  var clocking: ClockPorts? { get }
}

extension BlackBox {
  public var moduleName: String { snakeCase(String(describing: Self.self)) }
  public var parameters: KeyValuePairs<String, BlackBoxParameter> { [:] }
  public var sources: [BlackBoxSource] { [] }
  public var clocking: ClockPorts? { nil }
  public var documentation: Documentation { Documentation("Written by hand.") }
  public var body: Behavior { Behavior() }
}

/// The value of a parameter of a black box: `8`, `"fast"` or `.bits(BitPattern(5, width: 8))`.
public enum BlackBoxParameter: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  case integer(Int)
  case text(String)
  case bits(BitPattern)

  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(stringLiteral value: String) { self = .text(value) }

  var value: BlackBoxDefinition.Value {
    switch self {
    case .integer(let value): .integer(value)
    case .text(let value): .text(value)
    case .bits(let value): .bits(value)
    }
  }
}

/// One file of a black box. Its name says what it is: `.sv` and `.v` are compiled, `.svh` and `.vh`
/// included, and others are data that the text reads by their names, as with `$readmemh`.
public enum BlackBoxSource {
  /// Text, in a file that is named after the box unless it has a name of its own.
  case text(String, fileName: String? = nil)
  /// A file, read when the design is elaborated.
  case file(URL)
}
