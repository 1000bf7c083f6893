import ArgumentParser
import SimulationInterface

/// The memory that the accelerator reads and writes.
struct MemoryOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Cycles from an address to the first data, and from the last beat of a write to its "
        + "response.",
      valueName: "cycles"))
  var memoryLatency = 100

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bytes a cycle of reads and writes together.", valueName: "bytes"))
  var memoryBandwidth = 153.6

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Let the memory pause in this share of cycles, 0 to 0.5, on every channel. Results must not "
        + "change; the run takes longer.",
      valueName: "share"))
  var memoryPauses: Double = 0

  func validate() throws {
    guard (1...100_000).contains(memoryLatency) else {
      throw ValidationError("--memory-latency is \(memoryLatency) but may be 1 to 100000.")
    }
    guard (0.1...10_000).contains(memoryBandwidth) else {
      throw ValidationError("--memory-bandwidth is \(memoryBandwidth) but may be 0.1 to 10000.")
    }
    guard (0...0.5).contains(memoryPauses) else {
      throw ValidationError("--memory-pauses is \(memoryPauses) but may be 0 to 0.5.")
    }
  }

  /// Cycles that a run may wait for this memory more than for that of benchmarks.
  func moreCycles(bytes: Int) -> Int {
    1_000 * memoryLatency + Int(16 * Double(bytes) / memoryBandwidth)
  }

  /// - Parameters:
  ///   - beatBytes: Of the port; the bucket holds two beats at least.
  ///   - seed: Of the pauses.
  func settings(beatBytes: Int, seed: UInt64) -> MemorySettings {
    // Tenths of a byte, so that 153.6 is not rounded.
    let tenths = Int((memoryBandwidth * 10).rounded())
    let bucket = TokenBucket(
      bytes: tenths, cycles: 10, capacity: max(2 * beatBytes, tenths / 5 + 1))
    return MemorySettings(
      bandwidth: .shared(bucket), readLatency: memoryLatency, writeLatency: memoryLatency,
      pauses: .all(memoryPauses), seed: seed)
  }
}
