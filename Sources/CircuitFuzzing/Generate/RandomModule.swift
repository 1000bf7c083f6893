import HardwareDSL
import HardwareIR

/// A module that is drawn from a seed: equal seeds and levels give equal modules.
///
/// Everything that it computes reaches an output: some values an output of their own, and all of
/// them the checksum.
final class RandomModule: Module, CustomReflectable {
  let seed: UInt64
  let inputs: [Signal]
  let outputs: [Signal]
  let checksum: Signal
  /// Ports of no bits.
  let emptyInputs: [Signal]
  let emptyOutputs: [Signal]
  let parts: [any Part]
  let clockPorts: [ClockDomain: ClockPorts]
  private let bodySeed: UInt64

  /// - Parameter level: How many levels of modules may lie below.
  init(seed: UInt64, level: Int) {
    self.seed = seed
    var random = FuzzRandom(seed: seed)
    // Names have a source of their own: a seed gives the same hardware under any.
    var naming = FuzzRandom(seed: ~seed)
    inputs = Self.types(2...5, &random).enumerated().map { index, type in
      naming.oneIn(4) ? input("s_axis_T\(index)", type) : input(type)
    }
    outputs = Self.types(1...3, &random).enumerated().map { index, type in
      naming.oneIn(4) ? output("m_axis_T\(index)", type) : output(type)
    }
    clockPorts = naming.clockPorts()
    checksum = output(.bits(Pool.checksumBits))
    // The first part computes something, so that the others have something to read.
    parts =
      [Values(&random)]
      + (0..<random.integer(2...4)).map { _ in Parts.draw(&random, level: level) }
    bodySeed = random.next()
    var empty = FuzzRandom(seed: ~seed)
    let (given, shown) = (empty.integer(0...2), empty.integer(0...2))
    emptyInputs = (0..<given).map { _ in input(empty.emptyType()) }
    emptyOutputs = (0..<shown).map { _ in output(empty.emptyType()) }
  }

  /// Types of which some are alike, so that ports can be mistaken for each other; in half of the
  /// cases all of them, so that the ports are one vector where arrays stay arrays.
  private static func types(
    _ count: ClosedRange<Int>, _ random: inout FuzzRandom
  ) -> [HardwareType] {
    var types: [HardwareType] = []
    if random.oneIn(2) {
      let type = random.type()
      return (0..<random.integer(count)).map { _ in type }
    }
    for _ in 0..<random.integer(count) {
      types.append(types.isEmpty || random.oneIn(2) ? random.type() : random.element(of: types))
    }
    return types
  }

  var moduleName: String { "random_" + String(seed, radix: 36) }

  var documentation: Documentation { Documentation("A random module of seed \(seed).") }

  /// Parts are named after their kinds.
  var customMirror: Mirror {
    var children: [Mirror.Child] = [
      ("seed", Int(truncatingIfNeeded: seed)), ("input", inputs), ("output", outputs),
      ("checksum", checksum), ("emptyInput", emptyInputs), ("emptyOutput", emptyOutputs),
    ]
    for (index, part) in parts.enumerated() {
      // A part without hardware of its own needs no name.
      children.append(("\(part.stem)\(index)", part))
    }
    return Mirror(self, children: children)
  }

  var body: Behavior {
    let pool = Pool(seed: bodySeed, readable: inputs + parts.flatMap(\.state))
    pool.empty = emptyInputs
    describe(pool)
  }

  private func describe(_ pool: Pool) {
    for (index, part) in parts.enumerated() {
      pool.stem = "\(part.stem)\(index)"
      part.describe(in: pool)
    }
    for output in outputs { output <== pool.value(output.type, depth: 2) }
    for output in emptyOutputs { output <== pool.nothing(output.type) }
    checksum <== pool.checksum()
  }
}

extension FuzzRandom {
  /// The usual names of clock and reset, or others, with a reset of either level.
  fileprivate mutating func clockPorts() -> [ClockDomain: ClockPorts] {
    switch integer(0...3) {
    case 0: [.default: .clock("aclk", reset: .activeLow("aresetn"))]
    case 1: [.default: .clock("CLK", reset: .activeHigh("RST"))]
    default: [:]
    }
  }
}
