import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Run control", .simulatedInAll)
struct RunControlTests {
  private static let pulses =
    ["start", "progress", "program_valid"] + (0..<6).map { "results_\($0)_valid" }

  /// A control with a run that has just begun, which waits for rows.
  private func bench(timeout: Int = 0, starts: Bool = true) async throws -> Bench {
    let bench = try await Bench(RunControl(addressBits: 40), pulses: Self.pulses)
    try bench.hold([
      "timeout": timeout, "is_ended": 0, "rows": 9, "rows_taken": 3, "is_quiet": 0, "is_drained": 1,
      "is_beyond": 0,
    ])
    if starts { try bench.step(["start": 1]) }
    return bench
  }

  private func outputs(_ bench: Bench) throws -> [Int] {
    try bench.set()
    return ["is_busy", "is_open", "is_failed"].map { bench[$0] }
  }

  @Test("A run ends when the program is read, all parts are idle and all rows are taken")
  func endsWell() async throws {
    let bench = try await bench(starts: false)
    for rows in 5...6 {
      try bench.hold(["rows": rows, "is_ended": 0, "is_quiet": 0])
      #expect(try outputs(bench) == [0, 0, 0])
      try bench.step(["start": 1])
      #expect(bench["go"] == 1)
      try bench.step()
      #expect(bench["go"] == 0)
      // Each of the three alone is missing once.
      for (ended, quiet, taken) in [(0, 1, rows), (1, 0, rows), (1, 1, rows - 1), (1, 1, rows + 1)]
      {
        try bench.hold(["is_ended": ended, "is_quiet": quiet, "rows_taken": taken])
        for _ in 0..<5 {
          try bench.step()
          #expect(bench["succeeds"] == 0)
        }
        #expect(try outputs(bench) == [1, 1, 0])
      }
      try bench.hold(["is_ended": 1, "is_quiet": 1, "rows_taken": rows])
      try bench.step()
      try bench.step()
      #expect(bench["succeeds"] == 1)
      try bench.step()
      #expect(bench["succeeds"] == 0 && bench["fails"] == 0)
    }
  }

  @Test("What is left from the run before does not end the next one")
  func endsOnce() async throws {
    let bench = try await bench(starts: false)
    try bench.hold(["is_ended": 1, "is_quiet": 1, "rows_taken": 9])
    try bench.idle(4)
    try bench.step(["start": 1])
    // The reader begins with the cycle behind `go`.
    try bench.step()
    try bench.hold(["is_ended": 0])
    for _ in 0..<6 {
      try bench.step()
      #expect(bench["succeeds"] == 0)
    }
    #expect(try outputs(bench) == [1, 1, 0])
  }

  @Test("A start while a run is under way changes nothing")
  func startsOnce() async throws {
    let bench = try await bench()
    try bench.step()
    try bench.step(["start": 1])
    #expect(bench["go"] == 0)
    #expect(try outputs(bench) == [1, 1, 0])
  }

  @Test("Each error of each master, and each refusal, is reported; no further run begins")
  func faults() async throws {
    var noise = TestRandom(seed: 1)
    for (number, source) in RunControl.masters.enumerated() {
      let errors = [(1, RunFault.window), (2, .slaveError), (3, .decodeError)]
      for (error, code) in errors + errors + errors {
        let bench = try await bench()
        for _ in 0..<noise.integer(1...9) {
          // A result without an error is none.
          try bench.step(["results_\(noise.integer(0...5))_valid": 0])
        }
        let address = noise.integer(0...(1 << 40) - 1)
        try bench.hold(["is_drained": 0])
        try bench.step([
          "results_\(number)_valid": 1, "results_\(number)_error": error,
          "results_\(number)_address": address,
        ])
        // A later one does not count, nor does what is behind it.
        try bench.step([
          "results_\(5 - number)_valid": 1, "results_\(5 - number)_error": 1,
          "results_\(5 - number)_address": 5, "program_valid": 1, "program_code": 4,
        ])
        #expect(bench["fails"] == 1)
        let got = ["code", "source", "instruction", "address"].map { bench["fault_\($0)"] }
        #expect(got == [code.rawValue, source.rawValue, 0, address])
        #expect(try outputs(bench) == [1, 0, 1])
        try bench.step(["start": 1])
        #expect(bench["fails"] == 0 && bench["go"] == 0)
        try bench.hold(["is_drained": 1, "is_ended": 1, "is_quiet": 1, "rows_taken": 9])
        for _ in 0..<5 {
          try bench.step(["start": 1])
          #expect(bench["go"] == 0 && bench["fails"] == 0 && bench["succeeds"] == 0)
        }
        #expect(try outputs(bench) == [0, 0, 1])
        #expect(bench["fault_address"] == address && bench["fault_code"] == code.rawValue)
      }
    }
  }

