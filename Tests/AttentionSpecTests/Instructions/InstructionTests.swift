import AttentionSpec
import Testing

@Suite("Instructions")
struct InstructionTests {
  /// An instruction whose fields have random values of their ranges.
  private func random(_ opcode: Opcode, _ generator: inout SplitMix64) throws -> [UInt8] {
    var bytes = Array(repeating: UInt8(0), count: Instruction.bytes)
    func set(_ bit: Int) { bytes[bit / 8] |= 1 << UInt8(bit % 8) }
    for bit in 0..<Instruction.opcodeBits where opcode.rawValue >> bit & 1 == 1 { set(bit) }
    for field in opcode.fields {
      for bit in 0..<field.bits {
        var isSet = generator.chance(perMille: 500)
        if field.name == "version" { isSet = Instruction.version >> bit & 1 == 1 }
        if isSet { set(field.lowBit + bit) }
      }
    }
    return bytes
  }

  @Test("Bytes of random fields are decoded, and encoded to the same", arguments: Opcode.allCases)
  func bothWays(_ opcode: Opcode) throws {
    var generator = SplitMix64(seed: UInt64(opcode.rawValue))
    for _ in 0..<100 {
      let bytes = try random(opcode, &generator)
      let instruction = try Instruction(decoding: bytes)
      #expect(instruction.opcode == opcode)
      #expect(try instruction.encoded() == bytes)
    }
  }

  @Test("A load, byte by byte")
  func load() throws {
    var load = Instruction.Load()
    load.memory = OperandMemory.keys.number
    load.wait = AttentionPlan.Progress.rows.number
    load.count = 0x123456
    load.offset = 0x89ab_cdef
    load.firstToken = 1
    load.tokens = 0x1000
    load.bytes = 0xfedcba
    // 6 | 1 << 4 | 3 << 6; count from bit 8, offset from 32, tokens from 64 and 77, bytes from 90.
    #expect(
      try Instruction.load(load).encoded() == [
        0xd6, 0x56, 0x34, 0x12, 0xef, 0xcd, 0xab, 0x89, 0x01, 0x00, 0x00, 0xea + 0x00, 0x72, 0xfb,
        0x03, 0x00,
      ])
  }

  @Test("Negative weights and biases are two's complement")
  func negative() throws {
    var decoder = Instruction.Decoder()
    decoder.keys = 1
    decoder.weight0 = -128
    decoder.weight3 = -1
    decoder.bias = -8_388_608
    let bytes = try Instruction.decoder(decoder).encoded()
    #expect(try Instruction(decoding: bytes) == .decoder(decoder))
  }

  @Test("What a field does not hold is refused")
  func tooLarge() {
    var load = Instruction.Load()
    load.offset = 1 << 32
    #expect(
      refusal { _ = try Instruction.load(load).encoded() }
        == "offset of LOAD is 4294967296, but the format holds 0...4294967295; make the program "
        + "smaller.")
  }

  @Test("Opcodes beyond the table, set bits of no field and other versions are refused")
  func refused() throws {
    var generator = SplitMix64(seed: 1)
    for number in Opcode.allCases.count..<16 {
      var bytes = Array(repeating: UInt8(0), count: Instruction.bytes)
      bytes[0] = UInt8(number)
      #expect(rule { _ = try Instruction(decoding: bytes) } == .opcode)
    }
    for opcode in Opcode.allCases {
      let last = opcode.fields.last.map { $0.lowBit + $0.bits } ?? Instruction.opcodeBits
      for bit in last..<8 * Instruction.bytes {
        var bytes = try random(opcode, &generator)
        bytes[bit / 8] |= 1 << UInt8(bit % 8)
        #expect(rule { _ = try Instruction(decoding: bytes) } == .unusedBits, "\(opcode) \(bit)")
      }
    }
    for version in [0, 2, 255] {
      var begin = Instruction.Begin()
      begin.version = version
      let bytes = try Instruction.begin(begin).encoded()
      #expect(rule { _ = try Instruction(decoding: bytes) } == .version)
    }
  }

  @Test("Every instruction fits, and its fields have names of their own")
  func fields() {
    for opcode in Opcode.allCases {
      #expect((opcode.fields.last.map { $0.lowBit + $0.bits } ?? 4) <= 8 * Instruction.bytes)
      #expect(Set(opcode.fields.map(\.name)).count == opcode.fields.count)
    }
  }

  private func rule(_ body: () throws -> Void) -> ProgramRule? {
    do {
      try body()
      return nil
    } catch {
      return (error as? BrokenRule)?.rule
    }
  }
}
