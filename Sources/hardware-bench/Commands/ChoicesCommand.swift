import ArgumentParser
import AttentionCompiler
import AttentionSpec
import Basics
import ModelImport
import TensorFiles

/// What the choices of the accelerator's design cost, by the model of its cycles.
struct ChoicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "choices",
    abstract: "Cycles of the attention of a network for designs of the accelerator, by a model.",
    discussion: """
      Masks of heads of 64 features on 8 elements of 64 MACs, from start to interrupt, with all \
      operands in DRAM. The accelerator is not built yet: this is the model that it is designed \
      by. Build with -c release.
      """)

  @Argument(help: "Masks, a NumPy file of [blocks, heads, n, n] in which True means pruned.")
  var mask: String

  func run() throws {
    let file = try MaskFile(NpyFile(path: mask).tensor, meaning: .pruned)
    let units = try (0..<file.blocks).map { block in
      Workload(try (0..<file.heads).map { HeadWorkload(try file.mask(block: block, head: $0)) })
    }
    var table = TextTable(["design", "cycles", "slots", "DRAM bytes", "waits most for"])
    for choice in DesignChoice.all {
      do {
        let layers = units.enumerated().map { layer, unit in
          UnitOfWork(unit, codes: choice.codes, name: "layer \(layer)")
        }
        let (plan, estimate) = try planAttention(layers, choice.shape, choice.parameters)
        let slots = plan.units.reduce(0) { $0 + $1.schedule.slotCount }
        table.add(
          choice.name, "\(estimate.cycles)", "\(slots)",
          "\(estimate.bytesRead + estimate.bytesWritten)", estimate.longestWaits)
      } catch let refusal as Refusal {
        table.add(choice.name, "-", "-", "-", "\(refusal)")
      }
    }
    print(table.text)
  }
}

extension AttentionEstimate {
  /// The three causes of most idle cycles.
  fileprivate var longestWaits: String {
    idle.sorted { ($1.value, "\($0.key)") < ($0.value, "\($1.key)") }.prefix(3).map {
      "\($0.key.scores.rawValue)/\($0.key.outputs.rawValue) \($0.value)"
    }.joined(separator: ", ")
  }
}
