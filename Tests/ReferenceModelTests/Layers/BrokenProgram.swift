import AttentionSpec

/// A program whose instructions and streams can be changed.
struct BrokenProgram {
  var instructions: [Instruction]
  var slots: [[Int?]]
  var rows: [RowRecord]
  private let image: MemoryImage
  private let format: StreamFormat
  private let index: Instruction.Index

  init(_ image: MemoryImage, _ configuration: AcceleratorConfiguration) throws {
    self.image = image
    format = StreamFormat(configuration)
    instructions = try stride(
      from: image.program.lowerBound, to: image.program.upperBound, by: Instruction.bytes
    ).map { try Instruction(decoding: image.bytes[$0..<$0 + Instruction.bytes]) }
    guard case .begin(let begin) = instructions[0], case .index(let index) = instructions[1] else {
      throw Refusal("The program does not begin with BEGIN and INDEX; compile it again.")
    }
    self.index = index
    let data = image.bytes[image.data]
    let format = format
    slots = (0..<begin.slots).map { format.slot($0, of: data.dropFirst(index.slotsOffset)) }
    rows = (0..<begin.rows).map { format.row($0, of: data.dropFirst(index.rowsOffset)) }
  }

  /// The image with what has been changed, as far as it still fits.
  func changed() throws -> MemoryImage {
    let program = try instructions.flatMap { try $0.encoded() }
    var bytes = image.bytes
    func put(_ part: [UInt8], at start: Int) {
      for (offset, byte) in part.enumerated() { bytes[start + offset] = byte }
    }
    // Behind everything, since it may have become longer.
    bytes += program
    put(slots.flatMap(format.bytes(ofSlot:)), at: image.data.lowerBound + index.slotsOffset)
    put(format.bytes(ofRows: rows), at: image.data.lowerBound + index.rowsOffset)
    return MemoryImage(
      bytes: bytes, program: image.bytes.count..<bytes.count, data: image.data,
      outputs: image.outputs)
  }

  /// Changes the instruction number `number` of an opcode.
  mutating func change(_ opcode: Opcode, _ number: Int = 0, _ change: (inout Fields) -> Void) {
    let places = instructions.indices.filter { instructions[$0].opcode == opcode }
    var fields = Fields(instruction: instructions[places[number]])
    change(&fields)
    instructions[places[number]] = fields.instruction
  }

  /// The instruction that is changed; each opcode has its own fields.
  struct Fields {
    var instruction: Instruction

    var begin: Instruction.Begin {
      get { if case .begin(let operands) = instruction { operands } else { Instruction.Begin() } }
      set { instruction = .begin(newValue) }
    }
    var index: Instruction.Index {
      get { if case .index(let operands) = instruction { operands } else { Instruction.Index() } }
      set { instruction = .index(newValue) }
    }
    var unit: Instruction.Unit {
      get { if case .unit(let operands) = instruction { operands } else { Instruction.Unit() } }
      set { instruction = .unit(newValue) }
    }
    var head: Instruction.Head {
      get { if case .head(let operands) = instruction { operands } else { Instruction.Head() } }
      set { instruction = .head(newValue) }
    }
    var decoder: Instruction.Decoder {
      get {
        if case .decoder(let operands) = instruction { operands } else { Instruction.Decoder() }
      }
      set { instruction = .decoder(newValue) }
    }
    var load: Instruction.Load {
      get { if case .load(let operands) = instruction { operands } else { Instruction.Load() } }
      set { instruction = .load(newValue) }
    }
  }
}
