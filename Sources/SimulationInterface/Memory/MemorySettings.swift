import CTestbench

/// How a memory behind AXI4 behaves. Whatever is drawn follows from the seed.
public struct MemorySettings: Hashable, Sendable {
  /// In which order bursts of different tags are answered; within a tag it never changes.
  public enum Order: Hashable, Sendable {
    case asRequested
    /// Any of those that are due comes next.
    case anyBurst
    /// Any that is due gives the next beat, so that the beats of reads mix.
    case anyBeat
  }

  /// In which share of the cycles, from 0 to less than 1, a channel pauses: is not ready, or offers
  /// nothing.
  public struct Pauses: Hashable, Sendable {
    public var aw, w, b, ar, r: Double

    public init(aw: Double = 0, w: Double = 0, b: Double = 0, ar: Double = 0, r: Double = 0) {
      (self.aw, self.w, self.b) = (aw, w, b)
      (self.ar, self.r) = (ar, r)
    }

    /// The same for all channels.
    public static func all(_ share: Double) -> Pauses {
      Pauses(aw: share, w: share, b: share, ar: share, r: share)
    }
  }

  public var bandwidth: MemoryBandwidth
  /// The first beat of a read is on offer so many cycles after the one whose edge accepts the
  /// address, or later; 1 is the next cycle. The latencies of bursts overlap.
  public var readLatency: Int
  /// The response to a write is on offer so many cycles after the one whose edge accepts the last
  /// beat, or the address, if that comes later.
  public var writeLatency: Int
  /// Each latency is longer by up to so many cycles, drawn for each burst.
  public var latencySpread: Int
  public var pauses: Pauses
  public var order: Order
  /// How many reads, and how many writes, may be under way; the address of another is not accepted.
  public var outstandingMax: Int?
  /// How many beats of writes are accepted before their address; nil for any number. With 0 there
  /// is no beat in the cycle of its address.
  public var earlyBeatsMax: Int?
  /// Of several that apply to an access, the first counts.
  public var errors: [MemoryError]
  /// Addresses whose bytes the statistics count, by name.
  public var windows: [String: ClosedRange<UInt64>]
  public var seed: UInt64

  public init(
    bandwidth: MemoryBandwidth = .unlimited, readLatency: Int = 1, writeLatency: Int = 1,
    latencySpread: Int = 0, pauses: Pauses = Pauses(), order: Order = .asRequested,
    outstandingMax: Int? = nil, earlyBeatsMax: Int? = nil, errors: [MemoryError] = [],
    windows: [String: ClosedRange<UInt64>] = [:], seed: UInt64 = 1
  ) {
    self.bandwidth = bandwidth
    self.readLatency = readLatency
    self.writeLatency = writeLatency
    self.latencySpread = latencySpread
    self.pauses = pauses
    self.order = order
    self.outstandingMax = outstandingMax
    self.earlyBeatsMax = earlyBeatsMax
    self.errors = errors
    self.windows = windows
    self.seed = seed
  }
}

/// Addresses at which accesses fail.
public struct MemoryError: Hashable, Sendable {
  public enum Response: UInt32, Hashable, Sendable {
    case slaveError = 2
    case decodeError = 3
  }

  public enum Access: UInt32, Hashable, Sendable {
    case reads = 1
    case writes = 2
    case all = 3
  }

  public var response: Response
  /// A beat that has one of them fails: its data are noise, or are not written.
  public var addresses: ClosedRange<UInt64>
  public var access: Access
  /// In which share of these beats.
  public var share: Double

  public init(
    _ response: Response, at addresses: ClosedRange<UInt64> = 0...UInt64.max,
    of access: Access = .all, share: Double = 1
  ) {
    self.response = response
    self.addresses = addresses
    self.access = access
    self.share = share
  }
}

