import AttentionSpec
import HardwareDSL

/// Records one behind the other in the memory outside: as many whole ones in a beat as fit it.
struct RecordRange: SignalBundle {
  let base: Signal
  let offset: Signal
  let count: Signal
}

extension RecordRange {
  init(_ field: FieldMaker, addressBits: Int) {
    base = field(.unsigned(addressBits))
    offset = field(
      .unsigned(AcceleratorConfiguration.offsetBits),
      "from the base to the first record, which begins a beat")
    count = field(.unsigned(AcceleratorConfiguration.countBits), "records, from none on")
  }
}
