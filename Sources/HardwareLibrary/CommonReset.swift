import HardwareDSL

/// What a unit between two domains, `.source` and `.sink`, says of their resets: that neither side
/// is reset while the other goes on. Each side watches the other, so that a reset is noticed
/// however short it is. Only claims read the registers that this takes.
@HardwareBuilder func claimCommonReset(stages: Int) -> Behavior {
  section("Neither side is reset alone")
  watch(.source, "source", from: .sink, stages, label: "SourceNotResetAlone")
  watch(.sink, "sink", from: .source, stages, label: "SinkNotResetAlone")
}

/// A side is up from when the other has seen it down, and then for good: one that goes down again
/// was reset.
@HardwareBuilder private func watch(
  _ watched: ClockDomain, _ name: String, from watching: ClockDomain, _ stages: Int, label: String
) -> Behavior {
  let isUp = register("\(name)IsUp", .bit, reset: 0, in: watched)
  let isSeen = synchronized("\(name)IsUp", isUp, into: watching, stages: stages)
  let answer = synchronized("\(name)IsSeen", isSeen, into: watched, stages: stages, reset: 1)
  when(!answer) { isUp <== 1 }
  let wasSeen = delayed("\(name)WasUp", isSeen, reset: 0, in: watching)
  claim(
    "\(label)", isSeen || !wasSeen, in: watching, "where one side is reset, the other is as well")
}
