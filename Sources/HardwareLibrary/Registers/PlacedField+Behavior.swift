import HardwareDSL

extension PlacedField {
  /// What becomes of the field, if a register holds it.
  @HardwareBuilder func behavior(
    _ unit: AXI4LiteRegisters, _ writes: RegisterWrites
  ) -> Behavior {
    switch field.access {
    case .constant, .readOnly: ()
    case .readWrite:
      for byte in writes.bytes(of: self) {
        when(byte.isWritten) { unit.state[path][byte.fieldBits] <== byte.data }
      }
    case .writeOneToClear:
      let ones = wire("ones_\(label)", writes.ones(of: self))
      unit.state[path] <== unit.state[path] & ~ones | unit.sets[path]
      claim(
        "KeepsEvents_\(label)", !(past(unit.sets[path]) & ~unit.state[path]).isAnySet,
        "what hardware sets is set, also where software clears in that cycle")
    case .writeOneToSet:
      let ones = wire("ones_\(label)", writes.ones(of: self))
      unit.state[path] <== unit.state[path] & ~unit.clears[path] | ones
      claim(
        "KeepsRequests_\(label)", !(past(ones) & ~unit.state[path]).isAnySet,
        "what software sets is set, also where hardware clears in that cycle")
    case .pulse: unit.state[path] <== writes.ones(of: self)
    case .counter(let overflow, _):
      counting(unit.state[path], unit.amounts[path].asUnsigned, unit.clears[path], overflow)
    }
  }

  @HardwareBuilder private func counting(
    _ count: Signal, _ amount: Signal, _ clears: Signal, _ overflow: RegisterOverflow
  ) -> Behavior {
    let sum = wire("sum_\(label)", partedSum("parts_\(label)", count, amount))
    let next = sum.truncated(to: count.width)
    switch overflow {
    case .wraps: count <== mux(clears, 0, next)
    case .saturates:
      let greatest = Signal(1, .bit).replicated(count.width).asUnsigned
      count <== mux(clears, 0, mux(sum[count.width], greatest, next))
      claim(
        "NeverFalls_\(label)", past(clears) || past(count) <= count,
        "the counter stays at its greatest value")
    }
  }

  /// What a read of some bits of the field gives.
  func reading(_ bits: ClosedRange<Int>, _ unit: AXI4LiteRegisters) -> Signal {
    switch field.access {
    case .constant: field.resetSignal[bits]
    case .readOnly: unit.readings[path][bits]
    case .pulse: Signal(0, .bits(bits.count))
    case .readWrite, .writeOneToClear, .writeOneToSet, .counter: unit.state[path][bits]
    }
  }

  /// The bits that a read of the low word keeps.
  func highBits(_ unit: AXI4LiteRegisters) -> Signal { reading(field.keptBits ?? 0...0, unit) }
}

extension RegisterWord {
  /// What a read of the word gives.
  func reading(_ unit: AXI4LiteRegisters) -> Signal {
    var pieces: [Signal] = []
    var next = 0
    func fill(to bit: Int) {
      if bit > next { pieces.append(Signal(0, .bits(bit - next))) }
    }
    for part in parts {
      fill(to: part.bits.lowerBound)
      let isKept = isHigh && part.field.field.keptBits != nil
      pieces.append(
        isKept ? unit.kept[part.field.path] : part.field.reading(part.fieldBits, unit))
      next = part.bits.upperBound + 1
    }
    fill(to: 32)
    return concatenate(pieces.reversed())
  }
}
