import AttentionSpec
import HardwareDSL

/// What is wrong with an instruction whatever stands before it, by the configuration alone.
struct InstructionCheck {
  private let configuration: AcceleratorConfiguration
  private let instruction: Signal
  /// Whether it has the opcode, for each of them.
  private let isThat: [Opcode: Signal]

  init(_ configuration: AcceleratorConfiguration, of instruction: Signal) {
    self.configuration = configuration
    self.instruction = instruction
    let named = Opcode.allCases.map { opcode in
      (opcode, wire("readIs_\(String(describing: opcode))", opcode.isThat(of: instruction)))
    }
    isThat = Dictionary(uniqueKeysWithValues: named)
  }

  /// The first rule of the format that is broken, with the condition for it.
  var rules: [(rule: ProgramRule, isBroken: Signal)] {
    let hasMore = Opcode.allCases.map { of($0) && $0.unused(of: instruction).isAnySet }
    let broken = Opcode.allCases.compactMap { opcode in
      outOfRange(opcode).map { wire("readOutOfRange_\(String(describing: opcode))", $0) }
    }
    let isOther = of(.begin) && number(.begin, "version") != .number(Instruction.version)
    return [
      (.opcode, wire("readIsUnknown", !anyOf(Opcode.allCases.map(of)))),
      (.unusedBits, wire("readUsesMore", anyOf(hasMore))),
      (.version, wire("readHasOtherVersion", isOther)), (.range, anyOf(broken)),
      (.alignment, wire("readIsUnaligned", isUnaligned)),
    ]
  }

  private func of(_ opcode: Opcode) -> Signal {
    isThat[opcode] ?? opcode.isThat(of: instruction)
  }

  private func number(_ opcode: Opcode, _ name: String) -> Signal {
    opcode.field(name, of: instruction)
  }

  /// Whether numbers of an opcode are not those that the configuration allows.
  private func outOfRange(_ opcode: Opcode) -> Signal? {
    let capacity = configuration.capacity
    let limits: [(name: String, range: ClosedRange<Int>)] =
      switch opcode {
      case .end, .index, .decoder: []
      case .begin:
        [
          ("chunks", 1...configuration.chunksMax), ("slots", 1...Int.max), ("rows", 1...Int.max),
          ("features", 0...configuration.featuresPerCycle),
        ]
      case .unit:
        [
          ("tokens", 1...capacity.tokens), ("heads", 1...capacity.heads),
          ("codes", 0...configuration.decoder.codesMax), ("rows", 1...Int.max),
        ]
      case .head: [("softmaxScale", 1...Int.max), ("outputMultiplier", 1...Int.max)]
      case .load: [("memory", 0...2), ("tokens", 1...Int.max), ("bytes", 1...Int.max)]
      }
    let isBroken = limits.flatMap { limit in
      let value = number(opcode, limit.name)
      let isGreater =
        limit.range.upperBound < (1 << value.width) - 1
        ? [value > .number(limit.range.upperBound)] : []
      return (limit.range.lowerBound > 0 ? [value == 0] : []) + isGreater
    }
    return isBroken.isEmpty ? nil : of(opcode) && anyOf(isBroken)
  }

  private var isUnaligned: Signal {
    func isBroken(_ opcode: Opcode, _ name: String, _ bytes: Int) -> Signal? {
      guard bytes > 1 else { return nil }
      let low = number(opcode, name).truncated(to: bitsToIndex(bytes))
      return of(opcode) && low != 0
    }
    let beat = configuration.beatBytes
    return anyOf(
      [
        isBroken(.index, "slotsOffset", beat), isBroken(.index, "rowsOffset", beat),
        isBroken(.load, "offset", beat),
        isBroken(.unit, "outputsOffset", configuration.wordBytes),
      ].compactMap { $0 })
  }
}
