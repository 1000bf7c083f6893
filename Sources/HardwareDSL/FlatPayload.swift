/// A bundle of a payload and the `valid` that it counts with, the fields of the payload named as if
/// they stood beside `valid`: `score.value` of an output is `score_value_o`.
public protocol FlatPayload: SignalBundle, CustomReflectable {
  associatedtype Payload: SignalBundle
  var valid: Signal { get }
  var payload: Payload { get }
}

extension FlatPayload {
  public var customMirror: Mirror {
    Mirror(
      self, children: [(label: "valid", value: valid)] + Mirror(reflecting: payload).children,
      displayStyle: .struct)
  }
}
