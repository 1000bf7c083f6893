import AttentionCompiler
import AttentionSpec
import CoSimulation
import ModelImport

/// One head to run. The work of making it is done when its turn comes.
struct HeadSource {
  /// Where queries, keys and values come from.
  enum Operands {
    case random(headDimension: Int, seed: UInt64)
    case file(OperandFile)
  }

  var masks: MaskSet
  var block: Int
  var head: Int
  var operands: Operands

  var name: String { "block \(block) head \(head)" }

  var headDimension: Int {
    switch operands {
    case .random(let headDimension, _): headDimension
    case .file(let file): file.headDimension
    }
  }

  /// - Throws: `CommandFailure` for a mask of the file that is not valid.
  func mask() throws -> AttentionMask { try masks.mask(block: block, head: head) }

  /// - Throws: `Refusal` or `CommandFailure` for a head that the configuration does not hold.
  func job(_ configuration: AcceleratorConfiguration) throws -> HeadJob {
    let mask = try mask()
    return try HeadJob(
      name: name, input: input(tokens: mask.tokens), mask: mask, configuration: configuration)
  }

  /// Looks at all heads before the first one runs.
  ///
  /// - Throws: `CommandFailure` or `Refusal` for a mask or operands that are not valid, or a
  ///   schedule that the configuration does not hold, with what is enough for all.
  static func check(_ sources: [HeadSource], _ configuration: AcceleratorConfiguration) throws {
    guard let first = sources.first else { return }
    let demand = try SlotDemand.exceeding(
      Scheduler(configuration), heads: sources.count, headDimension: first.headDimension,
      name: { sources[$0].name }, workload: { try Workload(sources[$0].mask()) })
    if let demand {
      throw demand.refusal(configuration, name: sources[demand.head].name)
    }
    for source in sources {
      guard case .file = source.operands else { return }
      _ = try source.input(tokens: source.mask().tokens)
    }
  }

  private func input(tokens: Int) throws -> HeadInput {
    switch operands {
    case .random(let headDimension, let seed):
      return try .random(tokens: tokens, headDimension: headDimension, seed: seed)
    case .file(let file):
      do {
        return try file.input(block: block, head: head)
      } catch let refusal as Refusal {
        throw refusal.placed(in: file.path)
      }
    }
  }
}
