import HardwareIR

/// A valid/ready stream of items of type `Payload`: a bundle whose `ready` is flipped.
///
/// 1. `valid`, once 1, holds until the item is accepted.
/// 2. The payload is stable while `valid` waits for `ready`.
/// 3. `valid` never waits for `ready`.
/// 4. A transfer happens at every clock edge with `valid` and `ready` both 1.
///
/// `sink <== source` passes items on: `valid` and payload forward, `ready` back.
public struct ReadyValid<Payload: SignalBundle>: SignalBundle {
  public let valid: Signal
  public let ready: Signal
  public let payload: Payload

  /// A stream that goes the way of `field`, as a field of a larger bundle or as wires. No field of
  /// the payload is flipped.
  ///
  /// - Parameter valid: The name of the port, behind the prefixes that it stands under, as of a
  ///   field; so is `ready`.
  public init(
    _ field: FieldMaker, valid: String? = nil, ready: String? = nil,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.valid = valid.map { field($0, .bit) } ?? field(.bit)
    self.ready = ready.map { field.flipped($0, .bit) } ?? field.flipped(.bit)
    self.payload = payload(field)
  }

  /// A stream put together of signals, to be read as one: `ready` is what its sink drives.
  public init(valid: Signal, ready: Signal, payload: Payload) {
    self.valid = valid
    self.ready = ready
    self.payload = payload
  }

  /// A stream into the module. Its ports can begin with a prefix in place of its own name, and
  /// have names of their own: `prefix: "s_axis_t"` gives `s_axis_tvalid`.
  public static func input(
    in domain: ClockDomain = .default, prefix: String? = nil, valid: String? = nil,
    ready: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) -> ReadyValid {
    ReadyValid(
      .input(in: domain, prefix: prefix, file: file, line: line, column: column), valid: valid,
      ready: ready, payload)
  }

  /// A stream out of the module. Its ports can begin with a prefix in place of its own name, and
  /// have names of their own: `prefix: "s_axis_t"` gives `s_axis_tvalid`.
  public static func output(
    in domain: ClockDomain = .default, prefix: String? = nil, valid: String? = nil,
    ready: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) -> ReadyValid {
    ReadyValid(
      .output(in: domain, prefix: prefix, file: file, line: line, column: column), valid: valid,
      ready: ready, payload)
  }

  /// Whether an item is transferred at this clock edge.
  public var fires: Signal { valid && ready }
}

/// Outputs that are only observed: the payload counts in every cycle with `valid`. The test bench
/// records them with their cycle.
///
/// A bundle like any other: `scores <== element.scores` passes a tap of a child on, and one of
/// several with it in an array.
public struct Tap<Payload: SignalBundle>: SignalBundle {
  public let valid: Signal
  public let payload: Payload

  /// A tap that goes the way of `field`, as a field of a larger bundle or as wires. No field of the
  /// payload is flipped.
  public init(_ field: FieldMaker, _ payload: (FieldMaker) -> Payload) {
    valid = field(.bit)
    self.payload = payload(field)
  }

  /// What a tap observes, to drive one with: `scores <== Tap(valid: ends, payload: Item(sum))`.
  public init(valid: Signal, payload: Payload) {
    self.valid = valid
    self.payload = payload
  }

  public static func output(
    in domain: ClockDomain = .default, file: String = #filePath, line: Int = #line,
    column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) -> Tap {
    Tap(.output(in: domain, file: file, line: line, column: column), payload)
  }
}

/// A payload of one field.
public struct Item: SignalBundle {
  public let data: Signal

  public init(_ data: Signal) { self.data = data }
}

// Of one field, without a closure.

extension ReadyValid where Payload == Item {
  /// A stream of one field that goes the way of `field`.
  public init(_ field: FieldMaker, _ type: HardwareType, _ note: String? = nil) {
    self.init(field) { Item($0(type, note)) }
  }

  /// A stream of one field into the module.
  public static func input(
    _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> ReadyValid {
    ReadyValid(.input(in: domain, file: file, line: line, column: column), type, note)
  }

  /// A stream of one field out of the module.
  public static func output(
    _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> ReadyValid {
    ReadyValid(.output(in: domain, file: file, line: line, column: column), type, note)
  }
}

extension Tap where Payload == Item {
  /// A tap of one field that goes the way of `field`.
  public init(_ field: FieldMaker, _ type: HardwareType, _ note: String? = nil) {
    self.init(field) { Item($0(type, note)) }
  }

  /// A tap of one field.
  public static func output(
    _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tap {
    Tap(.output(in: domain, file: file, line: line, column: column), type, note)
  }
}
