import AttentionSpec
import TestSupport

@testable import Accelerator

/// Programs that break one rule in one place.
struct BadProgram {
  let words: [[UInt8]]
  /// Of the instruction that breaks it.
  let number: Int
  let rule: ProgramRule

  /// What is done to a program; nil where it has no place for it.
  struct Slip {
    let name: String
    let rule: ProgramRule
    let apply: (inout [Instruction], inout TestRandom) -> Int?
  }

  /// Bits that no instruction has are set by themselves.
  init?(
    _ slip: Slip, _ program: RandomProgram, _ noise: inout TestRandom
  ) throws {
    var instructions = program.instructions
    guard let number = slip.apply(&instructions, &noise) else { return nil }
    self.number = number
    rule = slip.rule
    words = try instructions.map { try $0.encoded() }
  }

  /// - Parameter end: 1 for the lowest such bit, 0 for the highest.
  init(_ program: RandomProgram, endOfUnusedBits end: Int, of number: Int) throws {
    self.number = number
    rule = .unusedBits
    var words = try program.instructions.map { try $0.encoded() }
    let fields = program.instructions[number].opcode.fields
    let used = fields.last.map { $0.lowBit + $0.bits } ?? Instruction.opcodeBits
    let bit = end == 1 ? used : 127
    words[number][bit / 8] |= 1 << UInt8(bit % 8)
    self.words = words
  }

  init(_ program: RandomProgram, unusedBitOf number: Int, _ noise: inout TestRandom) throws {
    self.number = number
    rule = .unusedBits
    var words = try program.instructions.map { try $0.encoded() }
    let fields = program.instructions[number].opcode.fields
    let used = fields.last.map { $0.lowBit + $0.bits } ?? Instruction.opcodeBits
    let bit = noise.oneIn(3) ? used : noise.integer(used...127)
    words[number][bit / 8] |= 1 << UInt8(bit % 8)
    self.words = words
  }

  init(_ program: RandomProgram, opcode: Int, of number: Int) throws {
    self.number = number
    rule = .opcode
    var words = try program.instructions.map { try $0.encoded() }
    words[number][0] = words[number][0] & 0xf0 | UInt8(opcode)
    self.words = words
  }

  /// The place of one of the instructions that a pattern takes.
  private static func place(
    _ instructions: [Instruction], _ noise: inout TestRandom, _ isOne: (Instruction) -> Bool
  ) -> Int? {
    let all = instructions.indices.filter { isOne(instructions[$0]) }
    return all.isEmpty ? nil : all[noise.integer(0...all.count - 1)]
  }

  private static func unit(
    _ name: String, _ rule: ProgramRule, _ change: @escaping (inout Instruction.Unit) -> Void
  ) -> Slip {
    Slip(name: name, rule: rule) { instructions, noise in
      guard let at = place(instructions, &noise, { $0.opcode == .unit }),
        case .unit(var unit) = instructions[at]
      else { return nil }
      change(&unit)
      instructions[at] = .unit(unit)
      return at
    }
  }

  private static func load(
    _ name: String, _ rule: ProgramRule,
    _ change: @escaping (inout Instruction.Load, _ unitTokens: Int) -> Void
  ) -> Slip {
    Slip(name: name, rule: rule) { instructions, noise in
      guard let at = place(instructions, &noise, { $0.opcode == .load }),
        case .load(var load) = instructions[at],
        case .unit(let unit)? = instructions[..<at].last(where: { $0.opcode == .unit })
      else { return nil }
      change(&load, unit.tokens)
      instructions[at] = .load(load)
      return at
    }
  }

  private static func head(
    _ name: String, _ change: @escaping (inout Instruction.Head, _ unitHeads: Int) -> Void
  ) -> Slip {
    Slip(name: name, rule: .range) { instructions, noise in
      guard let at = place(instructions, &noise, { $0.opcode == .head }),
        case .head(var head) = instructions[at],
        case .unit(let unit)? = instructions[..<at].last(where: { $0.opcode == .unit })
      else { return nil }
      change(&head, unit.heads)
      instructions[at] = .head(head)
      return at
    }
  }

  private static func decoder(
    _ name: String,
    _ change: @escaping (inout Instruction.Decoder, Instruction.Unit) -> Void
  ) -> Slip {
    Slip(name: name, rule: .range) { instructions, noise in
      guard let at = place(instructions, &noise, { $0.opcode == .decoder }),
        case .decoder(var decoder) = instructions[at],
        case .unit(let unit)? = instructions[..<at].last(where: { $0.opcode == .unit })
      else { return nil }
      change(&decoder, unit)
      instructions[at] = .decoder(decoder)
      return at
    }
  }

  private static func begin(
    _ name: String, _ rule: ProgramRule = .range,
    _ change: @escaping (inout Instruction.Begin) -> Void
  ) -> Slip {
    Slip(name: name, rule: rule) { instructions, _ in
      guard case .begin(var begin) = instructions[0] else { return nil }
      change(&begin)
      instructions[0] = .begin(begin)
      return 0
    }
  }

  private static func index(
    _ name: String, _ change: @escaping (inout Instruction.Index) -> Void
  ) -> Slip {
    Slip(name: name, rule: .alignment) { instructions, _ in
      guard case .index(var index) = instructions[1] else { return nil }
      change(&index)
      instructions[1] = .index(index)
      return 1
    }
  }

