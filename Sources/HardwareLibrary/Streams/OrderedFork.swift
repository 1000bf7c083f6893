import HardwareDSL

/// Gives each item to two streams, to the first before the second or together with it.
///
/// So a request goes to a bus when a note of it waits in a queue, and not before: the queue bounds
/// what is under way, and holds the notes in the order of the requests. Of a queue, `first.ready`
/// has to come from a register, for `second.valid` follows it.
public final class OrderedFork<Payload: SignalBundle>: Module {
  public let input: ReadyValid<Payload>
  public let first: ReadyValid<Payload>
  public let second: ReadyValid<Payload>

  let isTaken = register(.bit, reset: 0, "the first has taken the item that waits")

  /// A fork for items of any payload.
  public init(_ payload: (FieldMaker) -> Payload) {
    input = .input(payload)
    first = .output(payload)
    second = .output(payload)
  }

  public var moduleName: String { "ordered_fork_\(input.payload.moduleWords)" }

  public var documentation: Documentation {
    Documentation(
      "Gives each item to two streams, to the first before the second or together with it.",
      latency: [.cycles(0, from: input, to: first, second)],
      throughput: [.one("item", from: input, to: first, second)],
      reset: [.sentence("no stream has an item")],
      combinationalPaths: Documentation.Paths(
        [
          .path(from: input.valid, to: first.valid, second.valid),
          .path(from: first.ready, to: second.valid, input.ready),
          .path(from: second.ready, to: input.ready),
        ]
          + Documentation.Path.fields(
            of: [input.payload], to: [first.payload, second.payload])))
  }

  public var body: Behavior {
    let isOpen = wire("isOpen", isTaken || first.ready)
    first.valid <== (input.valid && !isTaken)
    second.valid <== (input.valid && isOpen)
    input.ready <== (isOpen && second.ready)
    when(input.valid) { isTaken <== (isOpen && !second.ready) }
    first.payload <== input.payload
    second.payload <== input.payload
    claim("TakenOfItem", input.valid || !isTaken)
    cover("Ahead", isTaken)
  }
}
