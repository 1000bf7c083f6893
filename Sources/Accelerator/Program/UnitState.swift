import AttentionSpec
import HardwareDSL

/// What the instructions behind a UNIT need of it.
struct UnitState: SignalBundle {
  let tag: Signal
  let tokens: Signal
  let heads: Signal
  let codes: Signal
  let stride: Signal
  let keyBase: Signal
  let valueBase: Signal
  let queryBase: Signal
}

extension UnitState {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let unit = UnitWrite(field, configuration)
    self.init(unit)
  }

  init(_ unit: UnitWrite) {
    tag = unit.tag
    tokens = unit.tokens
    heads = unit.heads
    codes = unit.codes
    stride = unit.stride
    keyBase = unit.keyBase
    valueBase = unit.valueBase
    queryBase = unit.queryBase
  }
}

/// The two streams of the index, as a program says where they lie.
struct IndexStart: SignalBundle {
  let slotsOffset: Signal
  let rowsOffset: Signal
  let slots: Signal
  let rows: Signal
}

extension IndexStart {
  init(_ field: FieldMaker) {
    slotsOffset = field(.unsigned(AcceleratorConfiguration.offsetBits), "from the base of the data")
    rowsOffset = field(.unsigned(AcceleratorConfiguration.offsetBits), "from the base of the data")
    slots = field(.unsigned(AcceleratorConfiguration.countBits))
    rows = field(.unsigned(AcceleratorConfiguration.countBits))
  }
}

/// An instruction on its way through the reader, with what has been found out about it.
struct ReadInstruction: SignalBundle {
  let word: Signal
  /// Of the rule that it breaks, or 0.
  let code: Signal
}

extension ReadInstruction {
  init(_ field: FieldMaker) {
    word = field(.bits(8 * Instruction.bytes))
    code = field(.unsigned(RunFault.bits))
  }

  /// Width of the product of tokens and heads.
  static func rowsBits(_ configuration: AcceleratorConfiguration) -> Int {
    configuration.tokenCountBits + bitsToHold(configuration.capacity.heads)
  }

  /// Width of the product of stride and heads, as an instruction may have them.
  static func placesBits(_ configuration: AcceleratorConfiguration) -> Int {
    configuration.tokenCountBits + 1 + bitsToHold(configuration.capacity.heads)
  }
}

/// Where what an instruction speaks of ends.
struct InstructionReach: SignalBundle {
  /// Of a UNIT: behind the last key, value and query.
  let keys: Signal
  let values: Signal
  let queries: Signal
  /// Of a UNIT: rows of scores at most.
  let rows: Signal
  /// Of a LOAD: behind its last token, and the address of its first byte.
  let tokens: Signal
  let address: Signal
}

extension InstructionReach {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let bits = max(ReadInstruction.placesBits(configuration), 14) + 1
    keys = field(.unsigned(bits))
    values = field(.unsigned(bits))
    queries = field(.unsigned(bits))
    rows = field(.unsigned(ReadInstruction.rowsBits(configuration)))
    tokens = field(.unsigned(14))
    address = field(.unsigned(configuration.port.addressBits))
  }
}