  private static func order(
    _ name: String, _ apply: @escaping (inout [Instruction], inout TestRandom) -> Int?
  ) -> Slip { Slip(name: name, rule: .order, apply: apply) }

  static func slips(_ configuration: AcceleratorConfiguration) -> [Slip] {
    let memory = configuration.memory
    func places(_ unit: Instruction.Unit) -> Int {
      RandomProgram.stride(configuration, unit.tokens) * (unit.heads - 1) + unit.tokens
    }
    return [
      begin("version 0", .version) { $0.version = 0 },
      begin("version 129", .version) { $0.version = 129 },
      begin("no chunks") { $0.chunks = 0 },
      begin("too many chunks") { $0.chunks = configuration.chunksMax + 1 },
      begin("256 chunks less 1") { $0.chunks = 255 },
      begin("no slots") { $0.slots = 0 }, begin("no rows") { $0.rows = 0 },
      index("slots in a beat") { $0.slotsOffset += 1 },
      index("rows in a beat") { $0.rowsOffset += configuration.beatBytes / 2 },
      unit("no tokens", .range) { $0.tokens = 0 },
      unit("too many tokens", .range) { $0.tokens = configuration.capacity.tokens + 1 },
      unit("far too many tokens", .range) { $0.tokens = 8191 },
      unit("no heads", .range) { $0.heads = 0 },
      unit("too many heads", .range) { $0.heads = configuration.capacity.heads + 1 },
      unit("31 heads", .range) { $0.heads = 31 },
      unit("too many codes", .range) { $0.codes = configuration.decoder.codesMax + 1 },
      unit("no rows", .range) { $0.rows = 0 },
      unit("too many rows", .range) { $0.rows = $0.tokens * $0.heads + 1 },
      begin("too many features") { $0.features = configuration.featuresPerCycle + 1 },
      unit("outputs in a word", .alignment) { $0.outputsOffset += 1 },
      unit("keys behind their end", .place) { $0.keyPlace = memory.keys - places($0) + 1 },
      unit("keys far behind", .place) { $0.keyPlace = 16_383 },
      unit("values behind the end", .place) {
        $0.valuePlace = memory.keys + memory.values - places($0) + 1
      },
      unit("values far behind", .place) { $0.valuePlace = 16_383 },
      unit("queries far behind", .place) { $0.queryPlace = 16_383 },
      unit("values before their begin", .place) { $0.valuePlace = memory.keys - 1 },
      unit("queries behind the end", .place) { $0.queryPlace = memory.queries - places($0) + 1 },
      head("a head that is not there") { $0.head = $1 },
      head("head 31") { head, _ in head.head = 31 },
      head("no scale") { head, _ in head.softmaxScale = 0 },
      head("no multiplier") { head, _ in head.outputMultiplier = 0 },
      decoder("a head that is not there") { $0.head = $1.heads },
      decoder("codes that are not there") { $0.group = ($1.codes + 3) / 4 },
      load("memory 3", .range) { load, _ in load.memory = 3 },
      load("no tokens", .range) { load, _ in load.tokens = 0 },
      load("no bytes", .range) { load, _ in load.bytes = 0 },
      load("in a beat", .alignment) { load, _ in load.offset += 8 },
      load("behind the tokens", .place) { $0.firstToken = $1 - $0.tokens + 1 },
      load("far behind the tokens", .place) { load, _ in load.firstToken = 8191 },
      load("too many tokens", .place) { load, _ in load.tokens = 8191 },
      load("a byte too many", .loadSize) { load, _ in load.bytes += 1 },
      load("a byte too few", .loadSize) { load, _ in load.bytes -= 1 },
      load("a word too many", .loadSize) { load, _ in load.bytes += configuration.wordBytes },
      load("half the bytes", .loadSize) { load, _ in load.bytes /= 2 },
      load("a wrong high bit", .loadSize) { load, _ in load.bytes ^= 0x80_0000 },
      order("no BEGIN") { program, _ in
        program.removeFirst()
        return 0
      },
      order("no INDEX") { program, _ in
        program.remove(at: 1)
        return 1
      },
      order("a second BEGIN") { program, noise in
        let place = noise.integer(1...program.count - 1)
        program.insert(program[0], at: place)
        return place
      },
      order("a second INDEX") { program, noise in
        let place = noise.integer(2...program.count - 1)
        program.insert(program[1], at: place)
        return place
      },
      order("no UNIT") { program, _ in
        guard program[2].opcode == .unit else { return nil }
        program.remove(at: 2)
        return 2
      },
      Slip(name: "no END", rule: .window) { program, _ in
        program.removeLast()
        return program.count
      },
      order("a head behind a load") { program, _ in
        guard let at = program.firstIndex(where: { $0.opcode == .load }),
          let head = program[..<at].last(where: { $0.opcode == .head })
        else { return nil }
        program.insert(head, at: at + 1)
        return at + 1
      },
      order("END in front") { program, noise in
        let place = noise.integer(0...1)
        program.insert(.end, at: place)
        return place
      },
      Slip(name: "cut off", rule: .window) { program, noise in
        program = Array(program[..<noise.integer(0...program.count - 1)])
        return program.count
      },
    ]
  }
}
