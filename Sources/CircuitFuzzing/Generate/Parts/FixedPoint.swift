import HardwareDSL
import HardwareIR

/// Numbers with a binary point: exact sums and products, rounded and saturated.
struct FixedPoint: Part {
  private let isSigned: Bool
  private let width: Int
  private let fraction: Int

  init(_ random: inout FuzzRandom) {
    isSigned = random.oneIn(2)
    width = random.integer(2...70)
    fraction = random.integer(0...8)
  }

  var stem: String { "fixed" }

  func describe(in pool: Pool) {
    let left = number(width, fraction, pool)
    let right = number(pool.random.integer(2...20), pool.random.integer(0...8), pool)
    let exact: Fixed
    switch pool.random.integer(0...2) {
    case 0: exact = left + right
    case 1 where isSigned: exact = left - right
    default: exact = left * right
    }
    let dropped = pool.random.integer(0...min(exact.fractionBits, exact.width - 1))
    let point = exact.fractionBits - dropped
    let rounded =
      pool.random.oneIn(3) ? exact.floored(toFraction: point) : exact.rounded(toFraction: point)
    pool.keep("exact", exact.raw)
    let raw = pool.keep("rounded", rounded.raw)
    if raw.width < 64 {
      let narrow = pool.random.integer(1...raw.width)
      pool.keep("saturated", Fixed(raw, fractionBits: point).saturated(to: narrow).raw)
    }
    pool.keep("less", left < right)
    pool.keep("equal", left == right)
  }

  private func number(_ width: Int, _ fraction: Int, _ pool: Pool) -> Fixed {
    let type = isSigned ? HardwareType.signed(width) : .unsigned(width)
    return Fixed(pool.keep("operand", pool.value(type, depth: 1)), fractionBits: fraction)
  }
}
