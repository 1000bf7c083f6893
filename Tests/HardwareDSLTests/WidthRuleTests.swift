import HardwareDSL
import TestSupport
import Testing

/// The result type of every operator and conversion, over small widths.
@Suite struct WidthRuleTests {
  static let widths = [1, 2, 3, 7, 8]

  private func signal(_ type: HardwareType) -> Signal { wire(type) }

  private func expect(
    _ result: Signal, _ type: HardwareType,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(
      result.type == type.oneBitAsBit, "\(currentContext)", sourceLocation: sourceLocation)
  }

  private func withEveryPair(_ body: (_ left: Int, _ right: Int) -> Void) {
    withEvery("left", in: Self.widths) { left in
      withEvery("right", in: Self.widths) { right in body(left, right) }
    }
  }

  @Test("Sums and differences grow by one bit, or wrap at the wider operand")
  func sums() {
    withEveryPair { a, b in
      let most = max(a, b)
      let (u, v) = (signal(.unsigned(a)), signal(.unsigned(b)))
      let (s, t) = (signal(.signed(a)), signal(.signed(b)))
      expect(u + v, .unsigned(most + 1))
      expect(s + t, .signed(most + 1))
      expect(s - t, .signed(most + 1))
      expect(u &+ v, .unsigned(most))
      expect(u &- v, .unsigned(most))
      expect(s &+ t, .signed(most))
      expect(s &- t, .signed(most))
    }
  }

  @Test("A product has the bits of both operands")
  func products() {
    withEveryPair { a, b in
      expect(signal(.unsigned(a)) * signal(.unsigned(b)), .unsigned(a + b))
      expect(signal(.signed(a)) * signal(.signed(b)), .signed(a + b))
    }
  }

  @Test("Logic keeps the wider number, and bits of one width")
  func logic() {
    withEveryPair { a, b in
      for operation in [(&), (|), (^)] as [(Signal, Signal) -> Signal] {
        expect(operation(signal(.unsigned(a)), signal(.unsigned(b))), .unsigned(max(a, b)))
        expect(operation(signal(.signed(a)), signal(.signed(b))), .signed(max(a, b)))
        expect(operation(signal(.bits(a)), signal(.bits(a))), .bits(a))
      }
    }
    for operation in [(&), (|), (^), (&&), (||)] as [(Signal, Signal) -> Signal] {
      expect(operation(signal(.bit), signal(.bit)), .bit)
    }
  }

  @Test("A comparison is a bit")
  func comparisons() {
    let relations: [(Signal, Signal) -> Signal] = [(<), (<=), (>), (>=), (==), (!=)]
    withEveryPair { a, b in
      for relation in relations {
        expect(relation(signal(.unsigned(a)), signal(.unsigned(b))), .bit)
        expect(relation(signal(.signed(a)), signal(.signed(b))), .bit)
      }
      expect(signal(.bits(a)) == signal(.bits(a)), .bit)
      expect(signal(.bit) != signal(.bit), .bit)
    }
  }

  @Test("A literal takes the other operand's type, on either side")
  func literals() {
    withEvery("width", in: Self.widths) { width in
      let (u, s) = (signal(.unsigned(width)), signal(.signed(width)))
      for (left, right) in [(u + 1, 1 + u), (u &+ 1, 1 &+ u), (u & 1, 1 & u)] {
        expect(right, left.type)
      }
      expect(u + 1, .unsigned(width + 1))
      expect(0 + s, .signed(width + 1))
      expect(s - (-1), .signed(width + 1))
      expect(-1 - s, .signed(width + 1))
      expect(s &- 0, .signed(width))
      expect(s | -1, .signed(width))
      expect(-1 < s, .bit)
      expect(u >= 1, .bit)
      expect(mux(signal(.bit), u, 0), .unsigned(width))
      expect(mux(signal(.bit), -1, s), .signed(width))
    }
  }

