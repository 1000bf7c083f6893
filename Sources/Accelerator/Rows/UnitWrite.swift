import AttentionSpec
import HardwareDSL

/// A unit of work that begins, as the program says it.
struct UnitWrite: SignalBundle {
  let tag: Signal
  let tokens: Signal
  let heads: Signal
  let codes: Signal
  /// From a token of a head to the same of the next head, in tokens of a memory.
  let stride: Signal
  let rows: Signal
  let keyBase: Signal
  let valueBase: Signal
  let queryBase: Signal
  let outputs: Signal
}

extension UnitWrite {
  /// Width of a count of the rows of a unit.
  static let rowBits = 17
  /// Width of a number of codes of a token.
  static let codeBits = 5

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    tokens = field(.unsigned(configuration.tokenCountBits), "of a head")
    heads = field(.unsigned(bitsToHold(configuration.capacity.heads)))
    codes = field(.unsigned(Self.codeBits), "of a token; 0: queries and keys are plain")
    stride = field(.unsigned(configuration.tokenCountBits + 1), "from head to head, in tokens")
    rows = field(.unsigned(Self.rowBits), "that keep something")
    keyBase = field(.unsigned(configuration.keyValueBits), "where the keys begin")
    valueBase = field(.unsigned(configuration.keyValueBits))
    queryBase = field(.unsigned(configuration.queryWordBits))
    outputs = field(.unsigned(32), "bytes from the base of the outputs")
  }
}

/// The settings of a head of a unit.
struct HeadWrite: SignalBundle {
  let tag: Signal
  let head: Signal
  let settings: Settings
}

extension HeadWrite {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    head = field(.unsigned(configuration.headBits))
    settings = Settings(field)
  }
}
