import HardwareDSL
import HardwareLibrary

/// What happens on the AXI4 port in a cycle.
struct BusEvents: SignalBundle {
  let readAsked: Signal
  let beatRead: Signal
  let readEnds: Signal
  let writeAsked: Signal
  let beatWritten: Signal
  let writeAnswered: Signal
}

extension BusEvents {
  init(_ field: FieldMaker) {
    readAsked = field(.bit)
    beatRead = field(.bit)
    readEnds = field(.bit, "with this beat")
    writeAsked = field(.bit)
    beatWritten = field(.bit, "the only one of its burst")
    writeAnswered = field(.bit)
  }

  init(of bus: AXI4) {
    readAsked = bus.ar.fires
    beatRead = bus.r.fires
    readEnds = bus.r.fires && bus.r.payload.last
    writeAsked = bus.aw.fires
    beatWritten = bus.w.fires
    writeAnswered = bus.b.fires
  }
}

/// Counts what is under way on the port.
final class BusMonitor: Module {
  let events: BusEvents
  let isDrained = output(.bit, "nothing is under way")
  let isActive = output(.bit, "something went over the port")
  let reads = output(.bit, "a beat was read")
  let writes = output(.bit, "a beat was written")

  let now = BusEvents(.register(reset: 0))
  let openReads: Signal
  let openWrites: Signal
  let openBeats: Signal

  /// - Parameter outstanding: Bursts of a kind that are under way at most.
  init(outstanding: Int) {
    events = BusEvents(.input())
    let type = HardwareType.unsigned(bitsToHold(outstanding))
    openReads = register(type, reset: 0, "bursts of reads that have not ended")
    openWrites = register(
      type, reset: 0, "bursts of writes that are not answered, by their addresses")
    openBeats = register(type, reset: 0, "and by their beats")
  }

  var moduleName: String { "bus_monitor_w\(openReads.width)" }

  var documentation: Documentation {
    Documentation(
      "Counts what is under way on the AXI4 port.",
      latency: [
        .cycles(
          1, from: events.readAsked, events.beatRead, events.writeAsked, events.beatWritten,
          events.writeAnswered, to: isActive),
        .cycles(1, from: events.beatRead, to: reads),
        .cycles(1, from: events.beatWritten, to: writes),
        .cycles(1, from: events.readAsked, to: isDrained),
      ],
      throughput: [.sentence("an event of each kind every cycle")],
      reset: [.value(1, of: isDrained), .value(0, of: isActive, reads, writes)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    now <== events
    for (count, begins, ends) in [
      (openReads, now.readAsked, now.readEnds), (openWrites, now.writeAsked, now.writeAnswered),
      (openBeats, now.beatWritten, now.writeAnswered),
    ] {
      when(begins && !ends) { count <== count &+ 1 }
        .elseWhen(ends && !begins) { count <== count &- 1 }
    }
    let begins = anyOf([now.readAsked, now.writeAsked, now.beatWritten])
    isDrained <== (openReads == 0 && openWrites == 0 && openBeats == 0 && !begins)
    reads <== now.beatRead
    writes <== now.beatWritten
    isActive
      <== anyOf([
        now.readAsked, now.beatRead, now.writeAsked, now.beatWritten, now.writeAnswered,
      ])
  }
}
