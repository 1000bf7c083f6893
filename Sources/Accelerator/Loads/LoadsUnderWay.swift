import AttentionSpec
import HardwareDSL

/// Whether loads of a unit are under way in a channel, by tag.
///
/// A unit of work can be over while a load that none of its rows needs is still to come. Its tag is
/// not to be given on until then.
final class LoadsUnderWay: Module {
  let taken: Valid<Item>
  let ended: Valid<Item>
  let busy: [Signal]

  let counts: [Signal]

  private let loadsMax: Int

  /// - Parameter loadsMax: under way at most.
  init(loadsMax: Int) {
    self.loadsMax = loadsMax
    let tag = HardwareType.unsigned(AcceleratorConfiguration.tagBits)
    taken = Valid(.input(), tag, "the unit of a load that the channel takes")
    ended = Valid(.input(), tag, "the unit of a load of which all words are written")
    let units = 0..<AcceleratorConfiguration.unitsUnderWay
    busy = units.map { _ in output(.bit, "loads of this tag are under way") }
    counts = units.map { _ in register(.unsigned(bitsToHold(loadsMax)), reset: 0) }
  }

  var moduleName: String { "loads_under_way_n\(loadsMax)" }

  var documentation: Documentation {
    Documentation(
      "Whether loads of a unit are under way in a channel.",
      latency: [.cycles(1, from: taken.valid, ended.valid, to: busy)],
      throughput: [.sentence("a load comes and one ends every cycle")],
      reset: [.value(0, of: busy)], combinationalPaths: .none)
  }

  var body: Behavior {
    for (tag, count) in counts.enumerated() {
      let comes = wire("comes_\(tag)", taken.valid && taken.data == .number(tag))
      let goes = wire("goes_\(tag)", ended.valid && ended.data == .number(tag))
      when(comes && !goes) { count <== count &+ 1 }
        .elseWhen(goes && !comes) { count <== count &- 1 }
      busy[tag] <== (count != 0)
      assume("Taken_\(tag)", !goes || count != 0, "a load ends that was taken")
      claim("Counted_\(tag)", count <= .number(loadsMax))
    }
  }
}
