import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Whether each operator, on operands of each sign as they are printed, is compared as a number of
/// its type's sign: SystemVerilog takes the sign from the text.
@Suite struct SignednessTests {
  private static let inputs =
    ["a", "b"].flatMap { name in
      [
        Port(name: "\(name)_s8_i", direction: .input, type: .signed(8)),
        Port(name: "\(name)_u8_i", direction: .input, type: .unsigned(8)),
        Port(name: "\(name)_s1_i", direction: .input, type: .signed(1)),
        Port(name: "\(name)_u1_i", direction: .input, type: .unsigned(1)),
        Port(name: "\(name)_bit_i", direction: .input, type: .bit),
      ]
    } + [
      Port(name: "n_i", direction: .input, type: .unsigned(3)),
      Port(name: "c_i", direction: .input, type: .bit),
    ]

  private static func read(_ name: String) -> Expression {
    let type = inputs.first { $0.name == name + "_i" }?.type ?? .bit
    return .reference(name + "_i", type)
  }

  /// `operand` with each operator over it, and `other` beside it where there are two.
  private static func applied(_ operand: Expression, _ other: Expression) -> [Expression] {
    let width = operand.type.width
    let logic: [Expression] = [
      operand, .unary(.not, operand), .binary(.and, operand, other), .binary(.or, operand, other),
      .binary(.xor, operand, other),
      .select(condition: read("c"), then: operand, otherwise: other),
      .concatenation([operand, .reinterpret(other, as: bits(width))]),
    ]
    guard operand.type.isNumber else { return logic }
    let wide = operand.type.withWidth(width + 4)
    return logic + [
      .unary(.negate, operand), .binary(.add, operand, other), .binary(.subtract, operand, other),
      .binary(.multiply, operand, other), .binary(.shiftLeft, operand, read("n")),
      .binary(.shiftRight, operand, read("n")), .extend(operand, to: wide),
      .extend(.binary(.add, operand, other), to: wide),
      .slice(.binary(.add, operand, other), low: 0, width: max(1, width - 1)),
      .slice(operand, low: 0, width: width),
    ]
  }

  private static func bits(_ width: Int) -> HardwareType { width == 1 ? .bit : .bits(width) }

  /// Everything that can be compared: each operator on each operand as it is and read as a number
  /// of the other sign, its value read as either.
  private static let comparisons: [HardwareIR.Expression] = {
    var found: [HardwareIR.Expression] = []
    for kind in ["s8", "u8", "s1", "u1", "bit"] {
      let (a, b) = (read("a_\(kind)"), read("b_\(kind)"))
      let width = a.type.width
      for type in [a.type, .signed(width), .unsigned(width), bits(width)] {
        let left = applied(read(as: type, a), read(as: type, b))
        let right = applied(read(as: type, b), read(as: type, a))
        for (left, right) in zip(left, right) { found += compared(left, right) }
      }
    }
    return found
  }()

  /// Two values read as signed and as unsigned numbers, where the sign counts.
  private static func compared(
    _ left: HardwareIR.Expression, _ right: HardwareIR.Expression
  ) -> [HardwareIR.Expression] {
    let width = left.type.width
    var found: [HardwareIR.Expression] = []
    for type in [HardwareType.signed(width), .unsigned(width)] {
      let (left, right) = (read(as: type, left), read(as: type, right))
      found.append(.binary(.less, left, right))
      found.append(.binary(.shiftRight, left, read("n")))
      found.append(.extend(left, to: type.withWidth(width + 3)))
    }
    return found
  }

  private static func read(as type: HardwareType, _ value: Expression) -> Expression {
    value.type == type ? value : .reinterpret(value, as: type)
  }

  @Test(
    "Every operator is read with the sign of its type",
    .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"),
    arguments: RandomExpressionTests.profiles)
  func signs(profile: TargetProfile) throws {
    #expect(Self.comparisons.count > 1500)
    let module = RandomModule(
      name: "signs", inputs: Self.inputs, expressions: Self.comparisons)
    try withTemporaryFolder { folder in
      let bench = RandomBench(modules: [module], vectors: 100, seed: 5)
      let files = SystemVerilogEmitter(profile: profile, optimization: .none)
        .emit(Circuit(modules: [module.definition]))
      try bench.write(files, to: folder)
      let build = try Tool.icarus.run(
        ["-g2012", "-o", "bench", "bench.sv", "signs.sv"], in: folder)
      #expect(build.status == 0, "\(build.output)")
      let run = try Tool.icarusRuntime.run(["-n", "bench"], in: folder)
      let mismatches = bench.mismatches(in: run.output)
      for mismatch in mismatches.prefix(5) { Issue.record("\(mismatch)") }
      #expect(mismatches.count == 0)
    }
  }
}
