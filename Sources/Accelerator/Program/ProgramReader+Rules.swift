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
      case .idle, .refused: ()
      // What stands behind END is dropped.
      case .ended: isExpected <== 1
      case .begin: isExpected <== isNext(.begin)
      case .index: isExpected <== isNext(.index)
      case .firstUnit: isExpected <== (isNext(.unit) || isNext(.end))
      case .unit:
        // A row may begin with the first load, so that its head has to be there.
        isExpected <== !(isNext(.begin) || isNext(.index) || isNext(.head) && hasLoad)
      }
    }
    let byItself = [ProgramRule.opcode, .unusedBits, .version]
    let isForeign = wire(
      "isForeign", anyOf(byItself.map { next.code == .number($0.rawValue) }))
    let isOutOfUnit = wire("isOutOfUnit", outOfUnit(word))
    let isMisplaced = wire("isMisplaced", misplaced(word))
    let none = Signal(0, .unsigned(RunFault.bits))
    let isLoad = wire("isLoad", isNext(.load))
    let isSized = wire("isSized", age == .number(LoadSizeCheck.cycles))
    let isMissized = wire("isMissized", isLoad && isSized && !loadSize.isRight)
    let inUnit = mux(
      isOutOfUnit, .number(ProgramRule.range.rawValue),
      mux(
        isMisplaced, .number(ProgramRule.place.rawValue),
        mux(isMissized, .number(ProgramRule.loadSize.rawValue), none)))
    let inOrder = mux(
      isForeign || next.code != 0 && isExpected, next.code,
      mux(!isExpected, .number(ProgramRule.order.rawValue), inUnit))
    code <== mux(phase == .ended, none, inOrder)
    isRight <== (hasNext && code == 0 && phase != .ended && (!isLoad || isSized))

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
        code: mux(isRefused, brokenRule, .number(ProgramRule.window.rawValue)), instruction: number)
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
    let unitRows = Opcode.unit.field("rows", of: word)
    let bits = max(unitRows.width, reach.rows.width)
    let hasTooMany =
      Opcode.unit.isThat(of: word)
      && unitRows.extended(to: bits) > reach.rows.extended(to: bits)
    return hasTooMany || isNoHead(.head) || isNoHead(.decoder)
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
