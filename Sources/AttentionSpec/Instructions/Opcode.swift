/// What an instruction of a program does: the number in its lowest bits.
public enum Opcode: Int, CaseIterable, Sendable {
  case end, begin, index, unit, head, decoder, load

  /// The fields of its instructions, in the order of their bits.
  public var fields: [InstructionField] {
    switch self {
    case .end: []
    case .begin: Instruction.Begin.fields
    case .index: Instruction.Index.fields
    case .unit: Instruction.Unit.fields
    case .head: Instruction.Head.fields
    case .decoder: Instruction.Decoder.fields
    case .load: Instruction.Load.fields
    }
  }

  /// The name in programs and on the page of the format.
  public var name: String { "\(self)".uppercased() }

  /// What the page of the format says of it.
  public var meaning: String {
    switch self {
    case .end: "The last instruction: the program is done when all rows are written and answered."
    case .begin: "The first instruction, once."
    case .index: "The second instruction, once: where the two streams of the index are."
    case .unit: "A unit of work: its heads, decoders and loads follow."
    case .head: "The numbers of a head of the last unit, once for each."
    case .decoder: "Weights of a head of the last unit, for the loads behind it."
    case .load: "Brings tokens of all heads of the last unit on chip."
    }
  }
}
