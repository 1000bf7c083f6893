import HardwareDSL

/// Names that machine-made ones would meet.
enum NameSamples {
  static var all: [any Module] { [Meetings(), Hoisted(), Given(), Standard()] }
}

final class Accumulated: SampleModule {
  let d = input(.signed(16))
  let sum = output(.signed(16))
  private let total = register(.signed(16), reset: 0)
  var body: Behavior {
    total <== total &+ d
    sum <== total
  }
}

/// A port and a wire of one stem that are both read in part; a register whose next value, and an
/// output whose product, have the names of a child's pin and of a child.
final class Meetings: SampleModule {
  let word = input(.bits(8))
  let a = input(.signed(8))
  let clear = input(.bit)
  let y = output(.bits(2))
  let u = output(.signed(18))
  let level = output(.signed(16))
  let acc = Accumulated()
  let product = Accumulated()
  private let accumulator = register(.signed(16), reset: 0)
  var body: Behavior {
    let inner = wire("word", word[0...3] ^ word[1...4])
    y <== inner[0...1]
    acc.d <== a * a
    product.d <== a * (a &+ 1)
    u <== (a * a + acc.sum).extended(to: 18)
    let held = register("acc", .signed(16), reset: 0)
    let next = wire("accNext", .signed(16))
    when(clear) {
      held <== 0
      next <== 1
    }.otherwise {
      held <== product.sum
      next <== held
    }
    accumulator <== next
    level <== accumulator
  }
}

/// A shared comparison is named after what it feeds and its role, which would be `first_match`.
final class Hoisted: SampleModule {
  let a = input(.unsigned(8))
  let c = input(.unsigned(8))
  let first = output(.bit)
  let second = output(.bit)
  var body: Behavior {
    section("assign nonsense = 1;\nassign nonsense = 0;")
    let isSame = a == c
    first <== isSame
    second <== !isSame
  }
}

/// What the designer calls as the text would call something: the wires of children and memories,
/// instances, next values, and an enumeration with its cases.
final class Given: SampleModule {
  enum Level: HardwareEnum { case low, high }

  let a = input(.signed(16))
  let go = input(.bit)
  let y = output(.bits(16))
  let z = output(.bit)
  private let acc = Accumulated()
  private let level = StateRegister(reset: Level.low)
  private let total = register(.unsigned(4), reset: 0)
  private let lines = Memory(.bits(16), depth: 16)
  private let table = Memory(.bits(16), depth: 4, initial: [1, 2, 3])
  var body: Behavior {
    let sum = wire("accSum", acc.sum.asBits)
    let pin = wire("accD", a)
    let instance = wire("uAcc", sum ^ pin.asBits)
    let other = wire("uLines", instance)
    let type = wire("levelE", other.isAnySet)
    let next = wire("totalD", total)
    let data = wire("linesReadData", lines.readData)
    acc.d <== pin
    z <== 0
    when(go) {
      acc.d <== pin &+ 1
      total <== next &+ 1
      z <== type
    }
    level.decode { state in
      switch state {
      case .low: when(go) { level <== .high }
      case .high: level <== .low
      }
    }
    lines.write(other, at: total, enable: go)
    lines.read(at: next)
    table.read(at: total[0...1])
    y <== data ^ table.readData
    claim("StHigh", level == .low || next != 15)
    claim("u_table", total != 15)
  }
}

/// Names that SystemVerilog takes and Swift does not.
final class Standard: SampleModule {
  let a = input("_d", .bits(4))
  let b = input("x$y", .bits(4))
  let y = output("q$", .bits(4))
  private let inner = Inner()
  var moduleName: String { "_standard_one" }
  var body: Behavior {
    inner.a <== a
    inner.b <== b ^ 1
    y <== wire("_sum$", inner.y)
  }

  final class Inner: SampleModule {
    let a = input("_d", .bits(4))
    let b = input("x$y", .bits(4))
    let y = output("_$", .bits(4))
    private let held = register(.bits(4), reset: 0)
    var moduleName: String { "_inner_two" }
    var body: Behavior {
      held <== a & b
      y <== held
    }
  }
}
