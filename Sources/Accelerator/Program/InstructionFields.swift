import AttentionSpec
import HardwareDSL

extension Opcode {
  /// A field of an instruction of this opcode, by its name in the table of the format.
  func field(_ name: String, of instruction: Signal) -> Signal {
    guard let field = fields.first(where: { $0.name == name }) else {
      preconditionFailure("\(self.name) has no field '\(name)'.")
    }
    let bits = instruction[field.lowBit..<(field.lowBit + field.bits)]
    return field.kind == .signed ? bits.asSigned : bits.asUnsigned
  }

  /// A number of an instruction that is known to fit.
  func field(_ name: String, of instruction: Signal, to width: Int) -> Signal {
    field(name, of: instruction).resized(to: width)
  }

  /// Whether an instruction has this opcode.
  func isThat(of instruction: Signal) -> Signal {
    instruction[0..<Instruction.opcodeBits].asUnsigned == .number(rawValue)
  }

  /// The bits behind the last field.
  func unused(of instruction: Signal) -> Signal {
    let used = fields.last.map { $0.lowBit + $0.bits } ?? Instruction.opcodeBits
    return instruction[used..<(8 * Instruction.bytes)]
  }
}
