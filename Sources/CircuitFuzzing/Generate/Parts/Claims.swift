import HardwareDSL
import HardwareIR

/// Claims that hold whatever their signals are.
struct Claims: Part {
  var stem: String { "claims" }

  func describe(in pool: Pool) {
    let isLeft = pool.condition(depth: 1)
    let isRight = pool.condition(depth: 1)
    let type = pool.random.number(width: pool.random.width())
    let left = pool.keep("left", pool.value(type, depth: 1))
    let right = pool.keep("right", pool.value(type, depth: 1))
    let label = "\(pool.stem.prefix(1).uppercased())\(pool.stem.dropFirst())"
    switch pool.random.integer(0...4) {
    case 0: claim(label + "Logic", !(isLeft && isRight) == (!isLeft || !isRight))
    case 1: claim(label + "Order", left <= right || right < left)
    case 2: claim(label + "Twice", ((left ^ right) ^ right) == left)
    case 3: claim(label + "Wraps", (left &+ right) &- right == left)
    default:
      claim(label + "Sums", (left + right).truncated(to: type.width) == left &+ right)
    }
  }
}
