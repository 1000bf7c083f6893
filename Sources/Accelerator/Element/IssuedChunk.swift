import AttentionSpec
import HardwareDSL

/// A chunk of an entry on its way to its operands.
struct IssuedChunk: SignalBundle {
  let place: Signal
  let readsQuery: Signal
  let readsNumerator: Signal
  let entry: LinesEntry

  /// Whether it is the last chunk of a row's last entry, in the walk for scores.
  var endsScoredRow: Signal { !entry.outputStationary && entry.last && entry.endsRow }
}

extension IssuedChunk {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = field(.unsigned(configuration.keyValueBits), "of the key, or value")
    readsQuery = field(.bit, "a word of the query is needed that was not read last")
    readsNumerator = field(.bit, "an entry's first chunk of outputs: its numerator is needed")
    entry = LinesEntry(field, configuration)
  }
}
