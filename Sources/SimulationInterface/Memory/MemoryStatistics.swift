import CTestbench

/// What went through a memory since it was attached, or since `clearStatistics`.
public struct MemoryStatistics: Hashable, Sendable {
  /// Of the reads, or of the writes.
  public struct Counts: Hashable, Sendable {
    public var bursts = 0
    public var beats = 0
    /// 2^size of each beat, as the bucket counts them.
    public var bytes = 0
    /// Those of `bytes` that were asked for or, by their strobes, written: without what is below an
    /// unaligned start.
    public var usedBytes = 0
    /// Beats with an error.
    public var refusedBeats = 0
    /// Cycles in which a beat waited for nothing but the bucket.
    public var throttledCycles = 0
    /// From the first beat to the last.
    public var cycles: ClosedRange<Int>?
  }

  /// Bytes of the beats that begin in a window, 2^size of each.
  public struct Window: Hashable, Sendable {
    public var readBytes = 0
    public var writtenBytes = 0
  }

  public var reads = Counts()
  public var writes = Counts()
  /// Outside reset, and those of them in which a beat of data was transferred.
  public var cycles = 0
  public var busyCycles = 0
  /// By the names that the settings give.
  public var windows: [String: Window] = [:]
}

/// What has begun at a memory and has not ended.
public struct MemoryOutstanding: Hashable, Sendable {
  /// Reads without their last beat.
  public var reads = 0
  /// Writes with an address and without their last beat.
  public var writes = 0
  /// Writes whose response was not taken.
  public var responses = 0
  /// Beats of writes without an address.
  public var earlyBeats = 0

  public init(reads: Int = 0, writes: Int = 0, responses: Int = 0, earlyBeats: Int = 0) {
    self.reads = reads
    self.writes = writes
    self.responses = responses
    self.earlyBeats = earlyBeats
  }
}

/// An access that ended with an error because the settings say so.
public struct MemoryRefusal: Hashable, Sendable {
  public var cycle: Int
  /// Of the beat.
  public var address: UInt64
  public var id: Int
  public var response: MemoryError.Response
  /// `.reads` or `.writes`.
  public var access: MemoryError.Access

  public init(
    cycle: Int, address: UInt64, id: Int, response: MemoryError.Response, access: MemoryError.Access
  ) {
    self.cycle = cycle
    self.address = address
    self.id = id
    self.response = response
    self.access = access
  }
}

extension MemoryStatistics: CustomStringConvertible {
  /// A line for reads, writes, cycles and each window, as
  /// `reads:  2 bursts, 8 beats, 64 bytes (60 used), cycles 5 to 20`.
  public var description: String {
    let names = windows.keys.sorted()
    let lines = [
      "reads:  \(reads)", "writes: \(writes)",
      "\(counted(cycles, "cycle")), \(busyCycles) of them with a beat",
    ]
    return (lines + names.map { "window \($0): \(windows[$0] ?? Window())" })
      .joined(separator: "\n")
  }
}

extension MemoryStatistics.Counts: CustomStringConvertible {
  public var description: String {
    var parts = [
      counted(bursts, "burst"), counted(beats, "beat"),
      counted(bytes, "byte") + (usedBytes == bytes ? "" : " (\(usedBytes) used)"),
    ]
    if refusedBeats > 0 { parts.append("\(counted(refusedBeats, "beat")) with an error") }
    if throttledCycles > 0 { parts.append("\(counted(throttledCycles, "cycle")) throttled") }
    if let cycles { parts.append("cycles \(cycles.lowerBound) to \(cycles.upperBound)") }
    return bursts == 0 && beats == 0 ? "none" : parts.joined(separator: ", ")
  }
}

extension MemoryStatistics.Window: CustomStringConvertible {
  public var description: String {
    "\(counted(readBytes, "byte")) read, \(writtenBytes) written"
  }
}

extension MemoryOutstanding: CustomStringConvertible {
  public var description: String {
    "\(counted(reads, "read")) not ended, \(counted(writes, "write")) lacking data, "
      + "\(counted(responses, "response")) not taken, \(counted(earlyBeats, "beat")) lacking an "
      + "address"
  }
}

extension MemoryRefusal: CustomStringConvertible {
  /// `cycle 12: a read of 0x1000 with id 2, SLVERR`.
  public var description: String {
    let answer = response == .slaveError ? "SLVERR" : "DECERR"
    return "cycle \(cycle): a \(access == .writes ? "write" : "read") of "
      + "\(MemoryBus.text(of: address)) with id \(id), \(answer)"
  }
}

/// `1 beat`, `2 beats`.
private func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

extension MemoryStatistics {
  init(_ c: axi_statistics) {
    self.init(
      reads: Counts(c.reads), writes: Counts(c.writes), cycles: Int(c.cycles),
      busyCycles: Int(c.busy_cycles))
  }
}

extension MemoryStatistics.Counts {
  fileprivate init(_ c: axi_counts) {
    self.init(
      bursts: Int(c.bursts), beats: Int(c.beats), bytes: Int(c.bytes),
      usedBytes: Int(c.used_bytes), refusedBeats: Int(c.refused_beats),
      throttledCycles: Int(c.throttled_cycles),
      cycles: c.beats == 0 ? nil : Int(c.first_cycle)...Int(c.last_cycle))
  }
}

extension MemoryRefusal {
  init(_ c: axi_refusal) {
    self.init(
      cycle: Int(c.cycle), address: c.address, id: Int(c.id),
      response: c.response == MemoryError.Response.slaveError.rawValue ? .slaveError : .decodeError,
      access: c.is_write == 0 ? .reads : .writes)
  }
}
