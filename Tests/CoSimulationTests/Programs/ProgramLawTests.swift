import AttentionSpec
import CoSimulation
import ReferenceModel
import SimulationInterface
import TestSupport
import Testing

/// Programs that break a law: the compiler's laws, the reference model and the RTL all refuse them.
@Suite("Laws of programs")
struct ProgramLawTests {
  /// The law that the reference model sees broken; nil if it sees none.
  private func broken(_ made: ProgramCase, _ program: HeadProgram) throws -> ProgramLaw? {
    do {
      _ = try made.judged(program)
      return nil
    } catch let violation as ProgramViolation {
      return violation.law
    }
  }

  /// How the names of the claims end that stop the RTL where a law is broken.
  private static let claims: [ProgramLaw: [String]] = [
    .wordInMemory: ["InMemory"], .padding: ["PaddingIsZero"], .registerRange: ["InRange"],
    .place: ["PlaceExists", "BankServesPort"], .bankConflict: ["BankServesPort"],
    .rowCount: ["RowsEnd"], .rowEnd: ["RowsEnd"], .rowSum: ["RowSumFits"],
  ]

  /// Expects that the RTL stops at a claim of the law, or of another that is broken as well.
  private func expectStopped(
    _ made: ProgramCase, _ program: HeadProgram, _ law: ProgramLaw, _ what: String,
    orBy others: [ProgramLaw] = []
  ) throws {
    do {
      _ = try made.simulated(program)
      Issue.record("\(what): \(law) is broken, but nothing stops")
    } catch SimulationError.failed(let failure) {
      let names = ([law] + others).flatMap { Self.claims[$0] ?? [] }
      #expect(
        names.contains { "\(failure)".contains($0) }, "\(what): \(law) is broken, but \(failure)")
    }
  }

  /// Ways to break a schedule, each with the law that the program then breaks.
  enum Break: CaseIterable {
    case bankConflict
    case endAtIdleSlot
    case cutLastSlot
    case entryBehindLastRow
    case fallingEnds

    var laws: Set<ProgramLaw> {
      switch self {
      case .bankConflict: [.bankConflict]
      case .endAtIdleSlot: [.rowEnd]
      // A row that loses all its entries is none, and its outputs are read unwritten.
      case .cutLastSlot, .fallingEnds: [.rowEnd, .written]
      // What stands behind the last row has an end that was written for longer elements, or none.
      case .entryBehindLastRow: [.rowEnd, .written, .rowCount]
      }
    }
  }

  @Test("A schedule that breaks a law is refused by all three", arguments: Break.allCases)
  func schedules(_ kind: Break) throws {
    var stopped = 0
    for seed in 0..<60 as Range<UInt64> where stopped < 3 {
      let made = try ProgramCase(seed: seed)
      guard let schedule = made.schedule.broken(kind) else { continue }
      #expect(throws: Refusal.self, "\(kind), seed \(seed)") {
        try schedule.validate(for: Workload(made.mask), configuration: made.configuration)
      }
      let program = try made.program(schedule)
      let law = try #require(try broken(made, program), "\(kind), seed \(seed)")
      #expect(kind.laws.contains(law), "\(kind), seed \(seed): \(law)")
      guard law != .written else { continue }
      stopped += 1
      try expectStopped(made, program, law, "\(kind), seed \(seed)")
    }
    #expect(stopped == 3, "\(kind)")
  }

  @Test("A write that breaks a law is refused by reference model and RTL")
  func writes() throws {
    let made = try ProgramCase(seed: 0)
    let (configuration, map) = (made.configuration, MemoryMap(made.configuration))
    let program = try made.program()
    let index = 1 << UInt32(configuration.indexWordBits - 1)
    func write(_ register: MemoryMap.Register, _ value: UInt32) -> MemoryWrite {
      MemoryWrite(address: MemoryMap.address(register), data: map.word(value))
    }
    func write(_ region: MemoryMap.Region, word: Int, _ data: [UInt32]) -> MemoryWrite {
      MemoryWrite(address: MemoryMap.address(region, unit: 0, word: word), data: data)
    }
    let full = map.word(features: Array(repeating: Int8(1), count: configuration.featuresPerCycle))
    let depth = { (region: MemoryMap.Region) in region.depth(configuration) ?? 0 }
    let cases: [(ProgramLaw, MemoryWrite)] = [
      (.wordInMemory, write(.query, word: depth(.query), map.word(0))),
      (.wordInMemory, write(.key, word: depth(.key), map.word(0))),
      (.wordInMemory, write(.value, word: 0xFFFF, map.word(0))),
      (.wordInMemory, write(.index, word: depth(.index), map.word(0))),
      (.wordInMemory, write(.pointer, word: depth(.pointer), map.word(0))),
      (.padding, write(.query, word: configuration.chunksMax - 1, full)),
      (.padding, write(.value, word: configuration.chunksMax, full)),
      (.registerRange, write(.slotCount, UInt32(configuration.capacity.slots + 1))),
      (.registerRange, write(.chunkCount, UInt32(configuration.chunksMax + 1))),
      (.registerRange, write(.softmaxScale, 0)),
      (.registerRange, write(.softmaxScale, 1 << 20)),
      (.registerRange, write(.outputMultiplier, 0)),
      (.registerRange, write(.outputMultiplier, 1 << 16)),
      // Bank 0 has addresses up to 5.
      (.place, write(.index, word: 0, map.word(UInt32(index | 7)))),
    ]
    for (law, wrong) in cases {
      let changed = program.with(
        writes: program.writes.dropLast() + [wrong] + program.writes.suffix(1))
      #expect(try broken(made, changed) == law, "\(wrong)")
      try expectStopped(made, changed, law, "\(wrong)")
    }
  }

  @Test("A read beyond the outputs is refused by reference model and RTL")
  func reads() throws {
    let made = try ProgramCase(seed: 0)
    let program = try made.program()
    let depth = try #require(MemoryMap.Region.output.depth(made.configuration))
    let read = OutputRead(
      address: MemoryMap.address(.output, unit: 0, word: depth), query: 0, chunk: 0)
    let changed = HeadProgram(
      writes: program.writes, reads: [read], configuration: made.configuration,
      tokens: program.tokens, headDimension: program.headDimension)
    #expect(try broken(made, changed) == .wordInMemory)
    try expectStopped(made, changed, .wordInMemory, "a read")
  }

  @Test("A row of more numerators than a row sum holds is refused by reference model and RTL")
  func rowSum() throws {
    // All scores are equal, so every numerator is 255; 20 entries need 13 bits, a row sum has 12.
    let configuration = ProgramCase.configurations[0]
    let map = MemoryMap(configuration)
    let elements = configuration.array.elements
    let entry = map.indexWord(TokenPlacement(bank: 0, address: 0))
    var writes: [MemoryWrite] = []
    for chunk in 0..<2 {
      for region in [MemoryMap.Region.query, .key, .value] {
        writes.append(
          MemoryWrite(
            address: map.address(region, unit: 0, row: 0, chunk: chunk), data: map.word(0)))
      }
    }
    for slot in 0..<20 {
      writes += map.elementWrites(
        .index, word: slot, [entry] + Array(repeating: 0, count: elements - 1))
    }
    writes += map.elementWrites(.pointer, word: 0, Array(repeating: 20, count: elements))
    for (register, value) in [
      (.slotCount, 20), (.chunkCount, 1), (.softmaxScale, 100), (.outputMultiplier, 100),
      (.start, 1),
    ] as [(MemoryMap.Register, UInt32)] {
      writes.append(MemoryWrite(address: MemoryMap.address(register), data: map.word(value)))
    }
    let made = try ProgramCase(seed: 0)
    let program = HeadProgram(
      writes: writes, reads: [], configuration: configuration, tokens: 1, headDimension: 1)
    #expect(try broken(made, program) == .rowSum)
    try expectStopped(made, program, .rowSum, "20 entries")
  }

  @Test("One row more than an element holds is refused by reference model and RTL")
  func rowCount() throws {
    // Nine tokens: element 0 has the seven rows that it holds, and an entry behind them.
    let configuration = ProgramCase.configurations[0]
    let schedule = Schedule(
      slotCount: 8, rowsOfElement: [Array(0..<7), [7, 8]],
      placements: (0..<9).map { TokenPlacement(bank: $0 / 6, address: $0 % 6) },
      slots: [
        Array(repeating: .entry(token: 0), count: 8),
        [.entry(token: 6), .entry(token: 6)] + Array(repeating: .idle, count: 6),
      ],
      rowEnds: [Array(1...7), [1, 2]])
    var mask = Matrix(rows: 9, columns: 9, repeating: false)
    for row in 0..<9 { mask[row, row < 7 ? 0 : 6] = true }
    let made = try ProgramCase(
      configuration: configuration, mask: AttentionMask(mask),
      input: .random(tokens: 9, headDimension: 4, seed: 1), schedule: schedule)
    let program = try made.program()
    #expect(try broken(made, program) == .rowCount)
    try expectStopped(made, program, .rowCount, "an eighth row")
  }

  @Test("What was never written is refused by the reference model")
  func written() throws {
    let made = try ProgramCase(seed: 0)
    let program = try made.program()
    for region in [MemoryMap.Region.query, .key, .value, .index, .pointer] {
      let writes = program.writes.filter {
        $0.address >> UInt32(MemoryMap.regionShift) != region.rawValue
      }
      #expect(try broken(made, program.with(writes: writes)) == .written, "\(region)")
    }
    for register in [MemoryMap.Register.softmaxScale, .outputMultiplier] {
      let writes = program.writes.filter { $0.address != MemoryMap.address(register) }
      #expect(try broken(made, program.with(writes: writes)) == .written, "\(register)")
    }
  }

  @Test("A data word of another bus is refused by the reference model")
  func dataWidth() throws {
    let made = try ProgramCase(seed: 0)
    let write = MemoryWrite(address: MemoryMap.address(.slotCount), data: [1, 0, 0])
    #expect(try broken(made, made.program().with(writes: [write])) == .dataWidth)
  }

  @Test("Every law has a claim, but those that the RTL cannot see")
  func complete() {
    let seen = Set(Self.claims.keys).union([.written, .dataWidth])
    #expect(seen == Set(ProgramLaw.allCases))
  }

  @Test("Random words in the index and the row ends: reference model and RTL agree")
  func randomWords() throws {
    var lawful = 0
    var stopped = 0
    let count = TestExtent.current.choose(daily: 60, all: 160)
    for seed in 0..<UInt64(count) {
      let made = try ProgramCase(seed: seed)
      var generator = SplitMix64(seed: seed)
      let program = try made.program()
      var writes = program.writes
      let candidates = writes.indices.filter {
        let region = writes[$0].address >> UInt32(MemoryMap.regionShift)
        return [MemoryMap.Region.index, .pointer].map(\.rawValue).contains(region)
      }
      for _ in 0..<generator.integer(in: 1...12) {
        let changed = candidates[generator.integer(in: 0...candidates.count - 1)]
        writes[changed] = MemoryWrite(
          address: writes[changed].address,
          data: writes[changed].data.map { word in
            generator.chance(perMille: 500)
              ? word ^ UInt32(1) << UInt32(generator.integer(in: 0...31)) : word
          })
      }
      let mutant = program.with(writes: writes)
      do {
        let judged = try made.judged(mutant)
        lawful += 1
        try expectSame(judged, made.simulated(mutant), "seed \(seed)")
      } catch let violation as ProgramViolation {
        guard violation.law != .written else { continue }
        stopped += 1
        try expectStopped(
          made, mutant, violation.law, "seed \(seed): \(violation)",
          orBy: [.place, .bankConflict, .rowEnd])
      }
    }
    #expect(
      lawful >= count / 32 && stopped >= count / 8, "\(lawful) lawful, \(stopped) stopped")
  }
}

