import AttentionSpec
import HardwareDSL

/// The place of a chunk of a row's features, in the buffers of its element.
struct RowAddress: SignalBundle {
  let row: Signal
  let chunk: Signal

  static func bits(_ configuration: AcceleratorConfiguration) -> Int {
    configuration.queryBits + configuration.chunkBits
  }
}

extension RowAddress {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    row = field(.unsigned(configuration.queryBits))
    chunk = field(.unsigned(configuration.chunkBits))
  }
}
