import AttentionCompiler
import AttentionSpec
import LayerSupport
import ReferenceModel
import Testing

@Suite("Programs of layers that break a rule")
struct BrokenProgramTests {
  /// A program that is broken in one place, and what the judge says.
  struct Broken: Sendable, CustomTestStringConvertible {
    let rule: ProgramRule
    let sentence: String
    let change: @Sendable (inout BrokenProgram) -> Void

    init(
      _ rule: ProgramRule, _ sentence: String,
      _ change: @escaping @Sendable (inout BrokenProgram) -> Void
    ) {
      (self.rule, self.sentence, self.change) = (rule, sentence, change)
    }

    var testDescription: String { "\(rule): \(sentence)" }
  }

  /// Three layers of two heads of 6 tokens, with two codes, of which the memories hold two.
  private static let configuration = AcceleratorConfiguration(
    name: "broken", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
    capacity: Capacity(
      tokens: 7, headDimension: 4, heads: 3),
    memory: MemoryShape(
      banks: 4, queries: 24, keys: 24, values: 24, slots: 64, scores: 16, rows: 16),
    port: PortShape(dataBits: 128, burstBytes: 64))

  private func program() throws -> BrokenProgram {
    var generator = SplitMix64(seed: 7)
    let layers = try (0..<3).map { _ in
      try RandomLayer.layer(heads: 2, tokens: 6, headDimension: 4, codes: 2, &generator)
    }
    return try BrokenProgram(
      AttentionProgram(layers, Self.configuration).image, Self.configuration)
  }

