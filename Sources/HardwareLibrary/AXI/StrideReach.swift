import HardwareDSL

/// The end of the last of some rows, as it is found: a row for each bit of their number at a time.
struct StrideReach: SignalBundle {
  let last: Signal
  let isBeyond: Signal
  let step: Signal
  let isFar: Signal
  let left: Signal
}

extension StrideReach {
  init(_ field: FieldMaker, addressBits: Int, rowsBits: Int) {
    last = field(.unsigned(addressBits), "of the rows that are added")
    isBeyond = field(.bit, "it is behind the last address")
    step = field(.unsigned(addressBits), "as many rows as the lowest bit left stands for")
    isFar = field(.bit, "the step goes behind the last address")
    left = field(.unsigned(rowsBits), "rows to be added, in steps")
  }

  /// That of the first row.
  init(of first: Reach, _ request: StridedRequest) {
    self.init(
      last: first.last, isBeyond: first.isBeyond, step: request.pitch, isFar: Signal(0, .bit),
      left: request.rows &- 1)
  }

  /// With the rows of the lowest bit.
  var next: StrideReach {
    let bits = last.width
    let added = mux(left[0], step, 0).extended(to: bits + 1)
    let sum = wideSum("sum", last.extended(to: bits + 1), added)
    return StrideReach(
      last: sum.truncated(to: bits), isBeyond: isBeyond || left[0] && isFar || sum[bits],
      step: step.shiftedLeft(by: 1).truncated(to: bits), isFar: isFar || step[bits - 1],
      left: left.shiftedRight(by: 1).extended(to: left.width))
  }
}
