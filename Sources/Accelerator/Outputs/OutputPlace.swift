import AttentionSpec
import HardwareDSL

/// Which word of the outputs of a unit.
struct OutputPlace: SignalBundle {
  let place: UnitRow
  let chunk: Signal
}

extension OutputPlace {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = UnitRow(field, configuration)
    chunk = field(.unsigned(configuration.chunkBits))
  }
}

/// What is to be known of a unit to place its outputs, with its tag.
struct UnitOutputs: SignalBundle {
  let tag: Signal
  let heads: Signal
  let offset: Signal
}

extension UnitOutputs {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    heads = field(.unsigned(bitsToHold(configuration.capacity.heads)))
    offset = field(
      .unsigned(AcceleratorConfiguration.offsetBits), "bytes from the base of the outputs")
  }

  /// Those of a unit that begins.
  init(_ unit: UnitWrite) {
    tag = unit.tag
    heads = unit.heads
    offset = unit.outputs
  }
}

/// Where the outputs of a unit under way begin.
struct UnitBegin: SignalBundle {
  let heads: Signal
  let offset: Signal
}
