/// A field of an instruction, as the table of its opcode lists it.
public struct InstructionField: Sendable, Equatable {
  /// How its bits are a number.
  public enum Kind: Sendable, Equatable {
    case unsigned
    /// Two's complement.
    case signed
  }

  /// In lower camel case.
  public let name: String
  public let kind: Kind
  /// Its width.
  public let bits: Int
  /// The number of its lowest bit in the instruction, behind the opcode and the fields before it.
  public let lowBit: Int
  /// What the page of the format says of it.
  public let meaning: String

  /// The values that its bits can hold.
  public var range: ClosedRange<Int> {
    switch kind {
    case .unsigned: 0...(1 << bits) - 1
    case .signed: -(1 << (bits - 1))...(1 << (bits - 1)) - 1
    }
  }
}

/// A field of an instruction, and where a value of the instruction has it.
struct FieldPath<Operands> {
  let name: String
  let kind: InstructionField.Kind
  let bits: Int
  let path: WritableKeyPath<Operands, Int>
  let meaning: String

  init(
    _ name: String, _ bits: Int, _ path: WritableKeyPath<Operands, Int>, _ meaning: String,
    kind: InstructionField.Kind = .unsigned
  ) {
    self.name = name
    self.kind = kind
    self.bits = bits
    self.path = path
    self.meaning = meaning
  }
}

/// What an instruction says beside its opcode: fields, the first behind the opcode's bits.
protocol InstructionOperands: Sendable, Equatable {
  /// All fields 0.
  init()
  /// The one definition of the fields, in the order of their bits.
  static var paths: [FieldPath<Self>] { get }
}

extension InstructionOperands {
  static var fields: [InstructionField] {
    var low = Instruction.opcodeBits
    return paths.map { path in
      defer { low += path.bits }
      return InstructionField(
        name: path.name, kind: path.kind, bits: path.bits, lowBit: low, meaning: path.meaning)
    }
  }

  /// The values of the fields, in their order.
  var values: [Int] { Self.paths.map { self[keyPath: $0.path] } }

  init(values: [Int]) {
    self.init()
    for (path, value) in zip(Self.paths, values) { self[keyPath: path.path] = value }
  }
}
