import HardwareDSL
import HardwareIR

/// What is claimed of cycles before, and ghosts: it holds whatever the signals are. Registers of
/// the hardware and ghosts that do the same are compared with it.
struct History: Part {
  var stem: String { "history" }

  func describe(in pool: Pool) {
    let type = pool.random.number(width: pool.random.width())
    let watched = pool.keep(
      "watched", pool.random.oneIn(2) ? pool.signal(type) : pool.value(type, depth: 1))
    let flag = pool.keep("flag", pool.condition(depth: 1))
    let label = "\(pool.stem.prefix(1).uppercased())\(pool.stem.dropFirst())"
    let sentence = pool.random.oneIn(2) ? "\(pool.stem) holds, whatever its signals are" : nil
    let reset = pool.random.oneIn(2) ? 0 : type.isSigned ? -1 : 1
    let first = pool.random.integer(0...4)
    for kind in [first, (first + pool.random.integer(1...4)) % 5] {
      say(kind, watched, flag, reset, label, sentence, pool)
    }
  }

  private func say(
    _ kind: Int, _ watched: Signal, _ flag: Signal, _ reset: Int, _ label: String,
    _ sentence: String?, _ pool: Pool
  ) {
    switch kind {
    case 0: registers(watched, flag, reset, label, sentence, pool)
    case 1: depths(watched, reset, label, sentence, pool)
    case 2: counters(watched, flag, label, sentence, pool)
    case 3:
      claim("\(label)Stable", isStable(watched) == !(watched != past(watched)), sentence)
      cover("\(label)Moved", watched != past(watched), sentence)
    default:
      assume("\(label)Edge", (rose(flag) || fell(flag)) != isStable(flag), sentence)
      claim("\(label)Rose", !rose(flag) || !fell(flag) && !past(flag), sentence)
    }
  }

  /// A register holds what was before, and a ghost that is a copy of it.
  private func registers(
    _ watched: Signal, _ flag: Signal, _ reset: Int, _ label: String, _ sentence: String?,
    _ pool: Pool
  ) {
    let held = delayed("\(pool.name("held"))", watched, reset: reset)
    pool.add(held)
    claim("\(label)Held", past(watched) == held, sentence)
    claim("\(label)FromReset", past(watched, reset: reset) == held, sentence)
    let copy = ghost(delayed("\(pool.name("copy"))", held, reset: reset))
    let isEqual = ghost(wire("\(pool.name("equal"))", copy == past(watched, reset: reset)))
    claim("\(label)Equal", isEqual || flag || !flag)
  }

  /// Cycles before count up, whichever way they are said.
  private func depths(
    _ watched: Signal, _ reset: Int, _ label: String, _ sentence: String?, _ pool: Pool
  ) {
    let cycles = pool.random.integer(2...4)
    var chain = watched
    for _ in 0..<cycles {
      chain = ghost(delayed("\(pool.name("before"))", chain, reset: reset))
    }
    claim("\(label)Chain", past(watched, cycles: cycles, reset: reset) == chain, sentence)
    claim("\(label)Deep", past(past(watched), cycles: cycles - 1) == chain, sentence)
  }

  /// Ghosts count both ways of a condition, which drives the hardware as well.
  private func counters(
    _ watched: Signal, _ flag: Signal, _ label: String, _ sentence: String?, _ pool: Pool
  ) {
    let width = HardwareType.unsigned(pool.random.integer(2...9))
    let (yes, no) = (
      ghost(register("\(pool.name("yes"))", width, reset: 0)),
      ghost(register("\(pool.name("no"))", width, reset: 0))
    )
    let all = ghost(register("\(pool.name("all"))", width, reset: 0))
    let kept = register("\(pool.name("kept"))", watched.type, reset: 0)
    let way = ghost(wire("\(pool.name("way"))", .bit))
    way <== 0
    when(flag) {
      yes <== yes &+ 1
      kept <== watched
      way <== 1
    }
    .otherwise { no <== no &+ 1 }
    all <== all &+ 1
    pool.add(kept)
    claim("\(label)Counts", yes &+ no == all, sentence)
    claim("\(label)Way", way == flag, sentence)
    claim("\(label)Kept", !past(flag) || kept == past(watched), sentence)
  }
}
