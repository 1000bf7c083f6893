import HardwareDSL

/// A payload that counts in every cycle with `valid`: a stream that nobody can hold up.
///
/// The fields of the payload are named as if they stood beside `valid`: `score.value` of an output
/// is `score_value_o`.
@dynamicMemberLookup
struct Valid<Payload: SignalBundle>: FlatPayload {
  let valid: Signal
  let payload: Payload

  init(_ valid: Signal, _ payload: Payload) {
    self.valid = valid
    self.payload = payload
  }

  init(_ field: FieldMaker, _ note: String? = nil, _ payload: (FieldMaker) -> Payload) {
    self.init(field(.bit, note), payload(field))
  }

  /// What a test bench sees of it.
  var tap: Tap<Payload> { Tap(valid: valid, payload: payload) }

  subscript<Field>(dynamicMember path: KeyPath<Payload, Field>) -> Field {
    payload[keyPath: path]
  }
}

extension Valid where Payload == Item {
  /// One of a single field.
  init(_ field: FieldMaker, _ type: HardwareType, _ note: String? = nil) {
    self.init(field) { Item($0(type, note)) }
  }

  init(_ valid: Signal, _ data: Signal) { self.init(valid, Item(data)) }
}

/// Puts what comes into a queue that has room for it.
///
/// - Parameters:
///   - name, sentence: Of the claim that it has.
func enqueue<Payload: SignalBundle>(
  _ item: Valid<Payload>, into queue: ReadyValid<Payload>, _ name: IndexedName, _ sentence: String
) {
  queue.valid <== item.valid
  queue.payload <== item.payload
  claim(name, !item.valid || queue.ready, sentence)
}
