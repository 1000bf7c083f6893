/// The value buffer and the code that runs on it. One machine belongs to one simulation.
final class Machine {
  let values: UnsafeMutablePointer<UInt64>
  private let batches: UnsafeMutablePointer<Batch>
  private let operands: UnsafeMutablePointer<Int32>
  private let tables: UnsafeMutablePointer<Int32>
  private let wides: UnsafeMutablePointer<WideInstruction>
  let batchCount: Int

  /// - Parameter image: the first content of the buffer: constants, and zeros.
  init(_ code: Code, image: [UInt64]) {
    func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
      let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
      pointer.initialize(from: elements, count: elements.count)
      return pointer
    }
    values = copy(image)
    batches = copy(code.batches)
    operands = copy(code.operands)
    tables = copy(code.tables)
    wides = copy(code.wides)
    batchCount = code.batches.count
  }

  deinit {
    values.deallocate()
    batches.deallocate()
    operands.deallocate()
    tables.deallocate()
    wides.deallocate()
  }

  /// Runs batches in order.
  func run(_ range: Range<Int>) {
    for index in range { run(batches[index]) }
  }

  @inline(__always)
  private func run(_ batch: Batch) {
    let v = values
    switch batch.opcode {
    case .copy: each(batch) { v[$0[0]] }
    case .add: each(batch) { unsigned(v[$0[0]] &+ v[$0[1]], $0[2]) }
    case .addSigned: each(batch) { signed(v[$0[0]] &+ v[$0[1]], $0[2]) }
    case .subtract: each(batch) { unsigned(v[$0[0]] &- v[$0[1]], $0[2]) }
    case .subtractSigned: each(batch) { signed(v[$0[0]] &- v[$0[1]], $0[2]) }
    case .multiply: each(batch) { v[$0[0]] &* v[$0[1]] }
    case .and: each(batch) { v[$0[0]] & v[$0[1]] }
    case .or: each(batch) { v[$0[0]] | v[$0[1]] }
    case .xor: each(batch) { v[$0[0]] ^ v[$0[1]] }
    case .equal: each(batch) { v[$0[0]] == v[$0[1]] ? 1 : 0 }
    case .notEqual: each(batch) { v[$0[0]] != v[$0[1]] ? 1 : 0 }
    case .less: each(batch) { v[$0[0]] < v[$0[1]] ? 1 : 0 }
    case .lessOrEqual: each(batch) { v[$0[0]] <= v[$0[1]] ? 1 : 0 }
    case .lessSigned: each(batch) { number(v[$0[0]]) < number(v[$0[1]]) ? 1 : 0 }
    case .lessOrEqualSigned: each(batch) { number(v[$0[0]]) <= number(v[$0[1]]) ? 1 : 0 }
    case .isAnySet: each(batch) { v[$0[0]] != 0 ? 1 : 0 }
    case .parity: each(batch) { UInt64(v[$0[0]].nonzeroBitCount & 1) }
    case .select: each(batch) { v[$0[0]] != 0 ? v[$0[1]] : v[$0[2]] }
    case .slice: each(batch) { unsigned(v[$0[0]] &>> UInt64(truncatingIfNeeded: $0[1]), $0[2]) }
    case .signExtend: each(batch) { signed(v[$0[0]], $0[1]) }
    case .join: each(batch) { v[$0[0]] &<< UInt64(truncatingIfNeeded: $0[2]) | v[$0[1]] }
    default: runRare(batch)
    }
  }

  private func runRare(_ batch: Batch) {
    let v = values
    let tables = self.tables
    switch batch.opcode {
    case .shiftLeft: each(batch) { unsigned(v[$0[0]] << v[$0[1]], $0[2]) }
    case .shiftLeftSigned: each(batch) { signed(v[$0[0]] << v[$0[1]], $0[2]) }
    case .shiftRight: each(batch) { v[$0[0]] >> v[$0[1]] }
    case .shiftRightSigned:
      each(batch) { UInt64(bitPattern: number(v[$0[0]]) >> Int64(min(v[$0[1]], 63))) }
    case .sliceAcross:
      each(batch) { operands in
        let low = UInt64(truncatingIfNeeded: operands[1])
        let word = v + Int(operands[0])
        return unsigned(word[0] &>> low | word[1] &<< (64 &- low), operands[2])
      }
    case .pick:
      each(batch) { operands in
        let entry = min(v[operands[0]], UInt64(truncatingIfNeeded: operands[2]))
        return v[tables[operands[1] &+ Int32(truncatingIfNeeded: entry)]]
      }
    case .gather:
      each(batch) { operands in
        var part = tables + Int(operands[1])
        var result: UInt64 = 0
        var low: UInt64 = 0
        for _ in 0..<operands[2] {
          result |= v[part[0]] &<< low
          low &+= UInt64(truncatingIfNeeded: part[1])
          part += 2
        }
        return result
      }
    case .wide:
      let first = operands + Int(batch.operands)
      for index in 0..<Int(batch.count) {
        wides[Int(first[index * Code.operandsPerOperation])].run(v, tables)
      }
    default: preconditionFailure("\(batch.opcode) is run with the frequent operations")
    }
  }

  @inline(__always)
  private func each(
    _ batch: Batch, _ operation: (UnsafeMutablePointer<Int32>) -> UInt64
  ) {
    var result = values + Int(batch.result)
    var operand = operands + Int(batch.operands)
    let end = result + Int(batch.count)
    while result < end {
      result.pointee = operation(operand)
      result += 1
      operand += Code.operandsPerOperation
    }
  }
}

@inline(__always)
private func unsigned(_ word: UInt64, _ unused: Int32) -> UInt64 {
  let amount = UInt64(truncatingIfNeeded: unused)
  return (word &<< amount) &>> amount
}

@inline(__always)
private func signed(_ word: UInt64, _ unused: Int32) -> UInt64 {
  let amount = Int64(truncatingIfNeeded: unused)
  return UInt64(bitPattern: (Int64(bitPattern: word) &<< amount) &>> amount)
}

@inline(__always)
private func number(_ word: UInt64) -> Int64 { Int64(bitPattern: word) }

extension UnsafeMutablePointer {
  @inline(__always)
  subscript(slot: Int32) -> Pointee { self[Int(slot)] }
}
