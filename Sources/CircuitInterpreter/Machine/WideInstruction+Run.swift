typealias Slots = UnsafeMutablePointer<UInt64>

extension WideInstruction {
  /// Reads the operands from the value buffer and writes the result to it.
  func run(_ values: Slots, _ tables: UnsafeMutablePointer<Int32>) {
    let target = values + Int(result)
    let left = values + Int(a)
    let right = values + Int(b)
    switch opcode {
    case .add: add(left, right, to: target, inverting: 0, carry: 0)
    case .subtract: add(left, right, to: target, inverting: .max, carry: 1)
    case .multiply: multiply(left, right, to: target)
    case .and: for word in 0..<words { target[word] = left[word] & right[word] }
    case .or: for word in 0..<words { target[word] = left[word] | right[word] }
    case .xor: for word in 0..<words { target[word] = left[word] ^ right[word] }
    case .equal: target[0] = isEqual(left, right) ? 1 : 0
    case .notEqual: target[0] = isEqual(left, right) ? 0 : 1
    case .less: target[0] = isLess(left, right) ? 1 : 0
    case .lessOrEqual: target[0] = isLess(right, left) ? 0 : 1
    case .isAnySet: target[0] = (0..<words).contains { left[$0] != 0 } ? 1 : 0
    case .parity:
      target[0] = UInt64((0..<words).reduce(0) { $0 + left[$1].nonzeroBitCount } & 1)
    case .select:
      target.update(from: left[0] != 0 ? right : values + Int(c), count: words)
    case .pick:
      let entry = Int(min(left[0], UInt64(count)))
      target.update(from: values + Int(tables[Int(table) + entry]), count: words)
    case .shiftLeft: shiftLeft(left, by: right[0], to: target)
    case .shiftRight: shiftRight(left, words, by: right[0], to: target)
    case .slice:
      shiftRight(left, Int(aWords), by: UInt64(low), to: target)
      clearUnused(target)
    case .gather: gather(values, tables, to: target)
    case .extend:
      let given = min(words, Int(aWords))
      let fill = fill(left, Int(aWords), aIsSigned)
      for word in 0..<words { target[word] = word < given ? left[word] : fill }
    case .reinterpret:
      target.update(from: left, count: words)
      clearUnused(target)
    }
  }

  // MARK: Arithmetic

  private func add(
    _ left: Slots, _ right: Slots, to target: Slots, inverting flips: UInt64, carry: UInt64
  ) {
    var carry = carry
    for word in 0..<words {
      let (partial, first) = left[word].addingReportingOverflow(right[word] ^ flips)
      let (sum, second) = partial.addingReportingOverflow(carry)
      target[word] = sum
      carry = first || second ? 1 : 0
    }
    clearUnused(target)
  }

  /// The operands, carried on by their signs to the length of the result, multiplied modulo it.
  private func multiply(_ left: Slots, _ right: Slots, to target: Slots) {
    let leftFill = fill(left, Int(aWords), aIsSigned)
    let rightFill = fill(right, Int(bWords), bIsSigned)
    for word in 0..<words { target[word] = 0 }
    for low in 0..<words {
      let factor = low < Int(aWords) ? left[low] : leftFill
      var carry: UInt64 = 0
      for word in low..<words {
        let place = word - low
        let product = factor.multipliedFullWidth(by: place < Int(bWords) ? right[place] : rightFill)
        let (partial, first) = target[word].addingReportingOverflow(product.low)
        let (sum, second) = partial.addingReportingOverflow(carry)
        target[word] = sum
        carry = product.high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
      }
    }
    clearUnused(target)
  }

  private func isEqual(_ left: Slots, _ right: Slots) -> Bool {
    (0..<words).allSatisfy { left[$0] == right[$0] }
  }

  private func isLess(_ left: Slots, _ right: Slots) -> Bool {
    let top = words - 1
    if left[top] != right[top] {
      return isSigned
        ? Int64(bitPattern: left[top]) < Int64(bitPattern: right[top]) : left[top] < right[top]
    }
    for word in (0..<top).reversed() where left[word] != right[word] {
      return left[word] < right[word]
    }
    return false
  }

  // MARK: Bits

  private func shiftLeft(_ operand: Slots, by amount: UInt64, to target: Slots) {
    let (skipped, bits) = (Int(min(amount / 64, UInt64(words))), amount % 64)
    for word in (0..<words).reversed() {
      let source = word - skipped
      let high = source >= 0 ? operand[source] << bits : 0
      let low = source >= 1 && bits > 0 ? operand[source - 1] >> (64 - bits) : 0
      target[word] = high | low
    }
    clearUnused(target)
  }

  /// The low words of `operand`, which has `length` words, shifted with its sign.
  private func shiftRight(
    _ operand: Slots, _ length: Int, by amount: UInt64, to target: Slots
  ) {
    let fill = fill(operand, length, opcode == .shiftRight && isSigned)
    let (skipped, bits) = (Int(min(amount / 64, UInt64(length))), amount % 64)
    for word in 0..<words {
      let source = word + skipped
      let low = source < length ? operand[source] : fill
      let high = source + 1 < length ? operand[source + 1] : fill
      target[word] = bits > 0 ? low >> bits | high << (64 - bits) : low
    }
  }

  private func gather(
    _ values: Slots, _ tables: UnsafeMutablePointer<Int32>, to target: Slots
  ) {
    for word in 0..<words { target[word] = 0 }
    var part = tables + Int(table)
    var low = 0
    for _ in 0..<count {
      let width = Int(part[1])
      let source = values + Int(part[0])
      var word = low / 64
      let bit = UInt64(low % 64)
      for index in 0..<((width + 63) / 64) {
        target[word] |= source[index] << bit
        if bit > 0, word + 1 < words { target[word + 1] |= source[index] >> (64 - bit) }
        word += 1
      }
      low += width
      part += 2
    }
  }

  private func fill(_ operand: Slots, _ length: Int, _ isSigned: Bool) -> UInt64 {
    isSigned && Int64(bitPattern: operand[length - 1]) < 0 ? .max : 0
  }

  private func clearUnused(_ target: Slots) {
    let unused = UInt64(words * 64) - UInt64(width)
    let top = target[words - 1]
    target[words - 1] =
      isSigned
      ? UInt64(bitPattern: (Int64(bitPattern: top) << Int64(unused)) >> Int64(unused))
      : (top << unused) >> unused
  }
}
