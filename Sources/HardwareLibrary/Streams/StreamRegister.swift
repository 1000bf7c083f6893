import HardwareDSL

/// A register for the items of a stream: cuts valid and payload, while ready passes.
public final class StreamRegister<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>

  let isFull = register(.bit, reset: 0)
  let held: Payload

  private let limits: [Requirement]

  init(_ limits: [Requirement], _ payload: (FieldMaker) -> Payload) {
    self.limits = limits
    input = .input(payload)
    output = .output(payload)
    held = payload(.dataRegister())
  }

  /// A register for items of any payload.
  public convenience init(_ payload: (FieldMaker) -> Payload) { self.init([], payload) }

  public var moduleName: String { "stream_register_\(held.moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "A register in a stream, through which ready passes.",
      latency: [.cycles(1, from: input, to: output)],
      throughput: [.one("item", from: input, to: output)],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    input.ready <== (!isFull || output.ready)
    output.valid <== isFull
    output.payload <== held
    when(input.ready) { isFull <== input.valid }
    when(input.fires) { held <== input.payload }
    cover("Replaced", input.fires && output.fires, "an item comes while another one goes")
  }
}
