import CircuitInterpreter
import HardwareDSL
import HardwareLibrary
import Testing

/// The units and functions of the library for words of no bits.
@Suite struct ZeroWidthTests {
  /// A queue, and what comes before and behind it.
  private final class Tokens: Module {
    let given = (0..<2).map { _ in ReadyValid.input(.bits(0)) }
    let taken = ReadyValid.output(.bits(0), in: .sink)
    let merge = StreamArbiter(width: 0, count: 2)
    let queue = StreamFIFO(width: 0, depth: 4)
    let bridge = AsynchronousFIFO(width: 0, depth: 8)

    var documentation: Documentation { Documentation("Joins, keeps and hands on tokens.") }

    var body: Behavior {
      clock(bridge, [.source: .default])
      merge.inputs <== given
      queue.input <== merge.output
      bridge.input <== queue.output
      taken <== bridge.output
    }
  }

  @Test("Queues and arbiters carry tokens")
  func tokens() throws {
    let circuit = try elaborate(Tokens(), .strict)
    let simulation = try InterpretedSimulation(of: circuit)
    try simulation.reset()
    for index in 0..<2 { try simulation.send("given_\(index)", [0, 0, 0]) }
    #expect(
      try simulation.receive("taken", 6, limit: 100).map(\.fields)
        == Array(repeating: [0], count: 6))
  }

  @Test("Every function of the library takes a value of no bits")
  func functions() throws {
    final class Functions: Module {
      let none = input(.unsigned(0))
      let word = input(.unsigned(4))
      let flag = input(.bit, in: .asynchronous)
      let shown = output(.bits(8))

      var documentation: Documentation { Documentation("Functions of nothing.") }

      var body: Behavior {
        let number = Fixed(none, fractionBits: 2)
        let parts: [Signal] = [
          index(ofOneHot: none.asBits), priorityIndex(of: none.asBits),
          oneHot(of: none, width: 2), grayCode(of: none), HardwareLibrary.number(ofGray: none),
          (number + Fixed(word, fractionBits: 0)).raw, number.floored(toFraction: 2).raw,
          number.rounded(toFraction: 1).raw, number.saturated(to: 3).raw,
          delayed("later", none, reset: 0), delayed("data", none, reset: nil),
          table("lone", of: .unsigned(0), [0], at: none),
          table("numbers", of: .bits(2), [3], at: none),
          none.rotatedRight(by: word), none.rotatedLeft(by: 7), none.toSigned(), -none.asSigned,
          none.lanes(of: 3).first ?? none, none.bits.first ?? none,
          synchronized("nothing", none, into: .default),
          synchronized("level", flag, into: .default),
          synchronized("gray", gray: none.asBits, into: .default),
          possiblyConstant("atEnd", none >= 0), none.saturated(to: 0), none.shiftedRight(by: 0),
          anyOf([none == 0]), allOf([none != 0]), sum(of: [none, none, none]),
        ]
        let bits = concatenate(parts.map(\.asBits))
        shown <== bits[0...7]
        unused("rest", bits)
      }
    }
    _ = try elaborate(Functions(), allowing: [.missingReset])
  }
}
