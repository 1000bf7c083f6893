/// What a stored property is to the reflection.
enum ReflectedKind {
  case object, array, integer, requirement, stream, tap, state, fixed, flat, bundle, bus
  /// An optional, or no hardware.
  case other

  fileprivate init(_ type: Any.Type) {
    self =
      switch type {
      case is AnyClass: .object
      case is any ArrayOfAny.Type: .array
      case is Int.Type: .integer
      case is Requirement.Type: .requirement
      case is any StreamPorts.Type: .stream
      case is any TapPorts.Type: .tap
      case is any StateSignal.Type: .state
      case is Fixed.Type: .fixed
      case is any FlatPayload.Type: .flat
      case is any StreamBus.Type: .bus
      case is any SignalBundle.Type: .bundle
      default: .other
      }
  }
}

/// The kinds of types, each asked for once: a design has thousands of values, and asking one for
/// its protocols is slow.
final class ReflectedKinds {
  private var kinds: [ObjectIdentifier: ReflectedKind] = [:]

  func kind(of type: Any.Type) -> ReflectedKind {
    if let kind = kinds[ObjectIdentifier(type)] { return kind }
    let kind = ReflectedKind(type)
    kinds[ObjectIdentifier(type)] = kind
    return kind
  }
}
