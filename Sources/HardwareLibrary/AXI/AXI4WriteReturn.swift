import HardwareDSL

/// What is to be known of a burst that is written until its response comes.
struct ResponseNote: SignalBundle {
  let address: Signal
  let access: Enumerated<Access>
  let endsRequest: Signal
}

extension ResponseNote {
  init(_ field: FieldMaker, _ shape: BurstShape) {
    address = field(.unsigned(shape.addressBits))
    access = field(Access.self)
    endsRequest = field(.bit)
  }

  init(of burst: WrittenBurst) {
    self.init(address: burst.address, access: burst.access, endsRequest: burst.endsRequest)
  }
}

/// Joins the responses that come from a bus with the notes of their bursts. A burst that was
/// refused ends when its beats are lost, and one of no bytes at once.
final class AXI4WriteReturn: Module {
  let notes: ReadyValid<ResponseNote>
  let b: ReadyValid<AXI4WriteResponse>
  let refused: ReadyValid<NoPayload>
  let output: ReadyValid<TransferPart>

  private let shape: BurstShape

  init(_ shape: BurstShape) {
    self.shape = shape
    notes = .input { ResponseNote($0, shape) }
    b = .input { AXI4WriteResponse($0, shape.bus()) }
    refused = .input { NoPayload($0) }
    output = .output { TransferPart($0, addressBits: shape.addressBits) }
  }

  var moduleName: String { "axi4_write_return_\(shape.moduleWord)" }

  var documentation: Documentation {
    let (note, part) = (notes.payload, output.payload)
    return Documentation(
      "Joins the responses that come from a bus with the notes of their bursts.",
      latency: [.cycles(0, from: notes, b, refused, to: output)],
      throughput: [.one("burst", from: b, to: output)],
      reset: [.value(0, of: b.ready, refused.ready)],
      combinationalPaths: [
        .path(from: notes.valid, note.access, b.valid, refused.valid, to: output.valid),
        .path(from: note.access, b.valid, refused.valid, output.ready, to: notes.ready),
        .path(from: notes.valid, note.access, output.ready, to: b.ready, refused.ready),
        .path(from: note.access, b.payload.resp, to: part.error),
        .path(from: note.address, to: part.address),
        .path(from: note.endsRequest, to: part.endsRequest),
      ])
  }

  var body: Behavior {
    let (note, part) = (notes.payload, output.payload)
    let isOnBus = wire("isOnBus", note.access == .allowed)
    let isRefused = wire("isRefused", note.access == .refused)
    let isThere = wire(
      "isThere", mux(isOnBus, b.valid, mux(isRefused, refused.valid, Signal(1, .bit))))
    output.valid <== (notes.valid && isThere)
    notes.ready <== (isThere && output.ready)
    b.ready <== (notes.valid && isOnBus && output.ready)
    refused.ready <== (notes.valid && isRefused && output.ready)
    let answer = TransferError.of(response: b.payload.resp)
    part.error <== mux(isOnBus, answer, mux(isRefused, .window, .none))
    part.address <== note.address
    part.endsRequest <== note.endsRequest
    unused("id", b.payload.id)
  }
}
