import Basics
import CircuitInterpreter
import HardwareDSL
import Testing

/// Rounded shifts of a number of each kind: by every constant, and by a variable amount.
private final class RoundedShifts: Module {
  static let constants = 0...9
  let a = input(.unsigned(6))
  let b = input(.signed(6))
  let amount = input(.unsigned(4))
  let ofUnsigned = constants.map { _ in output(.unsigned(7)) }
  let ofSigned = constants.map { _ in output(.signed(7)) }
  let variable = output(.unsigned(6))
  let signedVariable = output(.signed(6))

  var documentation: Documentation { Documentation("Rounded shifts.") }

  var body: Behavior {
    for count in Self.constants {
      ofUnsigned[count] <== a.shiftedRightRounded(by: count).extended(to: 7)
      ofSigned[count] <== b.shiftedRightRounded(by: count).extended(to: 7)
    }
    variable <== a.shiftedRightRounded(by: amount)
    signedVariable <== b.shiftedRightRounded(by: amount)
  }
}

@Suite struct RoundedShiftTests {
  @Test("Every value is rounded as Basics rounds, by constants and by variable amounts")
  func values() throws {
    let simulation = try InterpretedSimulation(of: try elaborate(RoundedShifts()))
    for value in -32...63 {
      if value >= 0 { simulation["a_i"] = value }
      if value < 32 { simulation["b_i"] = value }
      for count in 0...15 {
        simulation["amount_i"] = count
        let expected = roundingShift(value, by: count)
        if value >= 0 { #expect(simulation["variable_o"] == expected, "\(value) >> \(count)") }
        if value < 32 {
          #expect(simulation["signed_variable_o"] == expected, "\(value) >> \(count)")
        }
        guard RoundedShifts.constants.contains(count) else { continue }
        if value >= 0 {
          #expect(simulation["of_unsigned_\(count)_o"] == expected, "\(value) >> \(count)")
        }
        if value < 32 {
          #expect(simulation["of_signed_\(count)_o"] == expected, "\(value) >> \(count)")
        }
      }
    }
  }

  @Test("A rounded shift by a constant is one bit wider than the floored one")
  func widths() {
    let value = RoundedShifts().a
    #expect(value.shiftedRightRounded(by: 2).width == value.shiftedRight(by: 2).width + 1)
    #expect(value.shiftedRightRounded(by: 0).width == value.width)
  }

  @Test("A shift by less than nothing or by too much is refused in its own words")
  func refused() throws {
    final class Wrong: Module {
      let a = input(.unsigned(6))
      let y = output(.unsigned(6))
      let amount: Int
      init(amount: Int) { self.amount = amount }
      var documentation: Documentation { Documentation("A wrong shift.") }
      var body: Behavior { y <== a.shiftedRightRounded(by: amount) }
    }
    for (amount, problem) in [(-1, "is negative"), (1 << 40, "is by more than any value has")] {
      let error = #expect(throws: DiagnosticError.self) { _ = try elaborate(Wrong(amount: amount)) }
      #expect(
        error?.diagnostics.contains {
          $0.message.hasPrefix(
            "shiftedRightRounded(by: \(amount)) of 'a_i' (unsigned(6)) \(problem); ")
        } == true)
    }
  }
}
