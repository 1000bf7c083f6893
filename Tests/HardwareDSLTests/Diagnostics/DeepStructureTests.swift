import HardwareDSL
import HardwareIR
import TestSupport
import Testing

/// Expressions and conditions of any depth end in a diagnostic, not in a stack that overflows. All
/// run with a small stack.
@Suite struct DeepStructureTests {
  private static let file = #filePath

  private final class Conditions: TestModule {
    let a = input(.bits(64))
    let y = output(.bit)
    let z = output(.bit)
    let count: Int
    init(count: Int) { self.count = count }
    private var flags: [Signal] { (0..<count).map { a[$0 % 64] } }
    var body: Behavior {
      y <== anyOf(flags)
      z <== allOf(flags)
    }
  }

  @Test("Any number of conditions is joined", arguments: [0, 1, 2, 8, 9, 64, 1_000, 20_000])
  func anyOfMany(count: Int) {
    #expect(onSmallStack { error(in: Conditions(count: count)) } == .some(nil))
  }

  private final class Chain: TestModule {
    let a = input(.unsigned(64))
    let y = output(.unsigned(64))
    let count: Int
    init(count: Int) { self.count = count }
    static let line = #line + 2
    var body: Behavior {
      y <== (0..<count).map { a.rotatedLeft(by: $0 % 63 + 1) }.reduce(a) { $0 &+ $1 }
    }
  }

  @Test("A chain of operators is refused beyond 400", arguments: [397, 1_000, 20_000])
  func operators(count: Int) {
    let expected =
      count < 400
      ? nil
      : "\(Self.file):\(Chain.line): error: an expression has more than 400 operations above each "
        + "other, too many for tools; name a part with wire(\"name\", _), or join a long list with "
        + "sum(of:), anyOf(_:) or allOf(_:) [definition]"
    #expect(onSmallStack { error(in: Chain(count: count)) } == .some(expected))
  }

  private final class ElseChain: TestModule {
    let a = input(.unsigned(16))
    let y = output(.unsigned(16))
    let count: Int
    init(count: Int) { self.count = count }
    static let line = #line + 5
    var body: Behavior {
      y <== 0
      var chain = when(a == 0) { y <== 1 }
      for number in 1..<count {
        chain = chain.elseWhen(a == .number(number)) { y <== .number(number) }
      }
    }
  }

  @Test("A chain of elseWhen is refused beyond 160", arguments: [160, 161, 10_000])
  func elseChain(count: Int) {
    let expected = count > 160 ? tooDeep(ElseChain.line) : nil
    #expect(onSmallStack { error(in: ElseChain(count: count)) } == .some(expected))
  }

  private final class Nested: TestModule {
    let a = input(.unsigned(16))
    let y = output(.unsigned(16))
    let count: Int
    init(count: Int) { self.count = count }
    var body: Behavior {
      y <== 0
      nested(0)
    }
    static let line = #line + 3
    @HardwareBuilder private func nested(_ number: Int) -> Behavior {
      if number < count {
        when(a != .number(number)) {
          y <== .number(number)
          nested(number + 1)
        }
      }
    }
  }

  @Test("Conditions inside each other are refused beyond 160", arguments: [100, 10_000])
  func nested(count: Int) {
    let expected = count > 160 ? tooDeep(Nested.line) : nil
    #expect(error(in: Nested(count: count)) == expected)
  }

  private func tooDeep(_ line: Int) -> String {
    "\(Self.file):\(line): error: a statement stands under more than 160 conditions, each elseWhen "
      + "before it counted, too many for tools; write a decode, a table or a select instead "
      + "[definition]"
  }

  private final class Deepest: TestModule {
    let a = input(.unsigned(64))
    let y = output(.unsigned(64))
    let data = dataRegister(.unsigned(64))
    let state = register(.bit, reset: 0)
    private func long(_ start: Signal) -> Signal {
      (0..<390).map { a.rotatedLeft(by: $0 % 63 + 1) }.reduce(start) { $0 &+ $1 }
    }
    var body: Behavior {
      y <== 0
      var chain = when(a == 0) { y <== 1 }
      for number in 1..<159 { chain = chain.elseWhen(a == .number(number)) { y <== 2 } }
      chain.elseWhen(long(a) == 3) { y <== long(a) }
      var last = data
      for number in 0..<64 { last = wire("long\(number)", long(last)) }
      data <== last
      when(last == 7) { state <== !state }
      claim("Even", state || last != 9)
    }
  }

  @Test("The deepest structures that are accepted are checked without a large stack")
  func deepest() {
    #expect(onSmallStack { error(in: Deepest()) } == .some(nil))
  }

  private final class WireChain: TestModule {
    let a = input(.unsigned(8))
    let y = output(.unsigned(8))
    let count: Int
    init(count: Int) { self.count = count }
    var body: Behavior {
      var last = a
      for number in 0..<count { last = wire("step\(number)", last &+ 1) }
      y <== last
    }
  }

  @Test("A path of many wires is no deep expression")
  func wires() {
    #expect(onSmallStack { error(in: WireChain(count: 20_000)) } == .some(nil))
  }
}

/// Why `module` is refused; nil if it is not.
private func error(in module: @autoclosure () -> any Module) -> String? {
  do {
    _ = try elaborate(module())
    return nil
  } catch { return withoutColumns("\(error)") }
}
