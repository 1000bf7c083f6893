import HardwareIR

/// What the inputs of a circuit are in each cycle, the reset among them.
///
/// The reset is held for two cycles, and comes again now and then. Outputs count from cycle 1 on,
/// since only an edge in reset makes every simulator's state known.
public struct Stimulus: Hashable, Sendable {
  static let resetCycles = 2
  static let firstComparedCycle = 1

  /// The inputs without clock and reset.
  var inputs: [Port]
  /// Cycle, input, 32-bit words with the low word first.
  var words: [[[UInt32]]]
  /// Whether the reset is asserted, which is 0.
  var isReset: [Bool]

  var cycles: Int { isReset.count }

  init(_ module: ModuleDefinition, cycles: Int, seed: UInt64) {
    inputs = module.dataPorts.filter { $0.direction == .input }
    words = []
    isReset = []
    var random = FuzzRandom(seed: seed ^ 0xC1AC)
    var resetCycles = Self.resetCycles
    for _ in 0..<cycles {
      isReset.append(resetCycles > 0)
      resetCycles = resetCycles > 0 ? resetCycles - 1 : random.oneIn(30) ? random.integer(1...3) : 0
      var values: [[UInt32]] = []
      for input in inputs {
        values.append(Self.value(width: input.type.width, near: values.last, &random))
      }
      words.append(values)
    }
  }

  /// Corners, and values near that of another input, more often than chance would give them.
  private static func value(
    width: Int, near other: [UInt32]?, _ random: inout FuzzRandom
  ) -> [UInt32] {
    let count = (width + 31) / 32
    var words = (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next()) }
    let isNear = other != nil && random.oneIn(4)
    if isNear, let other {
      for index in 0..<count { words[index] = index < other.count ? other[index] : 0 }
      let bit = random.integer(0...(width - 1))
      switch random.integer(0...3) {
      case 0: words[bit / 32] ^= 1 << UInt32(bit % 32)
      case 1: words[0] &+= 1
      case 2: words[(width - 1) / 32] ^= 1 << UInt32((width - 1) % 32)
      default: break
      }
    } else {
      let top = UInt32(1) << UInt32((width - 1) % 32)
      switch random.integer(0...9) {
      case 0: words = Array(repeating: 0, count: count)
      case 1: words = Array(repeating: .max, count: count)
      case 2:
        words = Array(repeating: 0, count: count)
        words[count - 1] = top
      case 3:
        words = Array(repeating: .max, count: count)
        words[count - 1] = ~top
      case 4:
        words = Array(repeating: 0, count: count)
        words[0] = UInt32(random.integer(0...4))
      default: break
      }
    }
    if width % 32 != 0 { words[count - 1] &= (1 << UInt32(width % 32)) - 1 }
    return words
  }
}

extension ModuleDefinition {
  /// The ports without clock and reset.
  var dataPorts: [Port] { ports.filter { $0.role == .data } }

  var isClocked: Bool { !clockDomains.isEmpty }

  var hasReset: Bool { clocking.contains { $0.role == .reset } }
}
