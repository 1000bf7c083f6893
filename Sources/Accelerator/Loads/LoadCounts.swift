import AttentionSpec
import HardwareDSL

/// What a channel says of its loads, by the tags of units of work.
struct ChannelCounts: SignalBundle {
  /// The tag of a unit that begins.
  let clear: Valid<Item>
  /// Tokens that have arrived, of each kind of operand in the channel: of queries and keys, or of
  /// values.
  let arrived: [Arrivals]
}

extension ChannelCounts {
  /// - Parameter kinds: of operands.
  init(_ field: FieldMaker, kinds: Int, _ configuration: AcceleratorConfiguration) {
    let tag = HardwareType.unsigned(AcceleratorConfiguration.tagBits)
    clear = Valid(field.flipped, tag, "the tag of a unit that begins")
    arrived = (0..<kinds).map { _ in Arrivals(field, configuration) }
  }
}

/// Counts the tokens of each unit under way that have arrived.
///
/// A unit of work is over, and its tag given on, when all its tokens have arrived: then no load of
/// it is under way.
final class LoadCounts: Module {
  let arrived: [Valid<Item>]
  let counts: ChannelCounts

  let tokens: [Arrivals]

  private let configuration: AcceleratorConfiguration

  /// - Parameter kinds: of operands.
  init(_ configuration: AcceleratorConfiguration, kinds: Int) {
    self.configuration = configuration
    let tag = HardwareType.unsigned(AcceleratorConfiguration.tagBits)
    arrived = (0..<kinds).map { _ in Valid(.input(), tag, "the unit of a token that arrives") }
    counts = ChannelCounts(.output(), kinds: kinds, configuration)
    tokens = (0..<kinds).map { _ in Arrivals(.register(reset: 0), configuration) }
  }

  var moduleName: String { "load_counts_n\(tokens.count)_t\(configuration.tokenCountBits)" }

  var documentation: Documentation {
    Documentation(
      "Counts the tokens of each unit under way that have arrived.",
      latency: [
        .cycles(1, from: arrived.map(\.valid), counts.clear.valid, to: counts.arrived)
      ],
      throughput: [.one("token", from: arrived.map(\.valid), to: counts.arrived)],
      reset: [.value(0, of: counts.arrived)],
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
  }
}
