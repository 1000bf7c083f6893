import AttentionCompiler
import AttentionSpec
import BenchSupport
import CircuitInterpreter
import CoSimulation
import Testing

@testable import Accelerator

/// Heads in the whole engine, which the interpreter runs: what the units' own tests do not notice,
/// these may.
enum WholeHead {
  /// Two elements, so that banks and the crossbar matter, and rows of more than one chunk.
  static let configuration = AcceleratorConfiguration(
    name: "engine_2x4_e2", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
    capacity: Capacity(
      tokens: 24, headDimension: 64, tokensPerBank: 12, queriesPerElement: 24, slots: 288),
    accumulatorBits: 24)

  private static let accelerator = Result { try GeneratedAccelerator(configuration) }

  private static let jobs = Result {
    try [(5, 300, 24), (6, 700, 64)].map { seed, perMille, dimension in
      try HeadJob(
        name: "head \(seed)",
        input: .random(tokens: 24, headDimension: dimension, seed: UInt64(seed)),
        mask: .random(tokens: 24, perMille: perMille, seed: UInt64(seed)),
        configuration: configuration)
    }
  }

  private static func start() throws -> SimulatedAccelerator<InterpretedSimulation> {
    var circuit = try testedCircuit(accelerator.get().circuit)
    // What a trace does not keep is recorded once more.
    for tap in circuit.taps where tap.name.hasSuffix("mm") || tap.name.hasSuffix("output") {
      var again = tap
      again.name = "again_" + tap.name
      circuit.taps.append(again)
    }
    return try SimulatedAccelerator(
      configuration, in: InterpretedSimulation(of: circuit, fill: .random(seed: 5)))
  }

  /// Expects that a head is bit-exact at every checkpoint.
  private static func run(
    _ job: HeadJob, in engine: SimulatedAccelerator<InterpretedSimulation>
  ) throws -> HeadTrace {
    let trace = try engine.run(job)
    let comparison = Comparison(job, trace)
    try #require(comparison.isExact, "\(comparison.first?.description ?? "")")
    try expectTaps(of: job, in: engine)
    return trace
  }

  /// Expects that the taps which a trace does not keep say what the schedule does.
  private static func expectTaps(
    of job: HeadJob, in engine: SimulatedAccelerator<InterpretedSimulation>
  ) throws {
    func recorded(_ tap: String) throws -> [Int?] {
      try engine.simulation.tap("again_tap_" + tap).map(\.integer)
    }
    let chunks = configuration.chunks(headDimension: job.input.headDimension)
    // A bit for each element that has an entry in the slot.
    let present = (0..<job.schedule.slotCount).map { slot in
      job.schedule.slots.enumerated().reduce(0) { bits, element in
        bits | (element.1[slot].token == nil ? 0 : 1 << element.0)
      }
    }
    #expect(
      try recorded("sddmm") == present.flatMap { Array(repeating: $0, count: chunks) })
    #expect(try recorded("spmm") == (0..<chunks).flatMap { _ in present })
    for (element, rows) in job.schedule.rowsOfElement.enumerated() {
      let addresses = (0..<chunks).flatMap { chunk in
        rows.indices.map { $0 << configuration.chunkBits | chunk }
      }
      #expect(try recorded("element_\(element)_output") == addresses)
    }
  }

  /// One head, and that it takes the cycles that are estimated.
  static func cycles() throws {
    let engine = try start()
    let job = try jobs.get()[0]
    let start = engine.simulation.cycle
    let trace = try run(job, in: engine)
    let estimate = CycleEstimate(
      job.schedule, configuration: configuration, headDimension: job.input.headDimension)
    let cycles = engine.simulation.cycle - start - trace.loadCycles - trace.readCycles + 1
    #expect(cycles == estimate.total + SparserEngine(configuration).otherCycles)
    let first = try #require(trace.sddmmIssues.first)
    #expect(trace.sddmmIssues == Array(first..<first + estimate.sddmm))
    #expect(trace.spmmIssues.first == first + estimate.sddmm)
  }

  /// One head after the other, with pauses of the host.
  static func several() throws {
    let engine = try start()
    for (offset, stream) in ["write", "read_request", "read_response"].enumerated() {
      try engine.simulation.pace(stream, .random(pausing: 0.3, seed: UInt64(offset)))
    }
    for job in try jobs.get() { _ = try run(job, in: engine) }
  }
}
