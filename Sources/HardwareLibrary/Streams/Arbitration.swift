import HardwareDSL

/// What every arbiter keeps to.
@HardwareBuilder func claimOneAtATime<Payload: SignalBundle>(
  _ inputs: [ReadyValid<Payload>], _ output: ReadyValid<Payload>
) -> Behavior {
  let fires = inputs.map(\.fires)
  claim("OneAtATime", sum(of: fires.map(\.asUnsigned)) <= 1, "one input at most gives an item")
  claim(
    "NothingMadeUp", output.fires == anyOf(fires),
    "an item goes out in the cycle in which one comes in")
}

/// What holds of the inputs that go before others, from the one whose turn it is onwards.
@HardwareBuilder func claimTurns(_ preferred: [Signal]) -> Behavior {
  let isOrdered = preferred.indices.dropFirst().map { preferred[$0] || !preferred[$0 - 1] }
  claim("PreferredToLast", allOf(isOrdered), "with an input, all behind it are preferred")
}

extension Documentation.Paths {
  /// Those of an arbiter: who waits decides what goes out and who is ready.
  static func choice<Payload: SignalBundle>(
    of inputs: [ReadyValid<Payload>], _ output: ReadyValid<Payload>
  ) -> Documentation.Paths {
    let valid = inputs.map(\.valid)
    let ready = inputs.map(\.ready)
    return Documentation.Paths(
      [
        .path(from: valid, to: output.valid, output.payload, ready),
        .path(from: output.ready, to: ready),
      ]
        + Documentation.Path.fields(of: inputs.map(\.payload), to: [output.payload]))
  }
}
