import AttentionSpec
import HardwareDSL

// What may follow what, and what instructions may say of the unit before them.

extension ProgramReader {
  @HardwareBuilder var rules: Behavior {
    section("The rule that the next instruction breaks")
    let word = next.word
    let isExpected = wire("isExpected", .bit)
    isExpected <== 0
    phase.decode { phase in
      switch phase {
      case .idle, .ended, .refused: ()
      case .begin: isExpected <== isNext(.begin)
      case .index: isExpected <== isNext(.index)
      case .firstUnit: isExpected <== (isNext(.unit) || isNext(.end))
      case .unit: isExpected <== !(isNext(.begin) || isNext(.index))
      }
    }
    let byItself = [ProgramRule.opcode, .unusedBits, .version]
    let isForeign = wire(
      "isForeign", anyOf(byItself.map { next.code == .number($0.rawValue) }))
    let isOutOfUnit = wire("isOutOfUnit", outOfUnit(word))
    let isMisplaced = wire("isMisplaced", misplaced(word))
    code
      <== mux(
        isForeign || next.code != 0 && isExpected, next.code,
        mux(
          !isExpected, .number(ProgramRule.order.rawValue),
          mux(
            isOutOfUnit, .number(ProgramRule.range.rawValue),
            mux(
              isMisplaced, .number(ProgramRule.place.rawValue),
              Signal(0, .unsigned(RunFault.bits))))))
    isRight <== (hasNext && code == 0)

    section("What is wrong")
    let isCut = delayed(
      "isCut",
      isReading && phase != .ended && isOver && !instructions.valid && !hasRead && !hasNext,
      reset: 0)
    let isRefused = delayed("isRefused", hasNext && code != 0, reset: 0)
    let brokenRule = delayed("brokenRule", code, reset: 0)
    fault.valid <== (isReading && (isRefused || isCut))
    fault.payload
      <== ProgramFault(
        code: mux(isRefused, brokenRule, .number(ProgramRule.order.rawValue)), instruction: number)
  }

  private func isNext(_ opcode: Opcode) -> Signal { opcode.isThat(of: next.word) }

  /// Whether numbers of an instruction are not those that its unit allows.
  private func outOfUnit(_ word: Signal) -> Signal {
    func isNoHead(_ opcode: Opcode) -> Signal {
      opcode.isThat(of: word)
        && opcode.field("head", of: word) >= unit.heads.extended(to: 5)
    }
    let firstCode = Opcode.decoder.field("group", of: word)
      .shiftedLeft(by: bitsToIndex(Instruction.Decoder.codesOfGroup))
    return isNoHead(.head) || isNoHead(.decoder)
      || Opcode.decoder.isThat(of: word) && firstCode >= unit.codes
  }

  /// Whether what an instruction speaks of is not where it has to be.
  private func misplaced(_ word: Signal) -> Signal {
    let memory = configuration.memory
    // Of the last head, the place that makes the stride odd is not used.
    let isEven = !Opcode.unit.field("tokens", of: word)[0]
    let hasGap = configuration.decoder.heads > 1
    func ends(_ end: Signal, behind limit: Int) -> Signal {
      hasGap
        ? mux(isEven, end > .number(limit + 1), end > .number(limit)) : end > .number(limit)
    }
    let values = Opcode.unit.field("valuePlace", of: word)
    let unitIsWrong = anyOf([
      ends(reach.keys, behind: memory.keys),
      ends(reach.values, behind: memory.keys + memory.values),
      ends(reach.queries, behind: memory.queries),
      values < Signal(memory.keys, .unsigned(max(values.width, bitsToHold(memory.keys)))),
    ])
    return Opcode.unit.isThat(of: word) && unitIsWrong
      || Opcode.load.isThat(of: word)
        && reach.tokens > unit.tokens.extended(to: max(reach.tokens.width, unit.tokens.width))
  }
}
