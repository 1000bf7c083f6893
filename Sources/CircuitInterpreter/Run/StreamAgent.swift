import Basics
import CTestbench
import SimulationInterface

/// One valid/ready stream and the bench's side of its handshake, as in testbench/stream.hpp.
///
/// An agent is silent until it is engaged: then it drives valid and the payload of a stream into
/// the design, or ready of a stream out of it, and records transfers. Of a stream that an attached
/// agent serves it only records them.
struct StreamAgent {
  /// The number of the clock at whose edges items go over.
  let clock: Int
  private let isOutput: Bool
  private let valid: Int
  private let ready: Int
  private let fields: Fields
  private var isEngaged = false
  private var isServed = false
  private var isOffering = false
  private var pauseShare: UInt32 = 0
  private var random = SplitMix64(seed: 0)
  private var noise = SplitMix64(seed: 1)
  private var queue: [UInt32] = []
  private var accepted = 0
  private var monitor: StreamMonitor
  private(set) var transfers: Recording
  var expected = 0

  init(_ spec: StreamSpec, clock: Int, valid: Int, ready: Int, fields: Fields) {
    self.clock = clock
    isOutput = spec.direction == .output
    self.valid = valid
    self.ready = ready
    self.fields = fields
    transfers = Recording(fields)
    monitor = StreamMonitor(name: spec.name)
  }

  var itemWords: Int { fields.words }
  var pending: Int { queue.count / fields.words - accepted }
  var isSent: Bool { pending == 0 }
  var hasExpected: Bool { transfers.count >= expected }

  /// Engages the agent; it pauses in `pauseShare` of 65,536 cycles.
  mutating func engage(pauseShare: UInt32, seed: UInt64) {
    isEngaged = true
    self.pauseShare = pauseShare
    random = SplitMix64(seed: seed)
  }

  mutating func send(_ words: [UInt32]) {
    isEngaged = true
    queue += words
  }

  /// From now on an attached agent drives the stream.
  mutating func serve() { isServed = true }

  /// Sets what the attached agent sets. Returns whether it may have changed an input.
  func put(_ machine: Machine, _ channel: inout bench_channel) -> Bool {
    let (slot, now) = isOutput ? (ready, channel.ready) : (valid, channel.valid)
    let value: UInt64 = now == 0 ? 0 : 1
    let isChanged = machine.values[slot] != value || channel.is_changed != 0
    machine.values[slot] = value
    if channel.is_changed != 0 { fields.write(machine, channel.words) }
    channel.is_changed = 0
    return isChanged
  }

  /// Shows the attached agent the settled values just before the rising edge.
  func get(_ machine: Machine, _ channel: inout bench_channel, isReset: Bool) {
    channel.valid = UInt32(truncatingIfNeeded: machine.values[valid])
    channel.ready = UInt32(truncatingIfNeeded: machine.values[ready])
    guard !isReset, isOutput, channel.valid != 0, channel.ready != 0 else { return }
    fields.copy(machine, to: channel.words)
  }

  mutating func take(_ items: Int) -> KernelItems { transfers.take(items) }

  /// Sets the inputs of the coming cycle. Returns whether it may have changed one.
  mutating func drive(_ machine: Machine, isReset: Bool) -> Bool {
    guard isEngaged, !isServed else { return false }
    if isOutput {
      let now: UInt64 = !isReset && !random.chance(pauseShare) ? 1 : 0
      defer { machine.values[ready] = now }
      return machine.values[ready] != now
    }
    guard !isOffering || isReset else { return false }
    offer(machine, !isReset && !isSent && !random.chance(pauseShare))
    return true
  }

  /// Looks at the settled values just before the rising edge.
  mutating func sample(
    _ machine: Machine, cycle: Int, isReset: Bool, report: (String) -> Void
  ) {
    let isValid = machine.values[valid] != 0
    if isReset {
      monitor.sampleInReset(isValid, report: report)
      return
    }
    let isReady = machine.values[ready] != 0
    monitor.sample(isValid: isValid, isReady: isReady, fields, machine, report: report)
    guard isEngaged, isValid, isReady else { return }
    transfers.append(cycle: cycle, fields, machine)
    if isOffering { accept() }
  }

  /// The payload of an invalid cycle is noise, so that a design that reads it is found out.
  private mutating func offer(_ machine: Machine, _ isOffering: Bool) {
    self.isOffering = isOffering
    machine.values[valid] = isOffering ? 1 : 0
    if isOffering {
      let start = accepted * fields.words
      queue.withUnsafeBufferPointer { items in
        guard let first = items.baseAddress else { return }
        fields.write(machine, first + start)
      }
    } else {
      let words = (0..<fields.words).map { _ in UInt32(truncatingIfNeeded: noise.next()) }
      fields.write(machine, words)
    }
  }

  private mutating func accept() {
    accepted += 1
    isOffering = false
    if isSent {
      queue = []
      accepted = 0
    }
  }
}

/// The rules of a stream, watched whoever drives it, as in testbench/stream_monitor.hpp.
struct StreamMonitor {
  private let name: String
  private var isWaiting = false
  private var edgesInReset = 0
  private var waiting: [UInt32] = []

  init(name: String) { self.name = name }

  mutating func sample(
    isValid: Bool, isReady: Bool, _ fields: Fields, _ machine: Machine, report: (String) -> Void
  ) {
    edgesInReset = 0
    guard isValid else {
      if isWaiting { report(text("valid fell before ready accepted the item")) }
      isWaiting = false
      return
    }
    if isWaiting || !isReady {
      var now: [UInt32] = []
      fields.read(machine, into: &now)
      if isWaiting, now != waiting {
        report(text("the payload changed while the item waited for ready"))
      }
      waiting = now
    }
    isWaiting = !isReady
  }

  mutating func sampleInReset(_ isValid: Bool, report: (String) -> Void) {
    isWaiting = false
    edgesInReset += 1
    if isValid, edgesInReset == 2 { report(text("valid is 1 in reset")) }
  }

  private func text(_ sentence: String) -> String { "Stream \(name): \(sentence)." }
}
