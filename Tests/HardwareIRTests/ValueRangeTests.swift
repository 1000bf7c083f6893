import Testing

@testable import HardwareIR

/// What the warnings reckon with, against every value that there is.
@Suite struct ValueRangeTests {
  private static let ranges: [ValueRange] = (-5...5).flatMap { low in
    (low...5).map { low...$0 }
  }

  @Test(
    "The range of a binary operation holds every result",
    arguments: [
      BinaryOperator.add, .subtract, .multiply, .and, .or, .xor, .shiftRight, .equal, .notEqual,
      .less, .lessOrEqual, .greater, .greaterOrEqual,
    ])
  func binary(_ operation: BinaryOperator) {
    for left in Self.ranges {
      for right in Self.ranges where operation != .shiftRight || right.lowerBound >= 0 {
        guard let range = operation.range(left, right) else { continue }
        for a in left {
          #expect(right.allSatisfy { range.contains(operation.result(a, $0)) })
        }
      }
    }
  }

  @Test("Certain comparisons are found")
  func certain() {
    #expect(BinaryOperator.less.range(0...3, 4...9) == 1...1)
    #expect(BinaryOperator.less.range(4...9, 0...4) == 0...0)
    #expect(BinaryOperator.less.range(0...4, 4...9) == nil)
    #expect(BinaryOperator.lessOrEqual.range(0...4, 4...9) == 1...1)
    #expect(BinaryOperator.greater.range(0...4, 4...9) == 0...0)
    #expect(BinaryOperator.greaterOrEqual.range(4...9, 0...4) == 1...1)
    #expect(BinaryOperator.equal.range(0...3, 4...9) == 0...0)
    #expect(BinaryOperator.notEqual.range(7...7, 7...7) == 0...0)
  }

  @Test("The range of a slice holds every slice")
  func slices() {
    for range in Self.ranges {
      for low in 0..<4 {
        for width in 1..<4 {
          guard let slice = range.slice(low: low, width: width) else { continue }
          #expect(range.allSatisfy { slice.contains($0 >> low & ((1 << width) - 1)) })
        }
      }
    }
    #expect((4...7).slice(low: 2, width: 2) == 1...1)
    #expect((3...4).slice(low: 0, width: 2) == nil)
  }

  @Test("The range of the same bits in another type holds every number")
  func reinterpreted() {
    let types = [HardwareType.unsigned(4), .signed(4)]
    for range in Self.ranges {
      for type in types {
        let from = HardwareType.signed(4)
        guard let result = range.reinterpreted(as: type), let all = from.range else { continue }
        #expect(range.isWithin(all))
        for number in range {
          #expect(BitPattern(number, width: 4).number(as: type).map(result.contains) == true)
        }
      }
    }
    #expect((-2...(-1)).reinterpreted(as: .unsigned(4)) == 14...15)
    #expect((-1...0).reinterpreted(as: .unsigned(4)) == nil)
    #expect((8...15).reinterpreted(as: .signed(4)) == -8...(-1))
  }

  @Test(
    "The range of a unary operation holds every result",
    arguments: [UnaryOperator.not, .negate, .anyBit, .allBits])
  func unary(_ operation: UnaryOperator) {
    for range in Self.ranges {
      guard let result = operation.range(range, .signed(4)) else { continue }
      for number in range {
        let value =
          switch operation {
          case .not: ~number
          case .negate: -number
          case .anyBit: number == 0 ? 0 : 1
          default: number == -1 ? 1 : 0
          }
        #expect(result.contains(value))
      }
    }
  }
}

extension BinaryOperator {
  fileprivate func result(_ a: Int, _ b: Int) -> Int {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .and: a & b
    case .or: a | b
    case .xor: a ^ b
    case .shiftLeft: a << b
    case .shiftRight: a >> b
    case .equal: a == b ? 1 : 0
    case .notEqual: a != b ? 1 : 0
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .greater: a > b ? 1 : 0
    case .greaterOrEqual: a >= b ? 1 : 0
    }
  }
}
