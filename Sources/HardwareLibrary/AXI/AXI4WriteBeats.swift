import HardwareDSL

/// What is to be known of a burst while its beats are written.
struct WriteNote: SignalBundle {
  let lastBeat: Signal
  let firstLane: Signal
  let lastLane: Signal
  let isRefused: Signal
}

extension WriteNote {
  init(_ field: FieldMaker, _ shape: BurstShape) {
    lastBeat = field(.unsigned(shape.beatBits), "beats, less 1")
    firstLane = field(.unsigned(shape.laneBits), "the first byte of the first beat")
    lastLane = field(.unsigned(shape.laneBits), "the last byte of the last beat")
    isRefused = field(.bit)
  }

  init(of burst: WrittenBurst, _ shape: BurstShape) {
    self.init(
      lastBeat: burst.lastBeat, firstLane: shape.lane(of: burst.address),
      lastLane: burst.lastLane, isRefused: burst.access == .refused)
  }
}

/// Gives the beats of bursts to a bus, with strobes for the bytes that are written. The beats of a
/// burst that was refused are taken and lost, and `refused` says so with the last.
final class AXI4WriteBeats: Module {
  let notes: ReadyValid<WriteNote>
  let beats: ReadyValid<Item>
  let w: ReadyValid<AXI4WriteBeat>
  let refused: ReadyValid<NoPayload>

  let count: Signal

  private let shape: BurstShape

  init(_ shape: BurstShape) {
    self.shape = shape
    notes = .input { WriteNote($0, shape) }
    beats = .input(.bits(shape.dataBits))
    w = .output { AXI4WriteBeat($0, shape.bus()) }
    refused = .output { NoPayload($0) }
    count = register(.unsigned(shape.beatBits), reset: 0, "beats of the burst so far")
  }

  var moduleName: String { "axi4_write_beats_\(shape.moduleWord)" }

  var documentation: Documentation {
    let note = notes.payload
    return Documentation(
      "Gives the beats of bursts to a bus, with strobes for the bytes that are written.",
      latency: [
        .cycles(0, from: notes, beats, to: w), .cycles(0, from: notes, beats, to: refused),
      ],
      throughput: [.one("beat", from: beats, to: w)],
      reset: [.sentence("a burst begins")],
      combinationalPaths: [
        .path(from: notes.valid, note.isRefused, beats.valid, to: w.valid),
        .path(from: notes.valid, note.isRefused, beats.valid, note.lastBeat, to: refused.valid),
        .path(
          from: notes.valid, note.isRefused, note.lastBeat, w.ready, refused.ready,
          to: beats.ready),
        .path(
          from: beats.valid, note.isRefused, note.lastBeat, w.ready, refused.ready,
          to: notes.ready),
        .path(from: note.lastBeat, to: w.payload.last),
        .path(from: note.lastBeat, note.firstLane, note.lastLane, to: w.payload.strb),
        .path(from: beats.payload, to: w.payload.data),
      ])
  }

  var body: Behavior {
    let note = notes.payload
    let isLast = wire("isLast", count == note.lastBeat)
    let isThere = wire("isThere", notes.valid && beats.valid)
    let isFree = wire("isFree", mux(note.isRefused, refused.ready || !isLast, w.ready))
    w.valid <== (isThere && !note.isRefused)
    refused.valid <== (isThere && note.isRefused && isLast)
    beats.ready <== (notes.valid && isFree)
    notes.ready <== (beats.valid && isFree && isLast)
    when(isThere && isFree) { count <== mux(isLast, 0, count &+ 1) }

    section("Lanes from the first one on, and to the last one")
    let all = Signal(1, .bit).replicated(shape.dataBytes)
    let from = wire("from", mux(count == 0, note.firstLane, 0))
    let behind = wire("behind", mux(isLast, ~note.lastLane, 0))
    w.payload.data <== beats.payload.data
    w.payload.strb <== (all.shiftedLeft(by: from) & all.shiftedRight(by: behind))
    w.payload.last <== isLast
    claim("CountInRange", mux(notes.valid, count <= note.lastBeat, count == 0))
    cover("Refused", refused.fires)
  }
}
