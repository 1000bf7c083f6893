import SimulationInterface

extension MemorySettings {
  /// The memory of benchmarks: a token bucket that gains 153.6 bytes a cycle, holds 308 and starts
  /// empty, for reads and writes together (76.8 GB/s at 500 MHz, as the paper has them), and a
  /// latency of 100 cycles.
  public static let modelled = MemorySettings(
    bandwidth: .shared(TokenBucket(bytes: 1_536, cycles: 10, capacity: 308)), readLatency: 100,
    writeLatency: 100)
}
