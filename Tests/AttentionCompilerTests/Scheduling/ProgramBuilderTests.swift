import AttentionCompiler
import AttentionSpec
import Testing

@Suite struct ProgramBuilderTests {
  /// The accelerator's memories as a dictionary of the writes of a program.
  private func memory(_ program: HeadProgram) -> [UInt32: [UInt32]] {
    Dictionary(program.writes.map { ($0.address, $0.data) }, uniquingKeysWith: { _, last in last })
  }

  private struct Case {
    let configuration: AcceleratorConfiguration
    let input: HeadInput
    let mask: AttentionMask
    let schedule: Schedule
    let program: HeadProgram

    init(seed: UInt64) throws {
      var generator = SplitMix64(seed: seed)
      let tokens = generator.integer(in: 2...20)
      let dimension = generator.integer(in: 1...20)
      configuration = .fitting(
        tokens: tokens, elements: generator.integer(in: 1...5),
        linesPerElement: generator.integer(in: 1...3), macsPerLine: generator.integer(in: 1...5),
        headDimension: dimension)
      input = try HeadInput.random(tokens: tokens, headDimension: dimension, seed: seed)
      mask = try AttentionMask.random(tokens: tokens, perMille: 300, seed: seed)
      schedule = try Scheduler(configuration).schedule(Workload(mask), headDimension: dimension)
      program = try ProgramBuilder(configuration).program(
        input, Workload(mask), schedule: schedule)
    }
  }

  @Test("No address is written twice, and the last write starts the run")
  func addresses() throws {
    for seed in 0..<30 as Range<UInt64> {
      let program = try Case(seed: seed).program
      #expect(memory(program).count == program.writes.count, "seed \(seed)")
      #expect(program.writes.last?.address == MemoryMap.address(.start), "seed \(seed)")
    }
  }

  @Test("The memories hold the kept entries, row by row, and the operands of each")
  func contents() throws {
    for seed in 0..<30 as Range<UInt64> {
      let made = try Case(seed: seed)
      let memory = memory(made.program)
      let configuration = made.configuration
      for (element, queries) in made.schedule.rowsOfElement.enumerated() {
        var slot = 0
        for (localQuery, query) in queries.enumerated() {
          #expect(
            features(memory, .query, element, localQuery, configuration, made.input)
              == Array(made.input.queries.row(query)), "seed \(seed)")
          let (group, lane) = element.quotientAndRemainder(dividingBy: configuration.busWords)
          let pointer = MemoryMap.address(.pointer, unit: group, word: localQuery)
          let end = Int(memory[pointer]?[lane] ?? 0)
          var keys: [[Int8]] = []
          while slot < end {
            let word = memory[MemoryMap.address(.index, unit: group, word: slot)]?[lane] ?? 0
            slot += 1
            guard word >> UInt32(configuration.indexWordBits - 1) == 1 else { continue }
            let address = Int(word) & ((1 << configuration.bankAddressBits) - 1)
            let bank =
              Int(word) >> configuration.bankAddressBits & ((1 << configuration.bankBits) - 1)
            keys.append(features(memory, .key, bank, address, configuration, made.input))
          }
          let expected = made.mask.keys(ofQuery: query).map { Array(made.input.keys.row($0)) }
          #expect(keys.sorted(by: precedes) == expected.sorted(by: precedes), "seed \(seed)")
        }
      }
    }
  }

  @Test("Registers hold the run")
  func registers() throws {
    let made = try Case(seed: 3)
    let memory = memory(made.program)
    let quantization = made.input.quantization
    let chunks = made.configuration.chunks(headDimension: made.input.headDimension)
    #expect(memory[MemoryMap.address(.slotCount)]?[0] == UInt32(made.schedule.slotCount))
    #expect(memory[MemoryMap.address(.chunkCount)]?[0] == UInt32(chunks))
    #expect(memory[MemoryMap.address(.softmaxScale)]?[0] == UInt32(quantization.softmaxScale))
    #expect(
      memory[MemoryMap.address(.outputMultiplier)]?[0] == UInt32(quantization.outputMultiplier))
  }

  @Test("Output words become the output matrix again")
  func outputs() throws {
    for seed in 0..<30 as Range<UInt64> {
      let made = try Case(seed: seed)
      let map = MemoryMap(made.configuration)
      // The queries play the output: word `chunk` of a query row holds its features.
      let width = made.configuration.featuresPerCycle
      let words = made.program.reads.map { read in
        map.word(
          features: made.input.queries.row(read.query).dropFirst(read.chunk * width).prefix(width))
      }
      #expect(try made.program.output(from: words) == made.input.queries, "seed \(seed)")
      #expect(Set(made.program.reads.map(\.address)).count == words.count, "seed \(seed)")
    }
  }

  @Test("A schedule or words of another head are refused with a sentence")
  func refusals() throws {
    let made = try Case(seed: 1)
    let builder = try ProgramBuilder(made.configuration)
    let tokens = made.input.tokens
    let other = try HeadInput.random(tokens: tokens + 1, headDimension: 1, seed: 1)
    let workload = Workload(made.mask)
    #expect(
      refusal { _ = try builder.program(other, workload, schedule: made.schedule) }
        == "The mask has \(tokens) tokens but the operands have \(tokens + 1); "
        + "give the mask of this head.")
    #expect(
      refusal {
        let denser = Workload([try HeadWorkload(made.mask, denserColumns: [0])])
        _ = try builder.program(made.input, denser, schedule: made.schedule)
      }
        == "The head has 1 denser column, but fitting has no denser engine; "
        + "give a workload of which all is rest.")
    #expect(
      refusal {
        let two = Workload([HeadWorkload(made.mask), HeadWorkload(made.mask)])
        _ = try builder.program(made.input, two, schedule: made.schedule)
      } == "The workload has 2 heads, but a program is of one; give each head by itself.")
    #expect(
      refusal {
        let dense = try AttentionMask.dense(tokens: tokens)
        _ = try builder.program(made.input, Workload(dense), schedule: made.schedule)
      }.hasPrefix("The schedule breaks the law that "))
    let stranger = HeadProgram(
      writes: [], reads: [OutputRead(address: 0, query: tokens, chunk: 0)],
      configuration: made.configuration, tokens: tokens, headDimension: 1)
    #expect(
      refusal {
        _ = try stranger.output(
          from: [Array(repeating: 0, count: made.configuration.busWords)])
      }.hasPrefix("A read is of chunk 0 of query"))
    #expect(
      refusal { _ = try made.program.output(from: []) }
        == "The head has \(made.program.reads.count) output words but 0 were read; "
        + "read every address of the program.")
  }

  private func features(
    _ memory: [UInt32: [UInt32]], _ region: MemoryMap.Region, _ unit: Int, _ row: Int,
    _ configuration: AcceleratorConfiguration, _ input: HeadInput
  ) -> [Int8] {
    let map = MemoryMap(configuration)
    let width = configuration.featuresPerCycle
    let chunks = configuration.chunks(headDimension: input.headDimension)
    let all = (0..<chunks).flatMap { chunk -> [Int8] in
      let word = memory[map.address(region, unit: unit, row: row, chunk: chunk)] ?? map.word(0)
      return map.features(word, count: width)
    }
    return Array(all.prefix(input.headDimension))
  }

  private func precedes(_ left: [Int8], _ right: [Int8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
