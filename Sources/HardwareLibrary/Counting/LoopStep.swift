import HardwareDSL

/// How often the loops of a nest run, the outermost first.
public struct LoopBounds: SignalBundle {
  /// The last index of each, one less than the number of its runs.
  public let last: [Signal]

  public init(last: [Signal]) { self.last = last }

  /// - Parameter bits: Of the index of each loop.
  public init(_ field: FieldMaker, bits: [Int]) {
    last = bits.map { field(.unsigned($0), "the last index") }
  }
}

/// What the body of a nest of loops is told, the outermost loop first.
public struct LoopStep: SignalBundle {
  public let index: [Signal]
  /// The loop and all inside it are in their first run.
  public let begins: [Signal]
  /// The loop and all inside it are in their last run.
  public let ends: [Signal]

  public init(index: [Signal], begins: [Signal], ends: [Signal]) {
    self.index = index
    self.begins = begins
    self.ends = ends
  }

  /// - Parameter bits: Of the index of each loop.
  public init(_ field: FieldMaker, bits: [Int]) {
    index = bits.map { field(.unsigned($0)) }
    begins = bits.map { _ in field(.bit, "it and all inside are in the first run") }
    ends = bits.map { _ in field(.bit, "it and all inside are in the last run") }
  }
}
