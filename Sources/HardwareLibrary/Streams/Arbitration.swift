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