extension MemorySettings {
  func check(for bus: MemoryBus.Sizes) throws(SimulationError) {
    let beatBytes = bus.beatBytes
    guard readLatency >= 1, writeLatency >= 1 else {
      throw .invalidRequest(
        "A memory cannot answer after \(min(readLatency, writeLatency)) cycles; give a latency of "
          + "1 or more.")
    }
    guard latencySpread >= 0, readLatency < Self.cyclesMax, writeLatency < Self.cyclesMax,
      latencySpread < Self.cyclesMax
    else {
      throw .invalidRequest(
        "Latencies of \(readLatency) and \(writeLatency) cycles and up to \(latencySpread) more "
          + "are no numbers from 0 to \(Self.cyclesMax); give such.")
    }
    if let outstandingMax, outstandingMax < 1 {
      throw .invalidRequest(
        "A memory with at most \(outstandingMax) accesses under way accepts none; give 1 or more.")
    }
    if let earlyBeatsMax, earlyBeatsMax < 0 {
      throw .invalidRequest(
        "A memory cannot accept \(earlyBeatsMax) beats before their address; give 0 or more.")
    }
    switch bandwidth {
    case .unlimited: break
    case .shared(let bucket): try bucket.check(beatBytes: beatBytes)
    case .separate(let reads, let writes):
      try reads.check(beatBytes: beatBytes)
      try writes.check(beatBytes: beatBytes)
    }
    for share in errors.map(\.share) where !(0...1).contains(share) {
      throw .invalidRequest("A share of \(share) is none of beats; give 0 to 1.")
    }
    let channels = [
      ("aw", pauses.aw), ("w", pauses.w), ("b", pauses.b), ("ar", pauses.ar), ("r", pauses.r),
    ]
    for (channel, share) in channels where !(0..<1).contains(share) {
      throw .invalidRequest(
        share == 1
          ? "Channel \(channel) of a memory would pause in all cycles, for ever; give less than 1."
          : "Channel \(channel) of a memory cannot pause in a share of \(share) of the cycles; "
            + "give 0 to less than 1.")
    }
    try checkAddresses(bus.addressBits)
  }

  /// What no access gets to is a slip of the pen.
  private func checkAddresses(_ addressBits: Int) throws(SimulationError) {
    let greatest = MemoryBus.greatestAddress(addressBits)
    for (name, window) in windows where window.lowerBound > greatest {
      throw .invalidRequest(
        "Window '\(name)' of a memory begins at \(MemoryBus.text(of: window.lowerBound)), beyond "
          + "the \(addressBits) bits of addresses of its bus; move it.")
    }
    for error in errors where error.addresses.lowerBound > greatest {
      throw .invalidRequest(
        "An error of a memory begins at \(MemoryBus.text(of: error.addresses.lowerBound)), beyond "
          + "the \(addressBits) bits of addresses of its bus; move it.")
    }
  }

  private static var cyclesMax: Int { 1 << 32 }

  var c: axi_settings {
    var settings = axi_settings()
    let unlimited = axi_bucket(gain: 0, cycles: 1, capacity: 0)
    (settings.read_bucket, settings.write_bucket) = (unlimited, unlimited)
    switch bandwidth {
    case .unlimited: break
    case .shared(let bucket):
      settings.read_bucket = bucket.c
      settings.is_shared = 1
    case .separate(let reads, let writes):
      (settings.read_bucket, settings.write_bucket) = (reads.c, writes.c)
    }
    let orders: [Order: axi_order] = [.anyBurst: axi_any_burst, .anyBeat: axi_any_beat]
    settings.order = (orders[order] ?? axi_in_order).rawValue
    settings.read_latency = UInt64(readLatency)
    settings.write_latency = UInt64(writeLatency)
    settings.latency_spread = UInt64(latencySpread)
    settings.outstanding_max = UInt64(outstandingMax ?? 0)
    settings.early_beats_max = Int64(earlyBeatsMax ?? -1)
    settings.aw_pause = shareParts(pauses.aw)
    settings.w_pause = shareParts(pauses.w)
    settings.b_pause = shareParts(pauses.b)
    settings.ar_pause = shareParts(pauses.ar)
    settings.r_pause = shareParts(pauses.r)
    settings.seed = seed
    return settings
  }
}

extension MemoryError {
  var c: axi_error {
    axi_error(
      first: addresses.lowerBound, last: addresses.upperBound, response: response.rawValue,
      directions: access.rawValue, share: shareParts(share))
  }
}
