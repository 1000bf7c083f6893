import HardwareDSL

/// Gives every row of some as a range of bytes.
final class StrideWalker: StreamStage {
  let input: ReadyValid<CheckedRows>
  let output: ReadyValid<ByteRange>

  let isFull = register(.bit, reset: 0)
  let row: CheckedRows

  private let addressBits: Int
  private let rowsBits: Int

  init(addressBits: Int, rowsBits: Int) {
    self.addressBits = addressBits
    self.rowsBits = rowsBits
    input = .input { CheckedRows($0, addressBits: addressBits, rowsBits: rowsBits) }
    output = .output { ByteRange($0, addressBits: addressBits) }
    row = CheckedRows(.dataRegister(), addressBits: addressBits, rowsBits: rowsBits)
  }

  var moduleName: String { "stride_walker_a\(addressBits)_r\(rowsBits)" }

  var documentation: Documentation {
    Documentation(
      "Gives every row of some as a range of bytes, and one range where there is none.",
      latency: [.cycles(1, from: input, to: output)],
      throughput: [.sentence("one row every cycle, and no cycle between requests")],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  var body: Behavior {
    let isLast = wire("isLast", row.rows == 1 || row.access == .empty)
    input.ready <== (!isFull || output.ready && isLast)
    output.valid <== isFull
    output.payload
      <== ByteRange(
        first: row.first, last: row.last, access: row.access, endsRequest: isLast)
    when(output.fires) {
      row.first <== wideSum("nextFirst", row.first, row.pitch)
      row.last <== wideSum("nextLast", row.last, row.pitch)
      row.rows <== row.rows &- 1
      when(isLast) { isFull <== 0 }
    }
    when(input.fires) {
      row <== input.payload
      isFull <== 1
    }
  }
}
