import HardwareDSL
import HardwareIR

/// Wires and registers that are driven a slice at a time.
struct Pieces: Part {
  let wires: [Signal]
  let registers: [Signal]

  init(_ random: inout FuzzRandom) {
    wires = (0..<random.integer(1...2)).map { _ in wire(random.type()) }
    registers = (0..<random.integer(1...2)).map { _ in
      let type = random.type()
      return random.oneIn(2)
        ? register(type, reset: random.integer(type.range ?? 0...1)) : dataRegister(type)
    }
  }

  var stem: String { "pieces" }
  var state: [Signal] { registers }

  func describe(in pool: Pool) {
    for wire in wires {
      Self.drive(wire, pool)
      for _ in 0..<pool.random.integer(0...2) { Self.override(wire, pool) }
    }
    for register in registers {
      // Every bit of a register must be assigned somewhere.
      if pool.random.oneIn(2) {
        Self.drive(register, pool)
      } else {
        when(pool.condition(depth: 1)) { Self.drive(register, pool) }
      }
      for _ in 0..<pool.random.integer(1...3) { Self.override(register, pool) }
    }
    for wire in wires { pool.add(wire) }
  }

  /// Drives every bit, in slices that lie side by side.
  static func drive(_ target: Signal, _ pool: Pool) {
    var low = 0
    while low < target.width {
      let high = pool.random.integer(low...(target.width - 1))
      let piece = target[low...high]
      piece <== pool.value(piece.type, depth: 1)
      low = high + 1
    }
  }

  /// Drives one slice, or one element of equal slices, under a condition.
  private static func override(_ target: Signal, _ pool: Pool) {
    when(pool.condition(depth: 1)) {
      let piece = pool.random.oneIn(2) ? slice(of: target, pool) : lane(of: target, pool)
      piece <== pool.value(piece.type, depth: 1)
      if pool.random.oneIn(3) {
        let bit = target[pool.random.integer(0...(target.width - 1))]
        when(pool.condition(depth: 1)) { bit <== pool.value(bit.type, depth: 1) }
      }
    }
  }

  /// Half of the slices are slices of slices.
  private static func slice(of target: Signal, _ pool: Pool) -> Signal {
    let low = pool.random.integer(0...(target.width - 1))
    let high = pool.random.integer(low...(target.width - 1))
    let piece = target[low...high]
    guard pool.random.oneIn(2) else { return piece }
    let inner = pool.random.integer(0...(high - low))
    return piece[inner...(high - low)]
  }

  private static func lane(of target: Signal, _ pool: Pool) -> Signal {
    let width = pool.divisor(of: target.width)
    let count = target.width / width
    guard count > 1, count <= 16 else { return slice(of: target, pool) }
    let bits = bitsToHold(count - 1) + pool.random.integer(0...1)
    return target.lanes(of: width)[pool.signal(.unsigned(bits))]
  }
}
