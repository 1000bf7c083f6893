import HardwareIR

/// Whether a value that is neither hardware nor a bundle holds hardware, which would have no name:
/// in a struct, a tuple, an enumeration or a dictionary.
func hidesHardware(_ value: Any, depth: Int = 0) -> Bool {
  switch value {
  case is Signal, is any MemoryProperty, is any Module, is any SignalBundle, is any StreamPorts,
    is any TapPorts, is any StateSignal, is Fixed:
    return true
  // Names ports that the module holds elsewhere.
  case is Documentation, is Documentation.Paths: return false
  default: break
  }
  let mirror = Mirror(reflecting: value)
  // Objects refer to each other without end, and are no part of the module.
  guard depth < 4, mirror.displayStyle != .class else { return false }
  return mirror.children.contains { hidesHardware($0.value, depth: depth + 1) }
}
