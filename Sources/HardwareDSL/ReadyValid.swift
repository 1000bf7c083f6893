import HardwareIR

/// A valid/ready stream of items of type `Payload`.
///
/// 1. `valid`, once 1, holds until the item is accepted.
/// 2. The payload is stable while `valid` waits for `ready`.
/// 3. `valid` never waits for `ready`.
/// 4. A transfer happens at every clock edge with `valid` and `ready` both 1.
public struct ReadyValid<Payload: SignalBundle> {
  public let valid: Signal
  public let ready: Signal
  public let payload: Payload
  let direction: Port.Direction?

  /// A stream into the module.
  public static func input(
    in domain: ClockDomain = .default, file: String = #fileID, line: Int = #line,
    _ payload: (FieldMaker) -> Payload
  ) -> ReadyValid {
    ReadyValid(
      valid: HardwareDSL.input(.bit, in: domain, file: file, line: line),
      ready: HardwareDSL.output(.bit, in: domain, file: file, line: line),
      payload: payload(.input(in: domain, file: file, line: line)), direction: .input)
  }

  /// A stream out of the module.
  public static func output(
    in domain: ClockDomain = .default, file: String = #fileID, line: Int = #line,
    _ payload: (FieldMaker) -> Payload
  ) -> ReadyValid {
    ReadyValid(
      valid: HardwareDSL.output(.bit, in: domain, file: file, line: line),
      ready: HardwareDSL.input(.bit, in: domain, file: file, line: line),
      payload: payload(.output(in: domain, file: file, line: line)), direction: .output)
  }

  /// Whether an item is transferred at this clock edge.
  public var fires: Signal { valid && ready }

  /// Passes the items of `source` on: `valid` and payload forward, `ready` back.
  @discardableResult
  public static func <== (sink: ReadyValid, source: ReadyValid) -> Behavior {
    sink.valid <== source.valid
    source.ready <== sink.ready
    return sink.payload <== source.payload
  }
}

/// Outputs that are only observed: the payload counts in every cycle with `valid`. The test bench
/// records them with their cycle.
public struct Tap<Payload: SignalBundle> {
  public let valid: Signal
  public let payload: Payload

  public static func output(
    in domain: ClockDomain = .default, file: String = #fileID, line: Int = #line,
    _ payload: (FieldMaker) -> Payload
  ) -> Tap {
    Tap(
      valid: HardwareDSL.output(.bit, in: domain, file: file, line: line),
      payload: payload(.output(in: domain, file: file, line: line)))
  }
}

/// A payload of one field.
public struct Item: SignalBundle {
  public let data: Signal

  public init(_ data: Signal) { self.data = data }
}