  private static let broken: [Broken] = [
    Broken(.order, "Instruction 0: INDEX stands where it may not.") {
      $0.instructions.remove(at: 0)
    },
    Broken(.order, "Instruction 2: HEAD stands where it may not.") {
      $0.instructions.remove(at: 2)
    },
    Broken(.order, "Instruction 3: BEGIN stands where it may not.") {
      $0.instructions.insert($0.instructions[0], at: 3)
    },
    Broken(.window, "the program's window ends before its END.") { $0.instructions.removeLast() },
    Broken(.range, "Instruction 0: chunks is 2 but has to be in 1...1.") {
      $0.change(.begin) { $0.begin.chunks = 2 }
    },
    Broken(.range, "Instruction 0: features is 5 but has to be in 0...4.") {
      $0.change(.begin) { $0.begin.features = 5 }
    },
    Broken(.range, "Instruction 2: tokens is 8 but has to be in 1...7.") {
      $0.change(.unit) { $0.unit.tokens = 8 }
    },
    Broken(.range, "Instruction 2: heads is 0 but has to be in 1...3.") {
      $0.change(.unit) { $0.unit.heads = 0 }
    },
    Broken(.range, "Instruction 2: codes is 9 but has to be in 0...8.") {
      $0.change(.unit) { $0.unit.codes = 9 }
    },
    Broken(.range, "Instruction 2: rows is 13 but has to be in 1...12.") {
      $0.change(.unit) { $0.unit.rows = 13 }
    },
    Broken(.range, "Instruction 3: head is 2 but has to be in 0...1.") {
      $0.change(.head) { $0.head.head = 2 }
    },
    Broken(.range, "Instruction 4: softmaxScale is 0 but has to be in 1...1048575.") {
      $0.change(.head, 1) { $0.head.softmaxScale = 0 }
    },
    Broken(.range, "Instruction 3: outputMultiplier is 0 but has to be in 1...65535.") {
      $0.change(.head) { $0.head.outputMultiplier = 0 }
    },
    Broken(.range, "Instruction 5: group is 1 but 2 codes have 1.") {
      $0.change(.decoder) { $0.decoder.group = 1 }
    },
    Broken(.range, "Instruction 9: memory is 3 but there are 0, 1 and 2.") {
      $0.change(.load) { $0.load.memory = 3 }
    },
    Broken(.range, "Instruction 9: tokens is 0 but has to be 1 or more.") {
      $0.change(.load) { $0.load.tokens = 0 }
    },
    Broken(.alignment, "Instruction 1: the offset 4 of the slots is no multiple of 16.") {
      $0.change(.index) { $0.index.slotsOffset += 4 }
    },
    Broken(.alignment, "Instruction 2: the outputs' offset 2 is no multiple of 4.") {
      $0.change(.unit) { $0.unit.outputsOffset += 2 }
    },
    Broken(
      .place, "Instruction 2: 12 places from 13 on do not lie in the 0..<24 of queries."
    ) { $0.change(.unit) { $0.unit.queryPlace = 13 } },
    Broken(
      .place, "Instruction 2: 12 places from 0 on do not lie in the 24..<48 of values."
    ) { $0.change(.unit) { $0.unit.valuePlace = 0 } },
    Broken(.place, "Instruction 9: tokens 1..<7 are not all of the unit's 6.") {
      $0.change(.load) { $0.load.firstToken = 1 }
    },
    Broken(.window, "Instruction 1: the rows end at 4294967120") {
      $0.change(.index) { $0.index.rowsOffset = 0xffff_ff00 }
    },
    Broken(.window, "Instruction 2: 48 bytes of outputs at offset 1000 do not lie in the 144") {
      $0.change(.unit) { $0.unit.outputsOffset = 1_000 }
    },
    Broken(.loadSize, "Instruction 9: the load has 47 bytes but its tokens 48.") {
      $0.change(.load) { $0.load.bytes -= 1 }
    },
    Broken(.loadOrder, "Unit 0: the keys go on at token 0 behind token 5.") {
      $0.instructions.insert($0.instructions[9], at: 10)
    },
    Broken(.tokenArrival, "Unit 0: the loads bring 0 of 6 tokens of keys.") {
      $0.instructions.remove(at: 9)
    },
    Broken(.tokenArrival, "Unit 0: a load of keys waits for 1 slots, but the units before have 0.")
    {
      $0.change(.load) { ($0.load.wait, $0.load.count) = (1, 1) }
    },
    Broken(.overwriting, "Unit 2: token 0 of head 0 of the keys goes to place 0, which is read") {
      $0.change(.load, 6) { ($0.load.wait, $0.load.count) = (0, 0) }
    },
    Broken(.overwriting, "Unit 2: token 0 of head 0 of the queries goes to place 0") {
      // In front of the keys, whose wait says that rows have been given, too.
      $0.change(.load, 7) { ($0.load.wait, $0.load.count) = (0, 0) }
      let places = $0.instructions.indices.filter { [instructions = $0.instructions] place in
        instructions[place].opcode == .load
      }
      $0.instructions.swapAt(places[6], places[7])
    },
    Broken(.overwriting, "Unit 2: token 0 of head 0 of the values goes to place 24") {
      $0.change(.load, 8) { $0.load.wait = 1 }
    },
    Broken(.weights, "Instruction 8: the keys cannot be decoded (head 1 has no weights).") {
      $0.instructions.remove(at: 8)
    },
    Broken(.weights, "the queries cannot be decoded (head 0 has a weight of 1 for code 2") {
      $0.change(.decoder) { $0.decoder.weight2 = 1 }
    },
    Broken(.weights, "with a bias of 8388607 may leave the 24 bits of a decoder") {
      $0.change(.decoder) { $0.decoder.bias = 8_388_607 }
    },
    Broken(.settings, "is of head 1 of unit 0, which has no HEAD.") {
      $0.instructions.remove(at: 4)
    },
    Broken(.settings, "Instruction 4: head 0 has a HEAD already.") {
      $0.change(.head, 1) { $0.head.head = 0 }
    },
    Broken(.order, "Instruction 9: HEAD stands where it may not.") {
      $0.instructions.insert($0.instructions.remove(at: 4), at: 9)
    },
    Broken(.weights, "the queries cannot be decoded (head 0 has groups with unlike biases or") {
      let decoder = $0.instructions[5]
      $0.instructions.insert(decoder, at: 5)
      $0.change(.decoder) { $0.decoder.shift = 1 }
    },
    Broken(.bankConflict, "Slot 0: two elements read different keys of bank") { program in
      // The other token of the bank of what element 0 reads: 6 tokens a head, 4 banks.
      let (first, second) = (program.rows[0], program.rows[1])
      let place = first.head * 6 + (program.slots[0][0] ?? 0)
      let token = (0..<6).first {
        second.head * 6 + $0 != place && (second.head * 6 + $0) % 4 == place % 4
      }
      program.slots[0][1] = token
    },
    Broken(.slotEntry, "reads token 6, but unit 0 has 6 tokens.") { $0.slots[0][0] = 6 },
    Broken(.slotEntry, "entries when the slots are over.") { program in
      let last = program.slots.count - 1
      for element in program.slots[last].indices { program.slots[last][element] = nil }
    },
    Broken(.slotEntry, "has an entry but all") { program in
      program.rows.removeLast()
      program.rows[program.rows.count - 1].endsUnit = true
      program.change(.begin) { $0.begin.rows -= 1 }
      program.change(.unit, 2) { $0.unit.rows -= 1 }
    },
    Broken(.rowRecord, "Row 0, which begins in slot 0, is of element 1, but element 0 begins one.")
    {
      $0.rows[0].element = 1
    },
    Broken(.rowRecord, "of head 2, which unit 0 has not.") { $0.rows[0].head = 2 },
    Broken(.rowRecord, "has 7 entries, but unit 0 has 6 tokens.") { $0.rows[0].entries = 7 },
    Broken(.rowCount, "is the second of token") {
      ($0.rows[1].head, $0.rows[1].token) = ($0.rows[0].head, $0.rows[0].token)
    },
    Broken(.rowCount, "is number 1 of the 12 of unit 0 and ends it.") {
      $0.rows[0].endsUnit = true
    },
    Broken(.rowCount, "is number 12 of the 12 of unit 0 and does not end it.") {
      $0.rows[11].endsUnit = false
    },
    Broken(.rowCount, "The slots have 36 rows of 3 units, but the program has 37 of 3.") {
      $0.change(.begin) { $0.begin.rows += 1 }
    },
  ]

