import HardwareDSL
import HardwareIR

/// Reduces numbers that come together to one, in a tree with registers between its levels.
public final class ReductionTree<Reduction: TreeReduction>: StreamStage {
  public let input: ReadyValid<Terms>
  public let output: ReadyValid<Item>

  let stages: [StreamRegister<Terms>]

  private let limits: [Requirement]
  private let count: Int
  private let levelsPerStage: Int

  /// - Parameters:
  ///   - count: Of numbers, at least 1.
  ///   - type: Of each, signed or unsigned.
  ///   - levelsPerStage: Of the tree between registers, at least 1.
  public init(
    count: Int, _ type: HardwareType, levelsPerStage: Int = 1, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limits = [
      .size(count, in: UnitSizes.lanes, "a tree of \(count) numbers", at: place),
      require(
        type.isNumber && type.width >= 0,
        "a tree of numbers of type \(type); give it signed or unsigned numbers", at: place),
      .size(
        levelsPerStage, in: UnitSizes.lanes, "a tree with \(levelsPerStage) levels a stage",
        at: place),
    ]
    self.count = count.clamped(to: UnitSizes.lanes)
    self.levelsPerStage = levelsPerStage.clamped(to: UnitSizes.lanes)
    var levels = [(count: self.count, type: type.isNumber ? type : .unsigned(1))]
    while let level = levels.last, level.count > 1 || levels.count == 1 {
      let depth = min(self.levelsPerStage, bitsToHold(level.count - 1))
      let width = level.type.width + depth * Reduction.growthBits
      levels.append(((level.count - 1) >> depth + 1, level.type.withWidth(width)))
    }
    let (first, last) = (levels[0], levels[levels.count - 1])
    input = .input { Terms($0, first.type, count: first.count) }
    output = .output(last.type)
    stages = levels.dropFirst().map { level in
      StreamRegister { Terms($0, level.type, count: level.count) }
    }
  }

  public var moduleName: String {
    "\(snakeCase("\(Reduction.self)"))_tree_\(input.payload.moduleWords)_l\(levelsPerStage)"
  }

  public var documentation: Documentation {
    Documentation(
      "Gives \(Reduction.noun) of \(count) numbers that come together, with a register behind "
        + "\(levelsPerStage == 1 ? "every level" : "every \(levelsPerStage) levels") of the tree.",
      latency: [.cycles(stages.count, from: input, to: output)],
      throughput: [.one("item", from: input, to: output)],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    let last = stages.reduce(input) { stream, stage in
      stage(
        stream.map { payload in
          var terms = payload.terms
          while terms.count > stage.output.payload.terms.count {
            terms = pairwise(terms, Reduction.join)
          }
          return Terms(terms)
        })
    }
    output <== last.map { Item($0.terms[0]) }
  }
}
