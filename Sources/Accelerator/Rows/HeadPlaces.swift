import AttentionSpec
import HardwareDSL

/// Where the operands of a head begin in their memories, in tokens.
struct HeadPlaces: SignalBundle {
  let key: Signal
  let value: Signal
  let query: Signal
}

extension HeadPlaces {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    key = field(.unsigned(configuration.keyValueBits))
    value = field(.unsigned(configuration.keyValueBits))
    query = field(.unsigned(configuration.queryWordBits))
  }
}

/// What rows are told of a head a cycle after they ask.
struct HeadLookup: SignalBundle {
  let enable: Signal
  let tag: Signal
  let head: Signal
  let places: HeadPlaces
  let settings: Settings
}

extension HeadLookup {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    enable = field(.bit)
    tag = field(.unsigned(AcceleratorConfiguration.tagBits))
    head = field(.unsigned(configuration.headBits))
    places = HeadPlaces(field.flipped, configuration)
    settings = Settings(field.flipped)
  }
}

/// Which head a row asks for.
struct HeadRequest: SignalBundle {
  let enable: Signal
  let tag: Signal
  let head: Signal
}

extension HeadLookup {
  /// What goes to the table.
  var request: HeadRequest { HeadRequest(enable: enable, tag: tag, head: head) }
}

/// Tokens of all operands that have arrived.
struct OperandArrivals: SignalBundle {
  let queries: Arrivals
  let keys: Arrivals
  let values: Arrivals

  /// One kind beside the other.
  var all: [Arrivals] { [queries, keys, values] }
}

extension OperandArrivals {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    queries = Arrivals(field, configuration)
    keys = Arrivals(field, configuration)
    values = Arrivals(field, configuration)
  }
}
