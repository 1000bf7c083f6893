import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// What a run needs of the registers.
struct RunSettings: SignalBundle {
  let program: Signal
  let instructions: Signal
  let data: Signal
  let outputs: Signal
  let reads: AddressWindow
  let writes: AddressWindow
}

extension RunSettings {
  init(_ field: FieldMaker, addressBits: Int) {
    program = field(.unsigned(addressBits), "the base of the program")
    instructions = field(
      .unsigned(AcceleratorConfiguration.countBits), "how many the program has")
    data = field(.unsigned(addressBits), "the base of operands and index")
    outputs = field(.unsigned(addressBits), "the base of the outputs")
    reads = AddressWindow(field, addressBits: addressBits)
    writes = AddressWindow(field, addressBits: addressBits)
  }
}
