import HardwareDSL

/// Multiply-accumulate element: a product of two bytes a cycle.
final class MACElement: Module {
  let clear = input(.bit, "forget the sum")
  let enable = input(.bit, "add the product of this cycle")
  let left = input(.signed(8))
  let right = input(.signed(8))
  let sum = output(.signed(32))

  private let accumulator: Signal
  private let start: Int

  /// - Parameter start: what the sum is under reset and after `clear`.
  init(start: Int = 0) {
    self.start = start
    accumulator = register(.signed(32), reset: start)
  }

  var moduleName: String { start == 0 ? "mac_element" : "mac_element_from\(start)" }

  var documentation: Documentation {
    Documentation(
      "Multiply-accumulate element.",
      latency: [.cycles(1, from: clear, enable, left, right, to: sum)],
      throughput: [.one("product", from: left, right, to: sum)],
      reset: [.value(start, of: sum)], combinationalPaths: .none)
  }

  var body: Behavior {
    when(clear) {
      accumulator <== .number(start)
    }.elseWhen(enable) {
      accumulator <== accumulator &+ left * right
    }
    sum <== accumulator
  }
}
