/// What the accelerator does, unit of work after unit of work: schedules, places in its memories,
/// and the order of its loads.
///
/// A word is a token of a head: all its features. It lies at the base of its unit plus its place in
/// the layout of the unit.
public struct AttentionPlan: Sendable, Equatable {
  /// A layer, or as many of its heads as fit.
  public struct Unit: Sendable, Equatable {
    public let schedule: UnitSchedule
    /// Where the unit begins in each memory, multiples of the banks.
    public let base: [OperandMemory: Int]
    /// Codes of a token of queries, and of keys; 0 for those that are plain.
    public let codes: Int

    public init(schedule: UnitSchedule, base: [OperandMemory: Int], codes: Int) {
      self.schedule = schedule
      self.base = base
      self.codes = codes
    }

    public var layout: UnitLayout { schedule.layout }
    public var heads: Int { layout.heads }
    public var tokens: Int { layout.tokens }
  }

  /// Tokens of all heads of a unit that are loaded together.
  public struct Load: Sendable, Equatable {
    public let memory: OperandMemory
    public let unit: Int
    public let tokens: Range<Int>
    /// What has to be over before.
    public let wait: Wait

    public init(memory: OperandMemory, unit: Int, tokens: Range<Int>, wait: Wait) {
      self.memory = memory
      self.unit = unit
      self.tokens = tokens
      self.wait = wait
    }
  }

  /// Until the words that lay in a place are read no more: so much is counted since the start.
  public struct Wait: Sendable, Equatable {
    public let progress: Progress
    public let count: Int

    public init(_ progress: Progress, _ count: Int) {
      self.progress = progress
      self.count = count
    }
  }

  /// What the accelerator counts.
  public enum Progress: String, CaseIterable, Sendable {
    /// Slots walked for scores, for outputs.
    case scoreSlots, outputSlots
    /// Rows that have been given to elements.
    case rows
  }

  public let units: [Unit]
  /// Loads that may pass through the decoder, and those that do not; each list in its order.
  public let codes: [Load]
  public let values: [Load]

  public init(units: [Unit], codes: [Load], values: [Load]) {
    self.units = units
    self.codes = codes
    self.values = values
  }
}

/// The memories of operands.
public enum OperandMemory: String, CaseIterable, Sendable {
  case queries, keys, values

  /// What gives its words back.
  public var progress: AttentionPlan.Progress {
    switch self {
    case .queries: .rows
    case .keys: .scoreSlots
    case .values: .outputSlots
    }
  }
}
