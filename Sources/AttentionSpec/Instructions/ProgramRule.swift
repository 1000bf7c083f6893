/// What a program keeps to. The number is the error code of the rules that the accelerator checks.
///
/// Those from `tokenArrival` on no reader of instructions sees: a program that breaks one stands
/// still or has any result, and only the judge tells why.
public enum ProgramRule: Int, CaseIterable, Sendable {
  case opcode = 1
  case unusedBits, version, order, range, alignment, place, window, loadSize
  case tokenArrival = 32
  case overwriting, bankConflict, slotEntry, rowRecord, rowCount, loadOrder, settings
  case weights, scoreRing

  /// Whether the accelerator refuses the program for it, with its number as error code.
  public var isChecked: Bool { rawValue < Self.tokenArrival.rawValue }

  /// What the page of the format says of it.
  public var meaning: String {
    switch self {
    case .opcode: "An instruction has an opcode of the table."
    case .unusedBits: "Bits of an instruction that no field has are 0."
    case .version: "The version is that of the accelerator."
    case .order:
      "BEGIN comes first, then INDEX, then units: UNIT, its HEADs, its DECODERs and LOADs; END is "
        + "last."
    case .range: "A field has a value that the configuration and the unit allow."
    case .alignment: "An offset is a multiple of the bytes of a beat; of outputs, of a word."
    case .place: "The words of a unit lie in their memories, and the tokens of a load in its unit."
    case .window: "Whatever is read or written lies inside its window."
    case .loadSize: "A load has as many bytes as its tokens."
    case .tokenArrival: "The loads of a unit bring all its tokens and wait for earlier units only."
    case .overwriting: "No load writes over a word that may still be read when its wait ends."
    case .bankConflict: "The entries of a slot that read one bank read the same token."
    case .slotEntry: "An entry is a token of the unit of its row, and belongs to a row."
    case .rowRecord:
      "A row is of an element, a head and a token that are there, in the order of the slots."
    case .rowCount:
      "Slots and rows are as many as BEGIN and UNIT say, and each query has one row at most."
    case .loadOrder: "The tokens of a unit are loaded into a memory in their order, each once."
    case .settings: "A head that a row is of has its numbers, once."
    case .weights: "Codes that are loaded have weights of each head, and sums that stay in 24 bits."
    case .scoreRing:
      "The walk for outputs can follow that for scores with what elements and index hold."
    }
  }
}

/// A program that breaks a rule.
public struct BrokenRule: Error, Sendable, Equatable, CustomStringConvertible {
  public let rule: ProgramRule
  /// What breaks it, as a sentence.
  public let description: String

  public init(_ rule: ProgramRule, _ description: String) {
    self.rule = rule
    self.description = description
  }
}
