import AttentionCompiler
import AttentionSpec
import ModelImport
import TensorFiles
import Testing

@Suite struct SchedulerTests {
  @Test("Schedules of random masks keep every law", arguments: [1, 2, 4, 5, 8])
  func laws(elements: Int) throws {
    for seed in 0..<60 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let tokens = generator.integer(in: 1...48)
      let density = [0, 30, 120, 500, 1000][generator.integer(in: 0...4)]
      let configuration = AcceleratorConfiguration.fitting(
        tokens: tokens, elements: elements, linesPerElement: generator.integer(in: 1...4),
        macsPerLine: generator.integer(in: 1...9), headDimension: generator.integer(in: 1...40))
      let mask = try AttentionMask.random(tokens: tokens, perMille: density, seed: seed)
      let schedule = try Scheduler(configuration).schedule(
        Workload(mask), headDimension: configuration.capacity.headDimension)
      #expect(
        refusal { try schedule.validate(for: Workload(mask), configuration: configuration) }
          == "nothing was refused", "seed \(seed)")
    }
  }

  @Test("Several heads with denser columns, scheduled together, keep every law", arguments: 0..<20)
  func together(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let heads = try (0..<generator.integer(in: 1...3)).map { _ in
      let tokens = generator.integer(in: 1...16)
      let mask = try AttentionMask.random(
        tokens: tokens, perMille: generator.integer(in: 0...800), seed: generator.next())
      return try HeadWorkload(
        mask, denserColumns: (0..<tokens).filter { _ in generator.chance(perMille: 300) })
    }
    let workload = Workload(heads)
    let configuration = AcceleratorConfiguration.fitting(
      tokens: workload.tokens, elements: generator.integer(in: 1...5), linesPerElement: 1,
      macsPerLine: 4, headDimension: 8)
    let schedule = try Scheduler(configuration).schedule(workload, headDimension: 8)
    #expect(
      refusal { try schedule.validate(for: workload, configuration: configuration) }
        == "nothing was refused")
    let entries = schedule.slots.indices.flatMap { element in
      schedule.entries(of: element).map { [$0.row, $0.token] }
    }
    let rest = workload.rest.indices.flatMap { row in workload.rest[row].map { [row, $0] } }
    #expect(Set(entries) == Set(rest) && entries.count == rest.count)
  }

  @Test("One element needs one slot for each entry")
  func oneElement() throws {
    let configuration = AcceleratorConfiguration.fitting(
      tokens: 20, elements: 1, linesPerElement: 1, macsPerLine: 1, headDimension: 4)
    let mask = try AttentionMask.random(tokens: 20, perMille: 300, seed: 1)
    let schedule = try Scheduler(configuration).schedule(Workload(mask), headDimension: 4)
    #expect(schedule.slotCount == mask.keptCount)
  }

  @Test("A dense head of 197 tokens fills at least 95 of 100 slots")
  func dense() throws {
    var configuration = AcceleratorConfiguration.standard
    configuration.capacity.slots = 6000
    let mask = try AttentionMask.dense(tokens: 197)
    let schedule = try Scheduler(configuration).schedule(Workload(mask), headDimension: 64)
    try schedule.validate(for: Workload(mask), configuration: configuration)
    #expect(Double(schedule.slotCount) <= 38_809 / 8 / 0.95)
  }

  @Test("The same mask gives the same schedule")
  func deterministic() throws {
    let mask = try SyntheticMask.head(seed: 12)
    let scheduler = try Scheduler(.standard)
    let first = try scheduler.schedule(Workload(mask), headDimension: 64)
    #expect(try scheduler.schedule(Workload(mask), headDimension: 64) == first)
  }

  @Test("What exceeds the capacity is refused with the field to raise")
  func refusals() throws {
    var configuration = AcceleratorConfiguration.standard
    configuration.capacity.slots = 200
    let scheduler = try Scheduler(configuration)
    #expect(
      refusal { _ = try scheduler.schedule(Workload(.dense(tokens: 300)), headDimension: 64) }
        == "The mask has 300 tokens but vitcod_64x8 holds 256; "
        + "raise capacity.tokens to at least 300.")
    #expect(
      refusal { _ = try scheduler.schedule(Workload(.dense(tokens: 8)), headDimension: 65) }
        == "The head dimension is 65 but vitcod_64x8 takes 1 to 64; "
        + "raise capacity.headDimension or give another head.")
    #expect(
      refusal { _ = try scheduler.schedule(Workload(.dense(tokens: 197)), headDimension: 64) }
        == "The schedule of the head takes 4925 slots but vitcod_64x8 holds 200; "
        + "raise capacity.slots to 4925, or use sparser masks.")
    configuration.array.lines = 63
    #expect(
      refusal { _ = try Scheduler(configuration) }
        == "array.lines is 63, which is not a multiple of the 8 of array.elements; "
        + "choose lines that divide equally among the elements.")
  }

  @Test("A slot count that only the schedule itself exceeds is refused with the need")
  func tightSlots() throws {
    let mask = try SyntheticMask.head(seed: 30)
    var configuration = AcceleratorConfiguration.standard
    // The shortest conceivable schedule, which bank conflicts exceed.
    configuration.capacity.slots = max(
      mask.rowCounts.reduce(0) { max($0, $1) }, dividedRoundingUp(mask.keptCount, by: 8))
    let text = refusal {
      _ = try Scheduler(configuration).schedule(Workload(mask), headDimension: 64)
    }
    let slots = try #require(text.firstMatch(of: /raise capacity.slots to (\d+), or/)?.1)
    configuration.capacity.slots = try #require(Int(slots))
    let schedule = try Scheduler(configuration).schedule(Workload(mask), headDimension: 64)
    #expect(schedule.slotCount == configuration.capacity.slots)
  }

  @Test(
    "The heads of the published mask of DeiT-Tiny keep every law and fill 78 of 100 slots",
    .enabled(if: SharedData.isPresent, "the shared data folder is not beside the package"))
  func published() throws {
    let configuration = AcceleratorConfiguration.standard
    let file = try MaskFile(NpyFile(path: SharedData.maskPath).tensor, meaning: .pruned)
    let scheduler = try Scheduler(configuration)
    var kept = 0
    var cycles = 0
    for block in 0..<file.blocks {
      for head in 0..<file.heads {
        let mask = try file.mask(block: block, head: head)
        let schedule = try scheduler.schedule(Workload(mask), headDimension: 64)
        try schedule.validate(for: Workload(mask), configuration: configuration)
        kept += mask.keptCount
        cycles += CycleEstimate(schedule, configuration: configuration, headDimension: 64).total
      }
    }
    let macs = configuration.array.lines * configuration.array.macsPerLine
    let utilization = Double(2 * kept * 64) / Double(cycles * macs)
    print("DeiT-Tiny on \(configuration.name): \(cycles) cycles, utilisation \(utilization)")
    #expect(utilization >= 0.78)
  }
}
