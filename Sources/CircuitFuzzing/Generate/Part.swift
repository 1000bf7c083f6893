import HardwareDSL
import HardwareIR

/// One of the things that random modules are made of. Its hardware is in its stored properties,
/// where the language finds it; what it does is said in the body.
///
/// A new statement or declaration of the language is fuzzed by a new part in a file of its own and
/// a line in `Parts.all`.
protocol Part: SignalBundle {
  /// What its signals are called after.
  var stem: String { get }
  /// Registers and read data, which the whole module may read.
  var state: [Signal] { get }
  /// Says what the part does. It reads from the pool and adds what it computes.
  func describe(in pool: Pool)
}

extension Part {
  var state: [Signal] { [] }
}

enum Parts {
  /// How to make a part of a kind, and how often it is wanted.
  private struct Kind: Sendable {
    var weight: Int
    /// Draws what the part declares; `level` is how many levels of modules may lie below.
    var make: @Sendable (_ random: inout FuzzRandom, _ level: Int) -> any Part
  }

  private static let all: [Kind] = [
    Kind(weight: 6) { random, _ in Values(&random) },
    Kind(weight: 5) { random, _ in Nest(&random) },
    Kind(weight: 2) { random, _ in StateMachines.draw(&random) },
    Kind(weight: 1) { random, _ in ConstantTable(&random) },
    Kind(weight: 1) { random, _ in Vector(&random) },
    Kind(weight: 5) { random, level in Lanes(&random, level: level) },
    Kind(weight: 2) { random, _ in Pieces(&random) },
    Kind(weight: 2) { random, _ in Storage(&random) },
    Kind(weight: 3) { random, _ in SharedStorage(&random) },
    Kind(weight: 1) { _, _ in Claims() },
    Kind(weight: 2) { _, _ in History() },
    Kind(weight: 2) { random, _ in ZeroWidths(&random) },
    Kind(weight: 1) { random, _ in FixedPoint(&random) },
    Kind(weight: 1) { random, _ in Enumerations.draw(&random) },
    Kind(weight: 3) { random, level in
      guard level > 0 else { return Values(&random) }
      return Children(&random, level: level)
    },
  ]

  static func draw(_ random: inout FuzzRandom, level: Int) -> any Part {
    var rest = random.integer(1...all.reduce(0) { $0 + $1.weight })
    for kind in all {
      rest -= kind.weight
      if rest <= 0 { return kind.make(&random, level) }
    }
    return Values(&random)
  }
}
