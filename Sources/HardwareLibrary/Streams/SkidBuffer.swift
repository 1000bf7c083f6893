import HardwareDSL

/// A place for the item that comes while the output stalls: cuts ready, while valid and payload
/// pass.
///
/// With a `StreamRegister` behind it, everything is cut.
public final class SkidBuffer<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>

  let isHeld = register(.bit, reset: 0)
  let held: Payload

  private let limits: [Requirement]

  init(_ limits: [Requirement], _ payload: (FieldMaker) -> Payload) {
    self.limits = limits
    input = .input(payload)
    output = .output(payload)
    held = payload(.dataRegister())
  }

  /// A skid buffer for items of any payload.
  public convenience init(_ payload: (FieldMaker) -> Payload) { self.init([], payload) }

  public var moduleName: String { "skid_buffer_\(held.moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "A place for the item that comes while the output stalls: ready comes from a register.",
      latency: [.cycles(0, from: input, to: output)],
      throughput: [.one("item", from: input, to: output)],
      reset: [.sentence("empty"), .value(1, of: input.ready)],
      combinationalPaths: Documentation.Paths(
        [.path(from: input.valid, to: output.valid)]
          + Documentation.Path.fields(of: input.payload, to: output.payload)))
  }

  public var body: Behavior {
    input.ready <== !isHeld
    output.valid <== (input.valid || isHeld)
    output.payload <== mux(isHeld, held, input.payload)
    isHeld <== (output.valid && !output.ready)
    when(input.ready) { held <== input.payload }
    cover("Held", isHeld && output.ready, "an item that was held goes")
  }
}
