import HardwareDSL

/// Rows that were looked at: all of them are accessed, or none.
struct CheckedRows: SignalBundle {
  let first: Signal
  let last: Signal
  let rows: Signal
  let pitch: Signal
  let access: Enumerated<Access>
}

extension CheckedRows {
  init(_ field: FieldMaker, addressBits: Int, rowsBits: Int) {
    first = field(.unsigned(addressBits), "the first byte of the first row")
    last = field(.unsigned(addressBits), "the last byte of the first row")
    rows = field(.unsigned(rowsBits))
    pitch = field(.unsigned(addressBits))
    access = field(Access.self)
  }
}

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
  let last: Signal
  let rowLast: Signal
  let isBeyond = dataRegister(.bit, "the last row ends behind the last address")
  let step: Signal
  let isFar = dataRegister(.bit, "the step goes behind the last address")
  let left: Signal

  private let addressBits: Int
  private let bytesBits: Int
  private let rowsBits: Int

  init(_ sizes: RequestSizes, rowsBits: Int) {
    addressBits = sizes.addressBits
    bytesBits = sizes.bytesBits
    self.rowsBits = rowsBits
    let (addressBits, bytesBits) = (sizes.addressBits, sizes.bytesBits)
    input = .input {
      StridedRequest($0, addressBits: addressBits, bytesBits: bytesBits, rowsBits: rowsBits)
    }
    output = .output { CheckedRows($0, addressBits: addressBits, rowsBits: rowsBits) }
    windows = sizes.windows { AddressWindow(.input(), addressBits: addressBits) }
    last = dataRegister(.unsigned(addressBits), "of the rows that are added")
    rowLast = dataRegister(.unsigned(addressBits), "of the first row")
    step = dataRegister(.unsigned(addressBits), "as many rows as the lowest bit left stands for")
    left = dataRegister(.unsigned(rowsBits), "rows to be added, in steps")
  }

  var moduleName: String {
    "stride_check_a\(addressBits)_b\(bytesBits)_r\(rowsBits)_n\(windows.count)"
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
    let reach = Reach(of: request)
    let sum = wideSum(
      "sum", last.extended(to: addressBits + 1), mux(left[0], step, 0).extended(to: addressBits + 1)
    )
    let isInside = wire(
      "isInside", windows.hold(first: request.address, last: last) && !isBeyond)
    phase.decode { phase in
      switch phase {
      case .begin:
        last <== reach.last
        rowLast <== reach.last
        isBeyond <== reach.isBeyond
        step <== request.pitch
        isFar <== 0
        left <== request.rows &- 1
        access <== .empty
        when(input.valid) { self.phase <== mux(isEmpty, .give, .add) }
      case .add:
        last <== sum.truncated(to: addressBits)
        isBeyond <== (isBeyond || left[0] && isFar || sum[addressBits])
        isFar <== (isFar || step[addressBits - 1])
        step <== step.shiftedLeft(by: 1).truncated(to: addressBits)
        left <== left.shiftedRight(by: 1).extended(to: rowsBits)
        when(left == 0) {
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
    cover("Far", phase == .add && left[0] && isFar)
  }
}
