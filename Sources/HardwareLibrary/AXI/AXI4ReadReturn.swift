import HardwareDSL

/// What is to be known of a burst until it ends.
struct BurstNote: SignalBundle {
  let address: Signal
  let lastBeat: Signal
  let access: Enumerated<Access>
  let endsRange: Signal
  let endsRequest: Signal
}

extension BurstNote {
  init(_ field: FieldMaker, _ shape: BurstShape) {
    address = field(.unsigned(shape.addressBits))
    lastBeat = field(.unsigned(shape.beatBits), "beats, less 1")
    access = field(Access.self)
    endsRange = field(.bit)
    endsRequest = field(.bit)
  }

  init(of burst: MemoryBurst) {
    self.init(
      address: burst.address, lastBeat: burst.lastBeat, access: burst.access,
      endsRange: burst.endsRange, endsRequest: burst.endsRequest)
  }
}

/// A beat that came back, or the end of a request without any.
struct ReturnedBeat: SignalBundle {
  let data: Signal
  let isData: Signal
  let isLast: Signal
  let part: TransferPart
}

extension ReturnedBeat {
  init(_ field: FieldMaker, _ shape: BurstShape) {
    data = field(.bits(shape.dataBits))
    isData = field(.bit, "it is a beat")
    isLast = field(.bit, "the range ends")
    part = TransferPart(field, addressBits: shape.addressBits)
  }
}

/// Joins the beats that come from a bus with the notes of their bursts, which say how many they
/// are; a burst of which another beat is marked as the last has failed. The beats of one that was
/// refused are made up of zeros, so that whoever counts beats goes on.
final class AXI4ReadReturn: Module {
  let notes: ReadyValid<BurstNote>
  let r: ReadyValid<AXI4ReadBeat>
  let output: ReadyValid<ReturnedBeat>

  let count: Signal

  private let shape: BurstShape

  init(_ shape: BurstShape) {
    self.shape = shape
    notes = .input { BurstNote($0, shape) }
    r = .input { AXI4ReadBeat($0, shape.bus()) }
    output = .output { ReturnedBeat($0, shape) }
    count = register(.unsigned(shape.beatBits), reset: 0, "beats of the burst so far")
  }

  var moduleName: String { "axi4_read_return_\(shape.moduleWord)" }

  var documentation: Documentation {
    let (note, beat) = (notes.payload, output.payload)
    return Documentation(
      "Joins the beats that come from a bus with the notes of their bursts, and makes up those of "
        + "bursts that were refused.",
      latency: [.cycles(0, from: notes, r, to: output)],
      throughput: [.one("beat", from: r, to: output)],
      reset: [.sentence("a burst begins")],
      combinationalPaths: [
        .path(from: notes.valid, r.valid, note.access, to: output.valid),
        .path(from: notes.valid, note.access, output.ready, to: r.ready),
        .path(from: note.access, note.lastBeat, r.valid, output.ready, to: notes.ready),
        .path(from: note.access, r.payload.data, to: beat.data),
        .path(from: note.access, to: beat.isData),
        .path(from: note.access, note.lastBeat, note.endsRange, to: beat.isLast),
        .path(
          from: note.access, note.lastBeat, r.payload.resp, r.payload.last, to: beat.part.error),
        .path(from: note.address, to: beat.part.address),
        .path(
          from: note.access, note.lastBeat, note.endsRequest, to: beat.part.endsRequest),
      ])
  }

  var body: Behavior {
    let (note, beat) = (notes.payload, output.payload)
    let isOnBus = wire("isOnBus", note.access == .allowed)
    let isEmpty = wire("isEmpty", note.access == .empty)
    let ends = wire("ends", count == note.lastBeat || isEmpty)
    let isThere = wire("isThere", r.valid || !isOnBus)
    output.valid <== (notes.valid && isThere)
    r.ready <== (notes.valid && isOnBus && output.ready)
    notes.ready <== (isThere && ends && output.ready)
    when(output.fires) { count <== mux(ends, 0, count &+ 1) }

    beat.data <== mux(isOnBus, r.payload.data, 0)
    beat.isData <== !isEmpty
    beat.isLast <== (ends && note.endsRange)
    // A port that marks another beat as the last is not to be trusted.
    let breaksOff = wire("breaksOff", r.payload.last != ends)
    let fault = mux(breaksOff, TransferError.slave, Enumerated(TransferError.none))
    let answer = mux(
      r.payload.resp[1], TransferError.of(response: r.payload.resp), fault)
    beat.part.error <== mux(isOnBus, answer, mux(isEmpty, .none, .window))
    beat.part.address <== note.address
    beat.part.endsRequest <== (ends && note.endsRequest)
    claim("CountInRange", count == 0 || notes.valid && !isEmpty && count <= note.lastBeat)
    unused("id", r.payload.id)
    cover("MadeUp", output.fires && note.access == .refused)
  }
}
