import AttentionSpec
import HardwareDSL

/// What a test bench sees of the engine.
struct EngineTaps: SignalBundle {
  let sddmm: Tap<Item>
  let spmm: Tap<Item>
  let element: [ElementTaps]
}

extension EngineTaps {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let elements = configuration.array.elements
    sddmm = Tap(field, .bits(elements), "elements with an entry")
    spmm = Tap(field, .bits(elements), "elements with an entry")
    element = (0..<elements).map { _ in ElementTaps(field, configuration) }
  }
}
