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
