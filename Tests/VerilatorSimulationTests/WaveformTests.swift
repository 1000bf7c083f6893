import Foundation
import Testing
import VerilatorSimulation

@Suite("Waveforms")
struct WaveformTests {
  @Test("A window of cycles is written to an FST file")
  func writes() async throws {
    let simulation = try await Simulation(of: counter, waveforms: .fst)
    print(simulation.report)
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try simulation.reset()
    simulation["enable_i"] = 1
    try simulation.startWaveform(folder + "/window.fst", cycles: 10..<20)
    try simulation.step(30)
    try simulation.startWaveform(folder + "/rest.fst", depth: 1)
    try simulation.step(10)
    simulation.stopWaveform()
    for name in ["window.fst", "rest.fst"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      #expect(waveformHeader(data) != nil, "\(name)")
    }
    let window = try Data(contentsOf: URL(fileURLWithPath: folder + "/window.fst"))
    #expect(waveformHeader(window)?.start == 100)
    #expect(waveformHeader(window)?.end == 195)
    let rest = try Data(contentsOf: URL(fileURLWithPath: folder + "/rest.fst"))
    let all = try #require(waveformHeader(window)?.signals)
    #expect(try #require(waveformHeader(rest)?.signals) < all)
    #expect(waveformHeader(rest)?.signals ?? 0 > 12)
    #expect(throws: SimulationError.self) {
      try simulation.startWaveform(folder + "/none/window.fst")
    }
  }

  @Test("A simulation without waveforms says how to get them")
  func refuses() async throws {
    let simulation = try await Simulation(of: counter)
    #expect(
      throws: SimulationError.invalidRequest(
        "This simulation of counter has no waveforms; create it with waveforms: .fst.")
    ) { try simulation.startWaveform("unused.fst") }
  }
}

/// The header block of an FST file: a byte 0, the length 329, and big-endian words.
func waveformHeader(_ data: Data) -> (start: UInt64, end: UInt64, signals: UInt64)? {
  let bytes = [UInt8](data)
  guard bytes.count > 330, bytes[0] == 0 else { return nil }
  let word = { (at: Int) in bytes[at..<(at + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
  return word(1) == 329 ? (word(9), word(17), word(49)) : nil
}
