import AttentionSpec
import HardwareDSL

/// What a test bench sees of the engine.
struct EngineTaps: SignalBundle {
  let scores: Tap<Item>
  let outputs: Tap<Item>
  let element: [ElementTaps]
}

extension EngineTaps {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let chunk = HardwareType.unsigned(configuration.chunkBits)
    scores = Tap(field, chunk, "a chunk of a slot is issued for scores")
    outputs = Tap(field, chunk, "a chunk of a slot is issued for outputs")
    element = (0..<configuration.array.elements).map { _ in
      ElementTaps(field, configuration)
    }
  }
}
