import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Walk controller", .simulated)
struct WalkControllerTests {
  /// What the two walks have done, the one for scores and the one for outputs.
  private struct Walks {
    let chunks: Int
    var passed = [0, 0]
    /// Chunks of slots.
    var issued = [0, 0]
    /// Which of them has issued last.
    var last = 1

    func pends(_ walk: Int) -> Bool { issued[walk] < passed[walk] * chunks }

    /// Which of them issues: that amid a slot; of two that have one, that which was not the last.
    var next: Int? {
      if let amid = [0, 1].first(where: { !issued[$0].isMultiple(of: chunks) }) { return amid }
      let waiting = [0, 1].filter(pends)
      return waiting.count == 2 ? 1 - last : waiting.first
    }

    /// Does what a cycle does.
    ///
    /// - Parameter mayPass: Whether a slot is shown for which all elements are ready.
    /// - Returns: The outputs of the cycle.
    mutating func step(mayPass: [Bool], names: [String]) -> [String: Int] {
      var outputs: [String: Int] = [:]
      for (walk, name) in names.enumerated() {
        outputs["progress_\(name)_slots"] = issued[walk] / chunks
        outputs["step_issues_\(name)s"] = next == walk ? 1 : 0
      }
      if let next {
        let chunk = issued[next] % chunks
        outputs["step_chunk"] = chunk
        outputs["step_first_chunk"] = chunk == 0 ? 1 : 0
        outputs["step_last_chunk"] = chunk == chunks - 1 ? 1 : 0
        issued[next] += 1
        last = next
      }
      for (walk, name) in names.enumerated() {
        let passes = mayPass[walk] && !pends(walk)
        outputs["step_passes_\(name)s"] = passes ? 1 : 0
        passed[walk] += passes ? 1 : 0
      }
      return outputs
    }
  }

  private static let names = ["score", "output"]

  @Test(
    "Slots pass when all elements are ready, and are issued chunk by chunk, in turn",
    .simulatedInAll, arguments: [0, 300])
  func walks(pausing: Int) async throws {
    var noise = TestRandom(seed: 1)
    let elements = 3
    let configuration = try engineShape(elements: elements, lines: 1, macs: 4)
    for chunks in [1, 2, configuration.chunksMax] {
      let bench = try await Bench(WalkController(configuration), seed: UInt64(chunks))
      try bench.hold(["clear": 0, "last_chunk": chunks - 1])
      var walks = Walks(chunks: chunks)
      // A slot that is shown stays until it passes.
      var stays = [false, false]
      for cycle in 0..<400 {
        var inputs: [String: Int] = [:]
        var mayPass: [Bool] = []
        for (walk, name) in Self.names.enumerated() {
          let shown = stays[walk] || !noise.chance(perMille: pausing)
          let ready = (0..<elements).map { _ in !noise.chance(perMille: pausing) }
          inputs["\(name)s_valid"] = shown ? 1 : 0
          for (element, ready) in ready.enumerated() {
            inputs["\(name)_ready_\(element)"] = ready ? 1 : 0
          }
          stays[walk] = shown
          mayPass.append(shown && ready.allSatisfy { $0 })
        }
        try bench.set(inputs)
        for (name, value) in walks.step(mayPass: mayPass, names: Self.names)
        where bench[name] != value {
          Issue.record("\(chunks) chunks, cycle \(cycle): \(name) is \(bench[name]), not \(value)")
          return
        }
        for (walk, name) in Self.names.enumerated() where bench["step_passes_\(name)s"] == 1 {
          stays[walk] = false
        }
        try bench.simulation.step()
      }
      #expect(walks.passed.allSatisfy { $0 > 400 / chunks / 8 })
    }
  }

  @Test("A program that begins is counted from 0")
  func cleared() async throws {
    let configuration = try engineShape(elements: 1)
    let bench = try await Bench(WalkController(configuration), pulses: ["clear"])
    try bench.hold([
      "scores_valid": 1, "outputs_valid": 1, "score_ready_0": 1, "output_ready_0": 1,
      "last_chunk": 0,
    ])
    try bench.idle(40)
    let counted = bench["progress_score_slots"]
    #expect(counted > 15)
    try bench.step(["clear": 1])
    #expect(bench["progress_score_slots"] == 0)
    #expect(bench["progress_output_slots"] == 0)
    try bench.idle(10)
    #expect(bench["progress_score_slots"] == 5)
    #expect(bench["progress_output_slots"] == 5)
  }
}
