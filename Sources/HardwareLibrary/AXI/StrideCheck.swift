import HardwareDSL

/// Finds where the last of some rows ends, and whether all of them lie in a window.
///
/// The way from the first row to the last is a product, which is formed bit by bit of the number of
/// rows: the rows of another request are on their way meanwhile.
final class StrideCheck: StreamStage {
  let input: ReadyValid<StridedRequest>
  let output: ReadyValid<CheckedRows>
  let windows: [AddressWindow]

  enum Phase: HardwareEnum { case begin, add, give }

  let phase = StateRegister(reset: Phase.begin)
  let access = dataRegister(Access.self)
  let rowLast: Signal
  let reach: StrideReach

  private let sizes: RequestSizes
  private let rowsBits: Int

  init(_ sizes: RequestSizes, rowsBits: Int) {
    self.sizes = sizes
    self.rowsBits = rowsBits
    let addressBits = sizes.addressBits
    input = .input {
      StridedRequest(
        $0, addressBits: addressBits, bytesBits: sizes.bytesBits, rowsBits: rowsBits)
    }
    output = .output { CheckedRows($0, addressBits: addressBits, rowsBits: rowsBits) }
    windows = sizes.windows { AddressWindow(.input(), addressBits: addressBits) }
    rowLast = dataRegister(.unsigned(addressBits), "of the first row")
    reach = StrideReach(.dataRegister(), addressBits: addressBits, rowsBits: rowsBits)
  }

  var moduleName: String {
    "stride_check_a\(sizes.addressBits)_b\(sizes.bytesBits)_r\(rowsBits)_n\(windows.count)"
  }

  var documentation: Documentation {
    let (request, rows) = (input.payload, output.payload)
    return Documentation(
      "Finds where the last of some rows ends, and whether all of them lie in a window. The "
        + "request is accepted with its rows.",
      latency: [
        .sentence("2 cycles from a request to its rows, and one more for each bit of rows - 1")
      ],
      throughput: [.sentence("one request at a time")],
      reset: [.sentence("a request can come"), .value(0, of: output.valid, input.ready)],
      combinationalPaths: [
        .path(from: output.ready, to: input.ready),
        .path(from: request.address, to: rows.first),
        .path(from: request.rows, to: rows.rows), .path(from: request.pitch, to: rows.pitch),
      ])
  }

  var body: Behavior {
    let request = input.payload
    let isEmpty = wire("isEmpty", request.bytes == 0 || request.rows == 0)
    let first = Reach(of: request)
    let isInside = wire(
      "isInside", windows.hold(first: request.address, last: reach.last) && !reach.isBeyond)
    phase.decode { phase in
      switch phase {
      case .begin:
        reach <== StrideReach(of: first, request)
        rowLast <== first.last
        access <== .empty
        when(input.valid) { self.phase <== mux(isEmpty, .give, .add) }
      case .add:
        reach <== reach.next
        when(reach.left == 0) {
          access <== mux(isInside, .allowed, .refused)
          self.phase <== .give
        }
      case .give: when(output.ready) { self.phase <== .begin }
      }
    }
    output.valid <== (phase == .give)
    input.ready <== output.fires
    output.payload
      <== CheckedRows(
        first: request.address, last: rowLast, rows: request.rows, pitch: request.pitch,
        access: access)
    cover("Refused", output.fires && access == .refused)
    cover("Far", phase == .add && reach.left[0] && reach.isFar)
  }
}
