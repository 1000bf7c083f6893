import HardwareDSL
import HardwareIR

/// Wires and registers that are assigned under nested conditions: one block, which is clocked,
/// combinational or both.
struct Nest: Part {
  let wires: [Signal]
  let registers: [Signal]
  let data: [Signal]

  init(_ random: inout FuzzRandom) {
    // Half of the nests hold one kind alone, since each kind is printed in its own way.
    let only = random.integer(0...5)
    func counts(_ kind: Int) -> ClosedRange<Int> {
      only < 3 ? (only == kind ? 1...3 : 0...0) : (kind == 0 ? 1...2 : 0...2)
    }
    wires = (0..<random.integer(counts(0))).map { _ in wire(random.type()) }
    registers = (0..<random.integer(counts(1))).map { _ in
      let type = random.type()
      return register(type, reset: random.integer(type.range ?? 0...1))
    }
    data = (0..<random.integer(counts(2))).map { _ in dataRegister(random.type()) }
  }

  var stem: String { "nest" }
  var state: [Signal] { registers + data }

  func describe(in pool: Pool) {
    for target in state { Self.start(target, pool) }
    // A wire needs a value on every path: branches that all assign it, or a default.
    if pool.random.oneIn(2) {
      complete(pool, depth: 2)
    } else {
      for wire in wires { wire <== pool.value(wire.type, depth: 1) }
      for _ in 0..<pool.random.integer(1...2) { Self.choice(wires + state, pool, depth: 2) }
    }
    for wire in wires { pool.add(wire) }
  }

  /// A first assignment to a register, which must have one.
  static func start(_ target: Signal, _ pool: Pool) {
    if pool.random.oneIn(2) {
      target <== pool.value(target.type, depth: 1)
    } else {
      when(pool.condition(depth: 1)) { target <== pool.value(target.type, depth: 1) }
    }
  }

  private func complete(_ pool: Pool, depth: Int) {
    func branch() {
      for wire in wires { wire <== pool.value(wire.type, depth: 1) }
      Self.block(state, pool, depth: depth - 1)
      if pool.random.oneIn(2) { Self.choice(wires + state, pool, depth: depth - 1) }
    }
    let chain = when(pool.condition(depth: 1)) { branch() }
    if pool.random.oneIn(2) { chain.elseWhen(pool.condition(depth: 1)) { branch() } }
    chain.otherwise { branch() }
  }

  /// Plain assignments first and choices behind, so that none makes an earlier one void.
  static func block(_ targets: [Signal], _ pool: Pool, depth: Int) {
    for target in targets where pool.random.oneIn(2) {
      target <== pool.value(target.type, depth: 1)
    }
    if depth > 0, pool.random.oneIn(2) { choice(targets, pool, depth: depth - 1) }
  }

  static func choice(_ targets: [Signal], _ pool: Pool, depth: Int) {
    func inner() { block(targets, pool, depth: depth) }
    guard !pool.random.oneIn(4) else { return decoding(targets, pool, depth: depth) }
    let chain = when(pool.condition(depth: 1)) { inner() }
    for _ in 0..<pool.random.integer(0...2) {
      chain.elseWhen(pool.condition(depth: 1)) { inner() }
    }
    if pool.random.oneIn(2) { chain.otherwise { inner() } }
  }

  /// A decode of all values of a signal, or of some.
  private static func decoding(_ targets: [Signal], _ pool: Pool, depth: Int) {
    let width = pool.random.integer(1...3)
    let subject = pool.signal(pool.random.oneIn(2) ? .unsigned(width) : .bits(width))
    let last = (1 << width) - 1
    let first = pool.random.oneIn(3) ? pool.random.integer(0...last) : 0
    let end = pool.random.oneIn(3) ? pool.random.integer(first...last) : last
    decode(subject, values: first..<(end + 1)) { _ in block(targets, pool, depth: depth) }
  }
}
