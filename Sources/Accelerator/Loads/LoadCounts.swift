import AttentionSpec
import HardwareDSL

/// What a channel says of its loads, by the tags of units of work.
struct ChannelCounts: SignalBundle {
  /// The tag of a unit that begins.
  let clear: Valid<Item>
  /// Tokens that have arrived, of each kind of operand in the channel: of queries and keys, or of
  /// values.
  let arrived: [Arrivals]
  /// Whether loads of a tag are under way.
  let busy: [Signal]
}

extension ChannelCounts {
  /// - Parameter kinds: of operands.
  init(_ field: FieldMaker, kinds: Int, _ configuration: AcceleratorConfiguration) {
    let tag = HardwareType.unsigned(AcceleratorConfiguration.tagBits)
    clear = Valid(field.flipped, tag, "the tag of a unit that begins")
    arrived = (0..<kinds).map { _ in Arrivals(field, configuration) }
    busy = (0..<AcceleratorConfiguration.unitsUnderWay).map { _ in
      field(.bit, "loads of this tag are under way")
    }
  }
}

/// Counts the tokens of each unit under way that have arrived, and its loads that have not.
///
/// A unit of work can be over while a load that none of its rows needs is still to come. Its tag is
/// not to be given on until then.
final class LoadCounts: Module {
  let taken: Valid<Item>
  let ended: Valid<Item>
  let arrived: [Valid<Item>]
  let counts: ChannelCounts

  let tokens: [Arrivals]
  let underWay: [Signal]

  private let configuration: AcceleratorConfiguration
  private let loadsMax: Int

  /// - Parameters:
  ///   - kinds: of operands.
  ///   - loadsMax: Loads under way at most.
  init(_ configuration: AcceleratorConfiguration, kinds: Int, loadsMax: Int) {
    self.configuration = configuration
    self.loadsMax = loadsMax
    let tag = HardwareType.unsigned(AcceleratorConfiguration.tagBits)
    taken = Valid(.input(), tag, "the unit of a load that the channel takes")
    ended = Valid(.input(), tag, "the unit of a load of which all words are written")
    arrived = (0..<kinds).map { _ in Valid(.input(), tag, "the unit of a token that arrives") }
    counts = ChannelCounts(.output(), kinds: kinds, configuration)
    tokens = (0..<kinds).map { _ in Arrivals(.register(reset: 0), configuration) }
    underWay = counts.busy.map { _ in register(.unsigned(bitsToHold(loadsMax)), reset: 0) }
  }

  var moduleName: String {
    "load_counts_n\(tokens.count)_t\(configuration.tokenCountBits)_l\(loadsMax)"
  }

  var documentation: Documentation {
    Documentation(
      "Counts the tokens of each unit under way that have arrived, and its loads under way.",
      latency: [
        .cycles(1, from: arrived.map(\.valid), counts.clear.valid, to: counts.arrived),
        .cycles(1, from: taken.valid, ended.valid, to: counts.busy),
      ],
      throughput: [.one("token", from: arrived.map(\.valid), to: counts.arrived)],
      reset: [.value(0, of: counts.arrived), .value(0, of: counts.busy)],
      combinationalPaths: .none)
  }

  var body: Behavior {
    for (tokens, arrived) in zip(tokens, arrived) {
      for (tag, count) in tokens.count.enumerated() {
        when(counts.clear.valid && counts.clear.data == .number(tag)) { count <== 0 }
          .elseWhen(arrived.valid && arrived.data == .number(tag)) { count <== count &+ 1 }
      }
    }
    counts.arrived <== tokens
    for (tag, count) in underWay.enumerated() {
      let comes = wire("comes_\(tag)", taken.valid && taken.data == .number(tag))
      let goes = wire("goes_\(tag)", ended.valid && ended.data == .number(tag))
      when(comes && !goes) { count <== count &+ 1 }
        .elseWhen(goes && !comes) { count <== count &- 1 }
      counts.busy[tag] <== (count != 0)
      assume("Taken_\(tag)", !goes || count != 0, "a load ends that was taken")
      if let isPossible = count.isBelow(loadsMax + 1) { claim("Counted_\(tag)", isPossible) }
    }
  }
}
