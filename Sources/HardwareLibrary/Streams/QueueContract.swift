import HardwareDSL

// What the contracts of queues have in common.

extension Documentation.Throughput {
  /// One word every cycle, or fewer where there are not places enough.
  static func queue<Given: SignalBundle, Taken: SignalBundle>(
    from input: ReadyValid<Given>, to output: ReadyValid<Taken>, every cycles: Int,
    _ note: String = "at any level but empty and full"
  ) -> Documentation.Throughput {
    .one("word", every: cycles, from: input, to: output, note: note)
  }
}