extension Schedule {
  fileprivate func broken(_ kind: ProgramLawTests.Break) -> Schedule? {
    switch kind {
    case .bankConflict: withConflict()
    case .endAtIdleSlot:
      withEnds { ends, element in
        guard let last = ends.last, last < slotCount, slots[element][last] == .idle else {
          return false
        }
        ends[ends.count - 1] += 1
        return true
      }
    case .cutLastSlot: cut()
    case .entryBehindLastRow: withEntryBehind()
    case .fallingEnds:
      withEnds { ends, _ in
        guard ends.count > 1 else { return false }
        ends.swapAt(0, 1)
        return true
      }
    }
  }

  private func withEnds(_ change: (inout [Int], Int) -> Bool) -> Schedule? {
    for element in rowEnds.indices {
      var ends = rowEnds
      guard change(&ends[element], element) else { continue }
      return Schedule(
        slotCount: slotCount, rowsOfElement: rowsOfElement, placements: placements, slots: slots,
        rowEnds: ends)
    }
    return nil
  }

  /// Without the slots from the last entry on.
  private func cut() -> Schedule? {
    guard let last = rowEnds.joined().max() else { return nil }
    return Schedule(
      slotCount: last - 1, rowsOfElement: rowsOfElement, placements: placements,
      slots: slots.map { Array($0.prefix(last - 1)) }, rowEnds: rowEnds)
  }

  /// With an entry changed to another token of a bank that another element reads.
  private func withConflict() -> Schedule? {
    for slot in 0..<slotCount {
      let tokens = slots.map { $0[slot].token }
      guard let first = tokens.firstIndex(where: { $0 != nil }), let token = tokens[first],
        let other = tokens.indices.first(where: { $0 != first && tokens[$0] != nil }),
        let wrong = placements.indices.first(where: {
          $0 != token && placements[$0].bank == placements[token].bank
        })
      else { continue }
      return with { $0[other][slot] = .entry(token: wrong) }
    }
    return nil
  }

  private func withEntryBehind() -> Schedule? {
    for element in slots.indices {
      let end = rowEnds[element].last ?? 0
      for slot in end..<slotCount {
        let others = slots.indices.filter { $0 != element }.compactMap { slots[$0][slot].token }
        guard let token = others.first ?? placements.indices.first else { continue }
        return with { $0[element][slot] = .entry(token: token) }
      }
    }
    return nil
  }
}
