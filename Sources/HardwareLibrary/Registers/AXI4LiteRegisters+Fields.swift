import HardwareDSL

/// What a write does to the bits of the fields.
struct RegisterWrites {
  /// The bits of a field that lie in a byte of a word, and whether that is written.
  struct Byte {
    let isWritten: Signal
    let data: Signal
    let fieldBits: ClosedRange<Int>
  }

  private let bytes: [String: [Byte]]

  /// - Parameters:
  ///   - words: Those that can be written.
  ///   - enables: Whether each is.
  init(_ words: [RegisterWord], _ enables: [Signal], _ word: AXI4LiteWriteWord) {
    var bytes: [String: [Byte]] = [:]
    for (mapped, enable) in zip(words, enables) {
      for part in mapped.parts {
        bytes[part.field.path, default: []] += part.bytes.map { byte, bits, fieldBits in
          Byte(isWritten: enable && word.strb[byte], data: word.data[bits], fieldBits: fieldBits)
        }
      }
    }
    self.bytes = bytes
  }

  /// From the low bits up.
  func bytes(of field: PlacedField) -> [Byte] { bytes[field.path] ?? [] }

  /// The bits that are written as 1.
  func ones(of field: PlacedField) -> Signal {
    concatenate(bytes(of: field).reversed().map { mux($0.isWritten, $0.data, 0) })
  }
}

extension AXI4LiteRegisters {
  /// What becomes of the fields that registers hold.
  @HardwareBuilder func fields(_ writes: RegisterWrites) -> Behavior {
    for placed in map.fields {
      let (path, field) = (placed.path, placed.field)
      switch field.access {
      case .constant, .readOnly: ()
      case .readWrite:
        for byte in writes.bytes(of: placed) {
          when(byte.isWritten) { state[path][byte.fieldBits] <== byte.data }
        }
      case .writeOneToClear:
        let ones = wire("ones_\(placed.label)", writes.ones(of: placed))
        state[path] <== state[path] & ~ones | sets[path]
        claim(
          "KeepsEvents_\(placed.label)", !(past(sets[path]) & ~state[path]).isAnySet,
          "what hardware sets is set, also where software clears in that cycle")
      case .writeOneToSet:
        let ones = wire("ones_\(placed.label)", writes.ones(of: placed))
        state[path] <== state[path] & ~clears[path] | ones
        claim(
          "KeepsRequests_\(placed.label)", !(past(ones) & ~state[path]).isAnySet,
          "what software sets is set, also where hardware clears in that cycle")
      case .pulse: state[path] <== writes.ones(of: placed)
      case .counter(let overflow, _): count(placed, overflow)
      }
    }
  }

  @HardwareBuilder private func count(
    _ placed: PlacedField, _ overflow: RegisterOverflow
  ) -> Behavior {
    let count = state[placed.path]
    let sum = wire(
      "sum_\(placed.label)",
      partedSum("parts_\(placed.label)", count, amounts[placed.path].asUnsigned))
    let next = sum.truncated(to: count.width)
    switch overflow {
    case .wraps: count <== mux(clears[placed.path], 0, next)
    case .saturates:
      let greatest = Signal(1, .bit).replicated(count.width).asUnsigned
      count <== mux(clears[placed.path], 0, mux(sum[count.width], greatest, next))
      claim(
        "NeverFalls_\(placed.label)", past(clears[placed.path]) || past(count) <= count,
        "the counter stays at its greatest value")
    }
  }

  /// What a read of a word gives.
  func reading(of word: RegisterWord) -> Signal {
    var pieces: [Signal] = []
    var next = 0
    func fill(to bit: Int) {
      if bit > next { pieces.append(Signal(0, .bits(bit - next))) }
    }
    for part in word.parts {
      fill(to: part.bits.lowerBound)
      pieces.append(reading(of: part, isHigh: word.isHigh))
      next = part.bits.upperBound + 1
    }
    fill(to: 32)
    return concatenate(pieces.reversed())
  }

  private func reading(of part: RegisterWord.Part, isHigh: Bool) -> Signal {
    let (path, field) = (part.field.path, part.field.field)
    if isHigh, field.keptBits != nil { return kept[path] }
    switch field.access {
    case .constant: return field.resetSignal[part.fieldBits]
    case .readOnly: return readings[path][part.fieldBits]
    case .pulse: return Signal(0, .bits(part.bits.count))
    case .readWrite, .writeOneToClear, .writeOneToSet, .counter:
      return state[path][part.fieldBits]
    }
  }

  /// The bits of a field that lie in the high word of its register.
  func highBits(of placed: PlacedField) -> Signal {
    let bits = placed.field.keptBits ?? 0...0
    return placed.field.access == .readOnly
      ? readings[placed.path][bits] : state[placed.path][bits]
  }
}
