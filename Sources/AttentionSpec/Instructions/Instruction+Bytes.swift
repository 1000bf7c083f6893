// The bytes of an instruction, from the table of its fields and back.

extension Instruction {
  public var opcode: Opcode { parts.opcode }

  private var parts: (opcode: Opcode, values: [Int]) {
    switch self {
    case .end: (.end, [])
    case .begin(let operands): (.begin, operands.values)
    case .index(let operands): (.index, operands.values)
    case .unit(let operands): (.unit, operands.values)
    case .head(let operands): (.head, operands.values)
    case .decoder(let operands): (.decoder, operands.values)
    case .load(let operands): (.load, operands.values)
    }
  }

  private init(_ opcode: Opcode, _ values: [Int]) {
    switch opcode {
    case .end: self = .end
    case .begin: self = .begin(Begin(values: values))
    case .index: self = .index(Index(values: values))
    case .unit: self = .unit(Unit(values: values))
    case .head: self = .head(Head(values: values))
    case .decoder: self = .decoder(Decoder(values: values))
    case .load: self = .load(Load(values: values))
    }
  }

  /// - Throws: `Refusal` for a value that its field does not hold.
  public func encoded() throws -> [UInt8] {
    let (opcode, values) = parts
    var bytes = Array(repeating: UInt8(0), count: Self.bytes)
    Bits.set(opcode.rawValue, low: 0, count: Self.opcodeBits, in: &bytes)
    for (field, value) in zip(opcode.fields, values) {
      guard field.range.contains(value) else {
        throw Refusal(
          "\(field.name) of \(opcode.name) is \(value), but the format holds "
            + "\(field.range.lowerBound)...\(field.range.upperBound); make the program smaller.")
      }
      Bits.set(value, low: field.lowBit, count: field.bits, in: &bytes)
    }
    return bytes
  }

  /// The instruction of 16 bytes.
  ///
  /// - Throws: `BrokenRule` of `opcode` or `unusedBits`, or of `version`.
  public init(decoding bytes: some Collection<UInt8>) throws {
    let bytes = Array(bytes)
    precondition(bytes.count == Self.bytes, "An instruction has \(Self.bytes) bytes.")
    let number = Bits.get(low: 0, count: Self.opcodeBits, from: bytes)
    guard let opcode = Opcode(rawValue: number) else {
      throw BrokenRule(
        .opcode,
        "The opcode is \(number), but version \(Self.version) has 0 to "
          + "\(Opcode.allCases.count - 1).")
    }
    var used = Self.opcodeBits
    let values = opcode.fields.map { field in
      used = field.lowBit + field.bits
      let value = Bits.get(low: field.lowBit, count: field.bits, from: bytes)
      return field.range.contains(value) ? value : value - (1 << field.bits)
    }
    let unused = used..<8 * Self.bytes
    if let bit = unused.first(where: { Bits.get(low: $0, count: 1, from: bytes) != 0 }) {
      throw BrokenRule(
        .unusedBits, "Bit \(bit) of \(opcode.name) is set, but no field has it: it has to be 0.")
    }
    if opcode == .begin, values.first != Self.version {
      throw BrokenRule(
        .version, "The program has version \(values[0]), but this is \(Self.version).")
    }
    self.init(opcode, values)
  }
}

/// Numbers of some bits in bytes, the lowest bit first.
enum Bits {
  static func set(_ value: Int, low: Int, count: Int, in bytes: inout [UInt8]) {
    for bit in 0..<count where value >> bit & 1 == 1 {
      bytes[(low + bit) / 8] |= 1 << UInt8((low + bit) % 8)
    }
  }

  static func get(low: Int, count: Int, from bytes: [UInt8]) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[(low + $1) / 8] >> UInt8((low + $1) % 8) & 1) << $1 }
  }
}
