import AttentionCompiler
import AttentionSpec

/// A design of the accelerator: that which is to be built, but for one choice.
struct DesignChoice {
  let name: String
  let shape: PlanningShape
  let parameters: TimingParameters
  /// Codes of a token of queries, and of keys; 0 for plain ones.
  let codes: Int

  private init(
    _ name: String, banks: Int = 16, keys: Int = 1_776, queries: Int = 1_184, values: Int = 1_184,
    codes: Int = 2,
    _ change: (inout TimingParameters) -> Void = { _ in }
  ) {
    self.name = name
    self.codes = codes
    shape = PlanningShape(
      elements: 8, banks: banks, words: [.keys: keys, .queries: queries, .values: values])
    var parameters = TimingParameters()
    change(&parameters)
    self.parameters = parameters
  }

  static let all = [
    DesignChoice("as designed"),
    DesignChoice("without auto-encoder", codes: 0),
    DesignChoice("scores of a unit, then its outputs") {
      ($0.interleaving, $0.scoreRing, $0.rowsBetween) = (.units, 4_096, 4_096)
      ($0.slotRing, $0.slotsAhead) = (4_096, 2_048)
    },
    DesignChoice("two heads decoded a cycle") { $0.decoder.heads = 2 },
    DesignChoice("8 banks", banks: 8) { $0.scoreRing = 320 },
    DesignChoice("4 rows finished") { $0.finishedRows = 4 },
    DesignChoice("2 rows finished") { $0.finishedRows = 2 },
    DesignChoice("bursts of 4 KB") { $0.burstBytes = 4_096 },
    DesignChoice("codes 6 KB") { $0.codeBytes = 6_144 },
    DesignChoice("values 4 KB") { $0.valueBytes = 4_096 },
    DesignChoice("values 6 KB") { $0.valueBytes = 6_144 },
    DesignChoice("values 12 KB") { $0.valueBytes = 12_288 },
    DesignChoice("scores 224") { $0.scoreRing = 224 },
    DesignChoice("scores 320") { $0.scoreRing = 320 },
    DesignChoice("2 layers of keys", keys: 1_184),
    DesignChoice("3 layers of queries and values", queries: 1_776, values: 1_776),
  ]
}
