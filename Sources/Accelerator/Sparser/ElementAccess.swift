import AttentionSpec
import HardwareDSL

/// A write to an index buffer: to its index or to its row pointers.
struct IndexWrite: SignalBundle {
  let index: Signal
  let pointer: Signal
  let address: Signal
  let number: Signal
}

extension IndexWrite {
  init(_ field: FieldMaker) {
    index = field(.bit)
    pointer = field(.bit)
    address = field(.unsigned(MemoryMap.wordBits), "a slot, or a row")
    number = field(.bits(32))
  }
}

/// A write to one element.
struct ElementWrite: SignalBundle {
  let query: OperandWrite
  let index: IndexWrite
}

extension ElementWrite {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    query = OperandWrite(ofRows: field, configuration)
    index = IndexWrite(field)
  }
}

/// What the host does to one element.
struct ElementAccess: SignalBundle {
  let write: ElementWrite
  let outputRead: OperandRead
}

extension ElementAccess {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    write = ElementWrite(field, configuration)
    outputRead = OperandRead(ofOutputs: field, configuration)
  }
}