  @Test("Operators on one value")
  func unary() {
    withEvery("width", in: Self.widths) { width in
      for type in [HardwareType.bits(width), .unsigned(width), .signed(width)] {
        expect(~signal(type), type)
        expect(signal(type).isAnySet, .bit)
        expect(signal(type).areAllSet, .bit)
      }
    }
    withEvery("width", in: Self.widths) { width in
      expect(-signal(.signed(width)), .signed(width + 1))
    }
    expect(!signal(.bit), .bit)
    expect(~signal(.bit), .bit)
  }

  @Test("A choice has the wider number's type")
  func choices() {
    withEveryPair { a, b in
      expect(mux(signal(.bit), signal(.signed(a)), signal(.signed(b))), .signed(max(a, b)))
      expect(mux(signal(.bit), signal(.unsigned(a)), signal(.unsigned(b))), .unsigned(max(a, b)))
    }
  }

  @Test("Conversions say their width")
  func conversions() {
    withEvery("width", in: Self.widths) { width in
      let (u, s) = (signal(.unsigned(width)), signal(.signed(width)))
      withEvery("wide", in: width...(width + 3)) { wide in
        expect(u.extended(to: wide), .unsigned(wide))
        expect(s.extended(to: wide), .signed(wide))
        expect(s.saturated(to: wide), .signed(wide))
        expect(signal(.bits(width)).extended(to: wide), .bits(wide))
      }
      withEvery("narrow", in: 1...width) { narrow in
        expect(u.truncated(to: narrow), .unsigned(narrow))
        expect(s.truncated(to: narrow), .signed(narrow))
        expect(u.saturated(to: narrow), .unsigned(narrow))
        expect(s.saturated(to: narrow), .signed(narrow))
        expect(signal(.bits(width)).truncated(to: narrow), .bits(narrow))
      }
      expect(u.toSigned(), .signed(width + 1))
      expect(u.asSigned, .signed(width))
      expect(s.asUnsigned, .unsigned(width))
      expect(s.asBits, width == 1 ? .bit : .bits(width))
    }
  }

  @Test("Slices and concatenations are bits, and one bit is a condition")
  func slices() {
    withEvery("width", in: Self.widths) { width in
      for type in [HardwareType.bits(width), .unsigned(width), .signed(width)] {
        expect(signal(type)[0], .bit)
        expect(signal(type)[width - 1], .bit)
        expect(signal(type)[0...(width - 1)], width == 1 ? .bit : .bits(width))
        for all in [
          signal(type)[0..<width], signal(type)[..<width], signal(type)[...(width - 1)],
          signal(type)[0...],
        ] {
          expect(all, width == 1 ? .bit : .bits(width))
        }
        expect(signal(type)[..<1], .bit)
        expect(signal(type)[...0], .bit)
        expect(signal(type)[(width - 1)...], .bit)
        expect(concatenate(signal(type)), .bits(width))
        expect(concatenate(signal(type), signal(.bit)), .bits(width + 1))
      }
    }
    expect(signal(.bit)[0], .bit)
  }

  @Test("Constant shifts change the width, variable ones keep it")
  func shifts() {
    withEvery("width", in: Self.widths) { width in
      for type in [HardwareType.unsigned(width), .signed(width)] {
        withEvery("amount", in: 0...4) { amount in
          expect(signal(type).shiftedLeft(by: amount), type.withWidth(width + amount))
        }
        withEvery("amount", in: 0..<width) { amount in
          expect(signal(type).shiftedRight(by: amount), type.withWidth(width - amount))
        }
        expect(signal(type).shiftedLeft(by: signal(.unsigned(5))), type)
        expect(signal(type).shiftedRight(by: signal(.unsigned(1))), type)
      }
    }
  }

  @Test(
    "A tree of sums grows by one bit a level", arguments: zip(1...9, [4, 5, 6, 6, 7, 7, 7, 7, 8]))
  func trees(terms: Int, width: Int) {
    expect(sum(of: (0..<terms).map { _ in signal(.signed(4)) }), .signed(width))
  }
}
