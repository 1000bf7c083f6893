import HardwareDSL

// What is done to a stream without any state: functions for bodies, of streams that give streams.
// What has state is a unit.

extension ReadyValid {
  /// The same items with another payload, which is computed in the same cycle.
  public func map<Other: SignalBundle>(_ transform: (Payload) -> Other) -> ReadyValid<Other> {
    ReadyValid<Other>(valid: valid, ready: ready, payload: transform(payload))
  }

  /// The items of which `isKept` is 1; the others are accepted and lost.
  ///
  /// - Parameter name: Of the wires of the new stream.
  public func filter(_ name: IndexedName, _ isKept: (Payload) -> Signal) -> ReadyValid {
    let kept = wire(name) { Handshake($0) }
    let choice = isKept(payload)
    kept.valid <== (valid && choice)
    ready <== (kept.ready || !choice)
    return ReadyValid(valid: kept.valid, ready: kept.ready, payload: payload)
  }

  /// One stream for each of `count` ways, of which an item takes the one that its index says. An
  /// index beyond the last is an item that stays for ever.
  ///
  /// - Parameters:
  ///   - name: Of the wires of the new streams.
  ///   - index: Unsigned, or bits.
  public func routed(
    _ name: IndexedName, _ count: Int, by index: (Payload) -> Signal
  ) -> [ReadyValid] {
    let way = index(payload).asUnsigned
    let ways = (0..<count).map { number in wire("\(name)\(number)") { Handshake($0) } }
    for (number, stream) in ways.enumerated() {
      stream.valid <== (valid && way == Signal(number, .unsigned(bitsToHold(count - 1))))
    }
    ready <== select(ways.map(\.ready), at: way)
    return ways.map { ReadyValid(valid: $0.valid, ready: $0.ready, payload: payload) }
  }

  /// An item of this stream together with one of another, as soon as there are both.
  ///
  /// - Parameter name: Of the wires of the new stream.
  public func joined<Other: SignalBundle>(
    _ name: IndexedName, with other: ReadyValid<Other>
  ) -> ReadyValid<Pair<Payload, Other>> {
    let both = wire(name) { Handshake($0) }
    both.valid <== (valid && other.valid)
    ready <== (both.ready && other.valid)
    other.ready <== (both.ready && valid)
    return ReadyValid<Pair<Payload, Other>>(
      valid: both.valid, ready: both.ready,
      payload: Pair(first: payload, second: other.payload))
  }
}

/// Two payloads that belong together.
public struct Pair<First: SignalBundle, Second: SignalBundle>: SignalBundle {
  public let first: First
  public let second: Second

  public init(first: First, second: Second) {
    self.first = first
    self.second = second
  }

  /// A pair of declared payloads.
  public init(
    _ field: FieldMaker, _ first: (FieldMaker) -> First, _ second: (FieldMaker) -> Second
  ) {
    self.init(first: first(field), second: second(field))
  }
}

/// The wires of a stream beside its payload.
struct Handshake: SignalBundle {
  let valid: Signal
  let ready: Signal

  init(_ field: FieldMaker) {
    valid = field(.bit)
    ready = field.flipped(.bit)
  }
}

/// The payload of a stream that says nothing but that something happens.
struct NoPayload: SignalBundle {
  init(_: FieldMaker) {}
}
