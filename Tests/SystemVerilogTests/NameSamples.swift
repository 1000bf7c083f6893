import HardwareDSL

/// Names that machine-made ones would meet.
enum NameSamples {
  static var all: [any Module] { [Meetings(), Hoisted()] }
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
