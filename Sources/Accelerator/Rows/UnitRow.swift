import AttentionSpec
import HardwareDSL

/// Which row of scores, of which unit of work.
struct UnitRow: SignalBundle {
  let tag: Signal
  let head: Signal
  let token: Signal
}

extension UnitRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits), "the unit's number, its low bits")
    head = field(.unsigned(configuration.headBits))
    token = field(.unsigned(configuration.tokenBits), "that of the query")
  }
}

/// A row as a walk goes through it.
struct WalkedRow: SignalBundle {
  let tag: Signal
  let start: Signal
  let entries: Signal
}

extension WalkedRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    start = field(
      .unsigned(configuration.keyValueBits), "where the keys, or values, of its head begin")
    entries = field(.unsigned(configuration.tokenCountBits), "kept, at least 1")
  }
}

/// A row for an element, all that it has to know of it but the query.
struct GivenRow: SignalBundle {
  let scores: WalkedRow
  let settings: Settings
  let valueStart: Signal
  let place: UnitRow
}

extension GivenRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    scores = WalkedRow(field, configuration)
    settings = Settings(field)
    valueStart = field(.unsigned(configuration.keyValueBits), "where the values of its head begin")
    place = UnitRow(field, configuration)
  }
}

/// A word of the query of the row that is given next, one a chunk; the row comes with the last.
struct QueryWord: SignalBundle {
  let chunk: Signal
  let words: [Signal]
}

extension QueryWord {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    chunk = field(.unsigned(configuration.chunkBits))
    words = configuration.lineWords(field, "one a line")
  }
}

/// How many tokens of each unit under way have arrived, of one kind of operand; by tag.
struct Arrivals: SignalBundle {
  let count: [Signal]
}

extension Arrivals {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    count = (0..<AcceleratorConfiguration.unitsUnderWay).map { _ in
      field(.unsigned(configuration.tokenCountBits), "tokens that have arrived")
    }
  }
}