  @Test("The program is right before it is broken")
  func whole() throws {
    var image = try program().changed()
    #expect(try LayerExecution(Self.configuration).run(&image).count == 3)
  }

  @Test("A program that breaks a rule is refused by it, in a sentence", arguments: broken)
  func refused(_ broken: Broken) throws {
    var program = try program()
    broken.change(&program)
    var image = try program.changed()
    let before = image
    do {
      _ = try LayerExecution(Self.configuration).run(&image)
      Issue.record("nothing was refused")
    } catch let violation as BrokenRule {
      #expect(violation.rule == broken.rule, "\(violation)")
      #expect(violation.description.contains(broken.sentence), "\(violation)")
      #expect(image == before)
    }
  }

  @Test("What is refused in an instruction by itself is refused with its number")
  func instruction() throws {
    var image = try program().changed()
    image.bytes[image.program.lowerBound + 16] = 7
    #expect(throws: BrokenRule.self) { try LayerExecution(Self.configuration).run(&image) }
    do {
      _ = try LayerExecution(Self.configuration).run(&image)
    } catch {
      #expect("\(error)" == "Instruction 1: The opcode is 7, but version 1 has 0 to 6.")
    }
  }

  @Test(
    "With fewer scores than a row has, or one row of an element at a time, the walks stand still",
    arguments: [\MemoryShape.scores, \.rows])
  func rings(_ size: WritableKeyPath<MemoryShape, Int> & Sendable) throws {
    var configuration = Self.configuration
    configuration.memory[keyPath: size] = 2
    var image = try program().changed()
    do {
      _ = try LayerExecution(configuration).run(&image)
      Issue.record("nothing was refused")
    } catch let violation as BrokenRule {
      #expect(violation.rule == .scoreRing)
    }
  }

  @Test("Every rule but those of single instructions has a broken program here")
  func all() {
    let rules = Set(Self.broken.map(\.rule))
    let others: Set<ProgramRule> = [.opcode, .unusedBits, .version, .scoreRing]
    #expect(ProgramRule.allCases.filter { !rules.contains($0) && !others.contains($0) } == [])
  }
}
