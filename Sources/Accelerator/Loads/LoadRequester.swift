import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Asks for the bytes of loads, a burst at a time, each as soon as there is room for all its beats:
/// so nothing that comes waits at the port.
///
/// Bursts end where a multiple of their most bytes is. A load may wait until the array has come so
/// far that what it overwrites is not read any more; those behind it wait as well.
final class LoadRequester: Module {
  let loads: ReadyValid<LoadAsk>
  let progress: Progress
  let freed: Signal
  let requests: ReadyValid<MemoryRequest>

  let queue: MemoryFIFO<LoadAsk>
  let hasLoad = register(.bit, reset: 0)
  let block: Signal
  let offset: Signal
  let left: Signal
  let goal: LoadGoal
  let reached: Signal
  let isRead = register(.bit, reset: 0, "the load has been here for a cycle")
  let isReached = register(.bit, reset: 0)
  let hasBurst = register(.bit, reset: 0)
  let burst: MemoryRequest
  let beats: Signal
  let room: Signal

  private let configuration: AcceleratorConfiguration
  private let capacity: Int
  private let burstBits: Int
  private let laneBits: Int

  /// - Parameter capacity: Beats that there is room for.
  init(_ configuration: AcceleratorConfiguration, beats capacity: Int) {
    self.configuration = configuration
    self.capacity = capacity
    let (port, bytesBits) = (configuration.port, Self.bytesBits(configuration))
    burstBits = bytesBits - 1
    laneBits = bitsToIndex(configuration.beatBytes)
    loads = .input { LoadAsk($0, configuration) }
    progress = Progress(.input())
    freed = input(.bit, "a beat has left")
    requests = .output { MemoryRequest($0, addressBits: port.addressBits, bytesBits: bytesBits) }
    queue = MemoryFIFO(depth: LoadAsk.queueDepth) { LoadAsk($0, configuration) }
    block = dataRegister(.unsigned(port.addressBits - burstBits), "of the next burst")
    offset = dataRegister(.unsigned(burstBits - laneBits), "of its first beat in its block")
    left = dataRegister(
      .unsigned(max(LoadAsk.bytesBits, burstBits) + 1), "bytes to the end of the load, from there")
    goal = LoadGoal(.dataRegister())
    reached = dataRegister(progress.rows.type, "the progress that the load waits for")
    burst = MemoryRequest(
      .dataRegister(), addressBits: port.addressBits, bytesBits: bytesBits)
    beats = dataRegister(.unsigned(burstBits - laneBits + 1), "of the burst")
    room = register(.unsigned(bitsToHold(capacity)), reset: capacity)
  }

  /// Width of the number of bytes of a burst.
  static func bytesBits(_ configuration: AcceleratorConfiguration) -> Int {
    bitsToHold(configuration.port.burstBytes)
  }

  var moduleName: String {
    "load_requester_a\(configuration.port.addressBits)_d\(configuration.beatBytes)"
      + "_b\(configuration.port.burstBytes)_n\(capacity)_q\(LoadAsk.queueDepth)"
  }

  var documentation: Documentation {
    Documentation(
      "Asks for the bytes of loads, in bursts of at most "
        + "\(configuration.port.burstBytes.counted("byte")), as far as there is room for "
        + "\(capacity.counted("beat")).",
      latency: [
        .cycles(5, from: loads, to: requests, note: "for a load that waits for nothing")
      ],
      throughput: [.sentence("one burst every 2 cycles")],
      reset: [
        .sentence("room for all beats"), .value(1, of: loads.ready), .value(0, of: requests.valid),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    let blockBytes = Signal(1 << burstBits, .unsigned(burstBits + 1))
    queue.input <== loads
    let load = queue.output.payload
    section("The load, and whether it still waits")
    let takesBurst = wire("takesBurst", isRead && isReached && !hasBurst)
    let (high, low) = (left.shiftedRight(by: burstBits), left.truncated(to: burstBits))
    let isLast = wire("isLast", high == 0 || high == 1 && low == 0)
    queue.output.ready <== (!hasLoad || takesBurst && isLast)
    when(queue.output.ready) { hasLoad <== queue.output.valid }
    let isNew = wire("isNew", queue.output.fires)
    when(hasLoad) {
      reached
        <== mux(
          goal.wait == .rows, progress.rows,
          mux(goal.wait == .outputSlots, progress.outputSlots, progress.scoreSlots))
    }
    isRead <== (hasLoad && !queue.output.ready)
    when(isRead && reached >= goal.count) { isReached <== 1 }
    when(isNew) {
      isReached <== (load.wait == .nothing)
      goal <== LoadGoal(wait: load.wait, count: load.count)
    }

    section("Its next burst")
    let start = offset.shiftedLeft(by: laneBits)
    let burstEnd = wire("burstEnd", mux(isLast, left.truncated(to: burstBits + 1), blockBytes))
    // Counted from the beginning of its block on.
    when(hasLoad && !isRead) { left <== (left + start).truncated(to: left.width) }
    when(takesBurst) {
      block <== block &+ 1
      offset <== 0
      left <== left &- blockBytes
      burst.address <== concatenate(block, start).asUnsigned
      burst.bytes <== burstEnd &- start
      let whole = burstEnd.shiftedRight(by: laneBits)
      beats <== whole &+ burstEnd.truncated(to: laneBits).isAnySet.asUnsigned &- offset
    }
    when(isNew) {
      let address = load.address
      block <== address.shiftedRight(by: burstBits)
      offset <== address.truncated(to: burstBits).shiftedRight(by: laneBits)
      left <== load.bytes.extended(to: left.width)
    }

    section("Room for its beats")
    let hasRoom = wire("hasRoom", room >= beats)
    requests.valid <== (hasBurst && hasRoom)
    requests.payload <== burst
    let goes = wire("goes", requests.fires)
    when(takesBurst) { hasBurst <== 1 }.elseWhen(goes) { hasBurst <== 0 }
    let freedRoom = wire("freedRoom", room &+ freed.asUnsigned)
    room <== mux(goes, freedRoom &- beats, freedRoom)
    assume(
      "Begins",
      !loads.valid
        || loads.payload.bytes != 0 && !loads.payload.address.truncated(to: laneBits).isAnySet,
      "a load has bytes and begins where a beat does")
    assume("FreedWasTaken", !freed || room < .number(capacity), "a beat leaves that has come")
    claim("ReadOfLoad", hasLoad || !isRead)
    cover("WaitsForRoom", hasBurst && !hasRoom)
    cover("WaitsForProgress", hasLoad && !isReached && isRead)
  }
}

/// What a load waits for.
struct LoadGoal: SignalBundle {
  let wait: Enumerated<LoadWait>
  let count: Signal
}

extension LoadGoal {
  init(_ field: FieldMaker) {
    wait = field(LoadWait.self)
    count = field(.unsigned(LoadAsk.countBits))
  }
}
