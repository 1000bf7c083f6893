import AttentionSpec
import CoSimulation
import ReferenceModel
import Testing

/// Lawful programs: compiler's laws, reference model and RTL agree.
///
/// Softmax and requantization of the judge are those of `AttentionHead`, which have tests of their
/// own; what a program adds is which values meet, where, and in what order.
@Suite("Execution of programs")
struct ProgramExecutionTests {
  @Test("A program computes what the attention of its head is, at every checkpoint")
  func attention() throws {
    for seed in 0..<200 as Range<UInt64> {
      let made = try ProgramCase(seed: seed)
      try made.schedule.validate(for: Workload(made.mask), configuration: made.configuration)
      let judged = try made.judged(made.program())
      let expected = try AttentionHead.run(input: made.input, mask: made.mask)
      #expect(judged.output == expected.output, "seed \(seed)")
      let head = try #require(judged.head)
      #expect(head.rows.map(\.count) == made.schedule.rowsOfElement.map(\.count), "seed \(seed)")
      for (queries, rows) in zip(made.schedule.rowsOfElement, head.rows) {
        for (query, row) in zip(queries, rows) {
          #expect(
            try made.inOrderOfKeys(row.places, row.scores) == Array(expected.scores[query]),
            "seed \(seed), query \(query)")
          #expect(
            try made.inOrderOfKeys(row.places, row.numerators) == Array(expected.numerators[query]),
            "seed \(seed), query \(query)")
          #expect(row.rowSum == expected.rowSums[query], "seed \(seed), query \(query)")
          let sums = row.accumulators.prefix(made.input.headDimension)
          #expect(
            sums.elementsEqual(expected.accumulators.row(query).lazy.map(Int.init)),
            "seed \(seed), query \(query)")
        }
      }
    }
  }

  @Test("The RTL computes what the reference model makes of the program")
  func hardware() throws {
    for seed in 0..<16 as Range<UInt64> {
      let made = try ProgramCase(seed: seed)
      let program = try made.program()
      try expectSame(made.judged(program), made.simulated(program), "seed \(seed)")
    }
  }

  @Test("A head does not see the one before it", arguments: 0..<4 as Range<UInt64>)
  func oneAfterAnother(seed: UInt64) throws {
    let count = UInt64(ProgramCase.configurations.count)
    let heads = try (0..<3).map { try ProgramCase(seed: seed + count * $0) }
    let engine = try heads[0].engine()
    var execution = ProgramExecution(heads[0].configuration)
    for (index, made) in heads.enumerated() {
      let program = try made.program()
      try expectSame(
        made.judged(program, by: &execution), engine.run(program, cycleLimit: 20_000),
        "seed \(seed), head \(index)")
    }
  }

  @Test("An entry that is scheduled twice counts twice, in both")
  func twice() throws {
    var count = 0
    for seed in 0..<40 as Range<UInt64> where count < 5 {
      let made = try ProgramCase(seed: seed)
      guard let schedule = made.schedule.repeatingAnEntry() else { continue }
      count += 1
      #expect(throws: Refusal.self) {
        try schedule.validate(for: Workload(made.mask), configuration: made.configuration)
      }
      let program = try made.program(schedule)
      try expectSame(made.judged(program), made.simulated(program), "seed \(seed)")
    }
    #expect(count == 5)
  }

  @Test("Writes before the start count in any order, and the last one to a word counts")
  func order() throws {
    for seed in 0..<20 as Range<UInt64> {
      let made = try ProgramCase(seed: seed)
      let program = try made.program()
      var generator = SplitMix64(seed: seed)
      let noise = program.writes.dropLast().map {
        MemoryWrite(address: $0.address, data: $0.data.map { _ in 0 })
      }.filter { $0.address >> UInt32(MemoryMap.regionShift) != MemoryMap.Region.register.rawValue }
      var writes = Array(program.writes.dropLast())
      for index in writes.indices.dropLast() {
        writes.swapAt(index, generator.integer(in: index...writes.count - 1))
      }
      let shuffled = program.with(writes: noise + writes + program.writes.suffix(1))
      #expect(try made.judged(shuffled).head == made.judged(program).head, "seed \(seed)")
      guard seed < 4 else { continue }
      try expectSame(made.judged(program), made.simulated(shuffled), "seed \(seed)")
    }
  }

  @Test("Addresses of no region, unit or register are ignored, in both")
  func ignored() throws {
    let made = try ProgramCase(seed: 3)
    let program = try made.program()
    let map = MemoryMap(made.configuration)
    let ones = Array(repeating: UInt32.max, count: made.configuration.busWords)
    let addresses: [UInt32] = [
      0x6000_0000, 0xF000_0001, MemoryMap.address(.output, unit: 0, word: 0),
      MemoryMap.address(.query, unit: 3, word: 0), MemoryMap.address(.key, unit: 3, word: 0),
      MemoryMap.address(.index, unit: 3, word: 0), MemoryMap.address(.pointer, unit: 3, word: 0),
      MemoryMap.address(.register, unit: 1, word: 0),
      MemoryMap.address(.register, unit: 0, word: 9),
    ]
    let ignored = addresses.map { MemoryWrite(address: $0, data: ones) }
    let longer = program.with(
      writes: program.writes.dropLast() + ignored + program.writes.suffix(1))
    #expect(try made.judged(longer).head == made.judged(program).head)
    try expectSame(made.judged(longer), made.simulated(longer), "ignored")
    var execution = ProgramExecution(made.configuration)
    #expect(try execution.read(MemoryMap.address(.query, unit: 0, word: 0)) == map.word(0))
    #expect(try execution.read(MemoryMap.address(.output, unit: 3, word: 0)) == map.word(0))
    #expect(try execution.write(program.writes[program.writes.count - 1]) == nil)
  }
}

extension ProgramCase {
  /// Values of the entries of a row, by ascending key.
  fileprivate func inOrderOfKeys<Value>(
    _ places: [TokenPlacement], _ values: [Value]
  ) throws -> [Value] {
    let keys = try places.map { try #require(schedule.placements.firstIndex(of: $0)) }
    return zip(keys, values).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension HeadProgram {
  func with(writes: some Sequence<MemoryWrite>) -> HeadProgram {
    HeadProgram(
      writes: Array(writes), reads: reads, configuration: configuration, tokens: tokens,
      headDimension: headDimension)
  }
}

extension Schedule {
  /// With an idle slot inside a row that has its row's first entry once more.
  fileprivate func repeatingAnEntry() -> Schedule? {
    for element in slots.indices {
      let entries = Array(entries(of: element))
      for (entry, next) in zip(entries, entries.dropFirst()) where entry.row == next.row {
        guard next.slot > entry.slot + 1 else { continue }
        let bank = placements[entry.token].bank
        let isFree = slots.allSatisfy { slots in
          let token = slots[entry.slot + 1].token
          return token == nil || token == entry.token
            || token.map { placements[$0].bank } != bank
        }
        guard isFree else { continue }
        return with { $0[element][entry.slot + 1] = .entry(token: entry.token) }
      }
    }
    return nil
  }

  /// With other slots.
  func with(_ change: (inout [[Slot]]) -> Void) -> Schedule {
    var changed = slots
    change(&changed)
    return Schedule(
      slotCount: slotCount, rowsOfElement: rowsOfElement, placements: placements, slots: changed,
      rowEnds: rowEnds)
  }
}
