import HardwareIR

/// How emitted SystemVerilog is spelled where tools or readers want it differently. Every spelling
/// means the same; the presets are combinations, and each rule can be set on its own.
///
/// The figures of the rules are those of `hardware-bench profiles`: cells in Yosys 0.23 for an
/// array of 8 x 8 multiply-accumulate elements, speed in Verilator 5.006 for one of 32 x 16.
public struct TargetProfile: Hashable, Sendable {
  public var resizing: Resizing
  public var isolation: Isolation
  public var selections: Selections
  public var choices: Choices
  public var properties: Properties

  public init(
    resizing: Resizing, isolation: Isolation, selections: Selections, choices: Choices,
    properties: Properties
  ) {
    self.resizing = resizing
    self.isolation = isolation
    self.selections = selections
    self.choices = choices
    self.properties = properties
  }

  /// What Verilator 5.006, Icarus Verilog 11, Yosys 0.23 and slang all take without a warning, with
  /// the fewest cells.
  public static let portable = TargetProfile(
    resizing: .concatenation, isolation: .wire, selections: .outsideBlocks, choices: .tree,
    properties: .immediate)

  /// What Verilator simulates fastest.
  public static let verilator = TargetProfile(
    resizing: .cast, isolation: .cast, selections: .anywhere, choices: .tree, properties: .immediate
  )

  /// What reads best: SystemVerilog of 2017, as Verilator and slang take it.
  public static let systemVerilog2017 = TargetProfile(
    resizing: .cast, isolation: .wire, selections: .anywhere, choices: .decode,
    properties: .concurrent)
}

extension TargetProfile {
  /// How a value is made wider, or cut off. Casts take 73,920 cells against 48,768, since Yosys
  /// then merges the product with the sum, and run at 7,400 against 3,700 kHz. Yosys 0.23 refuses
  /// some as of no size and reads some wrong, so they are for other tools.
  public enum Resizing: Hashable, Sendable, CaseIterable {
    /// `{{7{product[16]}}, product}`, and a wire of its own for what is cut off.
    case concatenation
    /// `24'(product)`.
    case cast
  }

  /// What keeps a product, or a signed shift to the right, apart from the expression around it,
  /// which would change its width or sign. In addition to casts for resizing, casts here run at
  /// 8,800 against 7,400 kHz.
  public enum Isolation: Hashable, Sendable, CaseIterable {
    /// A wire of its exact width.
    case wire
    /// `16'(left_i) * 16'(right_i)`, `$signed(value_i >>> amount_i)`.
    case cast
  }

  /// Where bits of a signal are selected.
  public enum Selections: Hashable, Sendable, CaseIterable {
    /// Never in an `always_comb` block, which in Icarus 11 then wakes up for the whole signal and
    /// has a note printed for each.
    case outsideBlocks
    /// Where they are wanted, without a wire between.
    case anywhere
  }

  /// How one of eight or more values is chosen by an index. A `case` reads best, takes 50,937 cells
  /// against 48,768 (for a FIFO of 16 words 1,583 against 1,070) and runs as fast. An indexed array
  /// would take 20 % longer.
  public enum Choices: Hashable, Sendable, CaseIterable {
    /// A tree of two-way choices, `index[1] ? (index[0] ? d : c) : ...`.
    case tree
    /// A `case` with an arm for each number.
    case decode
  }

  /// What claims, assumptions and cover points are printed as.
  public enum Properties: Hashable, Sendable, CaseIterable {
    /// An immediate statement in a named block: Icarus 11 reads no labelled one, and Yosys 0.23 no
    /// concurrent one.
    case immediate
    /// A labelled concurrent statement, on a line of its own where it has room.
    case concurrent
  }
}

extension TargetProfile {
  /// Whether a value of another width is a cast of `operand`: Verilator 5.006 carries the width of
  /// a cast into operators, so only what no width can change is cast.
  func casts(_ operand: Expression) -> Bool {
    guard resizing == .cast else { return false }
    return switch operand {
    case .literal, .reference, .slice, .concatenation, .extend: true
    case .reinterpret(let inner, _): casts(inner)
    case .binary(.multiply, _, _): isolation == .cast
    case .binary(.shiftRight, let left, _): left.type.isSigned && isolation == .cast
    default: false
    }
  }
}
