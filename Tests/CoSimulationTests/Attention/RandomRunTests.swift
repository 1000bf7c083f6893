import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import HardwareDSL
import SimulationInterface
import TestSupport
import Testing
import VerilatorSimulation

@testable import Accelerator
@testable import CoSimulation

/// Random layers with random memories, one run behind the other without a reset.
@Suite("Random runs from memory to memory")
struct RandomRunTests {
  private static let cycleLimit = 400_000
  private static let shapes =
    RandomRuns.configurations.indices.prefix(AcceleratorTrials.randomConfigurations.count)

  @Test("In the interpreter every checkpoint is exact, with all claims", arguments: shapes)
  func interpreted(shape: Int) throws {
    let configuration = RandomRuns.configurations[shape]
    let circuit = try elaborate(AcceleratorTop(configuration), .strict)
    let attention = try SimulatedAttention(
      configuration,
      in: InterpretedSimulation(of: circuit, fill: .random(seed: UInt64(shape))), MemorySettings())
    try expectExact(
      attention, runs: AcceleratorTrials.randomRunsOfEach.count, seed: 100 + UInt64(shape))
  }

  @Test(
    "In Verilator every checkpoint is exact",
    .enabled(if: AcceleratorTrials.verilatedRunsOfEach.count > 0, "at night"),
    arguments: [1, 2, 4])
  func verilated(shape: Int) async throws {
    let attention = try await AttentionSimulation(
      GeneratedAccelerator(RandomRuns.configurations[shape]), MemorySettings(),
      fill: .random(seed: UInt64(shape)))
    try expectExact(
      attention, runs: AcceleratorTrials.verilatedRunsOfEach.count, seed: 200 + UInt64(shape))
  }

  private func expectExact<ChosenSimulator>(
    _ attention: SimulatedAttention<ChosenSimulator>, runs: Int, seed: UInt64
  ) throws {
    var noise = TestRandom(seed: seed)
    for run in 0..<runs {
      let job = try RandomRuns.job(attention.configuration, &noise)
      let settings = RandomRuns.memory(attention.configuration, &noise)
      try attention.memory.configure(settings)
      let name = "\(attention.configuration.name), seed \(seed), run \(run), \(settings)"
      // Anywhere, but on a page.
      let base = noise.integer(0...1000) << 12
      let trace = try attention.run(job, at: base, cycleLimit: Self.cycleLimit)
      #expect(AttentionComparison(job, trace).divergences.map(\.description) == [], "\(name)")
      try expectCounts(job, trace, attention, name)
      try attention.memory.requireIdle()
    }
  }

  /// Expects that the registers tell of this run alone, and the truth.
  private func expectCounts<ChosenSimulator>(
    _ job: AttentionJob, _ trace: AttentionTrace, _ attention: SimulatedAttention<ChosenSimulator>,
    _ name: String
  ) throws {
    func read(_ register: String) throws -> Int { Int(try attention.registers.read(register)) }
    let fault = "code \(try read("fault.code")) of source \(try read("fault.source"))"
    #expect(try read("status") == 0x100, "\(name): \(fault)")
    let units = job.program.plan.units
    let slots = units.reduce(0) { $0 + $1.schedule.slotCount }
    let rows = job.expected.reduce(0) { $0 + $1.rows.count }
    #expect(try read("score_slots.count") == slots, "\(name)")
    #expect(try read("output_slots.count") == slots, "\(name)")
    #expect(try read("rows.count") == rows, "\(name)")
    #expect(try read("bytes_read.count") == trace.memory.reads.bytes, "\(name)")
    #expect(try read("bytes_written.count") == trace.memory.writes.bytes, "\(name)")
    let causes = ["issued", "stalled_slots", "stalled_scores", "stalled_outputs"]
    let cycles = try causes.reduce(0) { $0 + (try read("\($1).count")) }
    #expect(try read("cycles.count") == cycles, "\(name)")
  }

  @Test("A start right behind the interrupt is a run of its own, one before it is lost")
  func restarts() throws {
    let configuration = AttentionRunTests.small
    let circuit = try elaborate(AcceleratorTop(configuration), .strict)
    let attention = try SimulatedAttention(
      configuration, in: InterpretedSimulation(of: circuit, fill: .random(seed: 3)),
      MemorySettings(readLatency: 9, writeLatency: 30))
    for codes in [0, 2] {
      let job = try AttentionJob(
        AttentionRunTests.layers(2, tokens: 9, codes: codes, seed: 8), configuration)
      let trace = try attention.run(job, at: 0x4000, cycleLimit: Self.cycleLimit)
      #expect(AttentionComparison(job, trace).divergences.isEmpty)
      let (outputs, base) = (trace.image.outputs, 0x4000 + trace.image.outputs.lowerBound)
      let noise = (0..<job.program.plan.units.count).map { job.program.outputs(ofUnit: $0) }
      for _ in 0..<4 {
        for range in noise {
          try attention.memory.write(range.map { _ in 0x55 }, at: base + range.lowerBound)
        }
        // The first of them is the run, the second comes while it is under way.
        try attention.registers.write("control.start", 1)
        try attention.registers.write("control.start", 1)
        try attention.registers.write("status.done", 1)
        try attention.simulation.run(
          limit: Self.cycleLimit, until: .port("irq_o", equals: 1))
        let written = try attention.memory.read(base, count: outputs.count)
        #expect(written == Array(job.expectedImage.bytes[outputs]))
      }
      try attention.registers.write("status.done", 1)
      try attention.simulation.step(500)
      #expect(try attention.registers.read("status") == 0)
    }
  }
}