  @Test("A result without an error ends nothing")
  func results() async throws {
    let bench = try await bench()
    for number in 0..<6 {
      try bench.step(["results_\(number)_valid": 1, "results_\(number)_error": 0])
    }
    try bench.idle(3)
    #expect(try outputs(bench) == [1, 1, 0])
  }

  @Test("A refused instruction is reported with its number; of several faults, the first source's")
  func refusal() async throws {
    let bench = try await bench()
    try bench.step([
      "program_valid": 1, "program_code": 6, "program_instruction": 77, "results_3_valid": 1,
      "results_3_error": 2, "results_3_address": 99,
    ])
    try bench.idle(1)
    let got = ["code", "source", "instruction"].map { bench["fault_\($0)"] }
    #expect(got == [6, FaultSource.program.rawValue, 77])
    let other = try await self.bench()
    try other.step([
      "results_4_valid": 1, "results_4_error": 2, "results_4_address": 44, "results_2_valid": 1,
      "results_2_error": 3, "results_2_address": 22,
    ])
    try other.idle(1)
    #expect(other["fault_source"] == FaultSource.rows.rawValue && other["fault_address"] == 22)
  }

  @Test("No fault is seen without a run")
  func idle() async throws {
    let bench = try await bench(starts: false)
    try bench.step(["program_valid": 1, "results_0_valid": 1, "results_0_error": 1])
    try bench.idle(4)
    #expect(try outputs(bench) == [0, 0, 0])
  }

  @Test("A run without progress ends after as many cycles as are given", arguments: [1, 2, 37])
  func timeout(cycles: Int) async throws {
    let bench = try await bench(timeout: cycles)
    try bench.step()
    for gap in 0..<min(cycles, 20) {
      for _ in 0..<gap { try bench.step() }
      try bench.step(["progress": 1])
    }
    for cycle in 1...cycles + 1 {
      #expect(bench["is_failed"] == 0, "cycle \(cycle)")
      try bench.step()
    }
    #expect(bench["is_failed"] == 1)
    let got = ["code", "source", "instruction", "address"].map { bench["fault_\($0)"] }
    #expect(got == [RunFault.timeout.rawValue, FaultSource.run.rawValue, 0, 0])
  }

  @Test("A time-out of 0 cycles is none")
  func noTimeout() async throws {
    let bench = try await bench()
    try bench.idle(300)
    #expect(try outputs(bench) == [1, 1, 0])
  }
}

@Suite("Bus monitor", .simulatedInAll)
struct BusMonitorTests {
  @Test("What has been asked for and has not come to its end is under way")
  func counts() async throws {
    var noise = TestRandom(seed: 3)
    let bench = try await Bench(
      BusMonitor(outstanding: 20),
      pulses: [
        "read_asked", "beat_read", "read_ends", "write_asked", "beat_written", "write_answered",
      ].map { "events_" + $0 })
    var (reads, writes, beats) = (0, 0, 0)
    var drained = 0
    for cycle in 0..<3000 {
      var events: [String: Int] = [:]
      func happens(_ name: String, perMille: Int) -> Bool {
        guard noise.chance(perMille: perMille) else { return false }
        events["events_" + name] = 1
        return true
      }
      let isBusy = cycle / 100 % 2 == 0
      let (readsBefore, answersBefore) = (reads, min(writes, beats))
      if isBusy, reads < 19, happens("read_asked", perMille: 300) { reads += 1 }
      if isBusy, writes < 19, happens("write_asked", perMille: 300) { writes += 1 }
      if !isBusy, writes < beats, happens("write_asked", perMille: 500) { writes += 1 }
      // Beats may come before their addresses.
      if beats < 19, isBusy || beats < writes, happens("beat_written", perMille: 300) { beats += 1 }
      if readsBefore > 0, happens("beat_read", perMille: 500), happens("read_ends", perMille: 500) {
        reads -= 1
      }
      if answersBefore > 0, happens("write_answered", perMille: 400) {
        writes -= 1
        beats -= 1
      }
      try bench.step(events)
      let isDrained = reads + writes + beats == 0
      drained += isDrained ? 1 : 0
      if events.keys.contains(where: { $0.hasSuffix("ends") || $0.hasSuffix("answered") }) {
        // What ends is seen a cycle later.
        try bench.step()
      }
      #expect(bench["is_drained"] == (isDrained ? 1 : 0), "cycle \(cycle)")
    }
    #expect(drained > 200)
  }
}
