import HardwareDSL
import HardwareIR

/// Claims and assumptions that hold whatever their signals are, and cover points.
struct Claims: Part {
  var stem: String { "claims" }

  func describe(in pool: Pool) {
    let isLeft = pool.condition(depth: 1)
    let isRight = pool.condition(depth: 1)
    let type = pool.random.number(width: pool.random.width())
    let left = pool.keep("left", pool.value(type, depth: 1))
    let right = pool.keep("right", pool.value(type, depth: 1))
    let label = "\(pool.stem.prefix(1).uppercased())\(pool.stem.dropFirst())"
    let (suffix, truth) = tautology(isLeft, isRight, left, right, pool)
    if pool.random.oneIn(2) {
      claim("\(label)\(suffix)", truth)
    } else {
      assume("\(label)\(suffix)", truth)
    }
    if pool.random.oneIn(3) { cover("\(label)Reached", isLeft) }
  }

  private func tautology(
    _ isLeft: Signal, _ isRight: Signal, _ left: Signal, _ right: Signal, _ pool: Pool
  ) -> (name: String, condition: Signal) {
    switch pool.random.integer(0...4) {
    case 0: return ("Logic", !(isLeft && isRight) == (!isLeft || !isRight))
    case 1: return ("Order", left <= right || right < left)
    case 2: return ("Twice", ((left ^ right) ^ right) == left)
    case 3: return ("Wraps", (left &+ right) &- right == left)
    default: return ("Sums", (left + right).truncated(to: left.width) == left &+ right)
    }
  }
}
