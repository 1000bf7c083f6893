import AttentionSpec
import HardwareDSL

/// What a load waits for before it asks for its bytes: a count of what the array has done.
enum LoadWait: HardwareEnum { case nothing, scoreSlots, outputSlots, rows }

/// The half of a load that is for the side that asks.
struct LoadAsk: SignalBundle {
  let address: Signal
  let bytes: Signal
  let wait: Enumerated<LoadWait>
  let count: Signal
}

extension LoadAsk {
  static let bytesBits = 24
  static let countBits = 24
  /// Loads that wait in each of the queues of a channel.
  static let queueDepth = 16

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    address = field(
      .unsigned(configuration.port.addressBits), "of the first byte, where a beat begins")
    bytes = field(.unsigned(Self.bytesBits), "at least 1")
    wait = field(LoadWait.self)
    count = field(.unsigned(Self.countBits), "that the load waits for")
  }
}

/// What is done for queries and keys, in order: a load, or weights for those that follow.
struct CodeCommand: SignalBundle {
  let isWeights: Signal
  let weights: DecoderWeights
  let load: CodeLoad
}

extension CodeCommand {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isWeights = field(.bit, "weights, not a load")
    weights = DecoderWeights(field, configuration)
    load = CodeLoad(field, configuration)
  }
}

/// How far the array has come in a program: what loads may wait for.
struct Progress: SignalBundle {
  let scoreSlots: Signal
  let outputSlots: Signal
  let rows: Signal
}

extension Progress {
  init(_ field: FieldMaker) {
    let count = HardwareType.unsigned(AcceleratorConfiguration.progressBits)
    scoreSlots = field(count, "slots that have passed for scores")
    outputSlots = field(count, "slots that have passed for outputs")
    rows = field(count, "rows that were dispatched")
  }
}
