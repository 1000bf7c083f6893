import HardwareDSL
import HardwareIR

/// What a generator declares for a width that comes out as 0, and values that it is part of.
struct ZeroWidths: Part {
  let between: [Signal]
  let count: Signal
  let held: Signal
  let lines: Memory
  let word: [Signal]
  let step: Signal

  init(_ random: inout FuzzRandom) {
    between = (0..<2).map { _ in wire(random.emptyType()) }
    count = register(.unsigned(0), reset: 0)
    held = dataRegister(random.emptyType())
    lines = Memory(.bits(0), depth: random.integer(1...4))
    let type = random.type()
    word = [register(type, reset: random.integer(type.range ?? 0...1))]
    step = wire(random.type())
  }

  var stem: String { "empty" }
  var state: [Signal] { word }

  func describe(in pool: Pool) {
    pool.empty += [count, held, lines.readData]
    for wire in between { wire <== pool.nothing(wire.type) }
    pool.empty += between
    when(pool.condition(depth: 1)) { count <== count &+ 1 }
      .otherwise { held <== pool.nothing(held.type) }
    let address = HardwareType.unsigned(lines.addressWidth)
    lines.write(
      pool.nothing(.bits(0)), at: pool.signal(address), enable: pool.condition(depth: 1))
    when(pool.condition(depth: 1)) { lines.read(at: pool.signal(address)) }

    let index = pool.nothing(.unsigned(0))
    when(pool.condition(depth: 1)) { word[index] <== pool.value(word[0].type, depth: 1) }
    step <== pool.value(step.type, depth: 1)
    decode(index, values: [0]) { _ in Nest.block([step], pool, depth: 1) }
    pool.add(step)
    pool.keep("read", word[pool.nothing(.unsigned(0))])
    for _ in 0..<pool.random.integer(2...5) { pool.keep("value", value(pool)) }
  }

  /// A value of some bits that an operand has none of.
  private func value(_ pool: Pool) -> Signal {
    let type = pool.random.number(width: pool.random.width())
    let (left, right) = (pool.signal(type), pool.signal(type))
    let none = pool.nothing(type.withWidth(0))
    switch pool.random.integer(0...10) {
    case 0: return concatenate(none, left, pool.nothing(.bits(0)))
    case 1: return left + none
    case 2: return left &+ none
    case 3: return mux(none == pool.nothing(none.type), left, right)
    case 4: return mux(pool.condition(depth: 1) && none.isAnySet, left, right)
    case 5: return left.shiftedLeft(by: pool.nothing(.unsigned(0)))
    case 6: return select([left], at: pool.nothing(.bits(0)))
    case 7: return concatenate(left[left.width...], none.shiftedLeft(by: 2), right)
    case 8: return pool.condition(depth: 1) || !none.areAllSet
    case 9: return left ^ mux(pool.condition(depth: 1), none, pool.nothing(none.type))
    default: return concatenate((left * none).popCount, right)
    }
  }
}

extension Pool {
  /// A value of no bits.
  func nothing(_ type: HardwareType) -> Signal {
    let alike = empty.filter { $0.type == type }
    let kind = random.integer(0...3)
    if kind == 0, !alike.isEmpty { return random.element(of: alike) }
    if kind < 2, !empty.isEmpty { return cast(random.element(of: empty), as: type) }
    return kind == 2
      ? cast(signal(.unsigned(random.width()))[..<0], as: type)
      : cast(random.element(of: readable).asBits.truncated(to: 0), as: type)
  }
}
