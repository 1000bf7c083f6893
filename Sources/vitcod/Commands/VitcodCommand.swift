import ArgumentParser
import Foundation
import VerilatorSimulation

@main
struct VitcodCommand: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "vitcod",
    abstract: "Sparse Vision Transformer attention, from a trained network to simulated hardware.",
    discussion: """
      A network goes all the way in one command, and the folder of the training recipe to a table \
      of accuracies:

        vitcod run --model model.safetensors --images images.npy --sparsity 0.9
        vitcod evaluate models/animals

      Or step by step: attention maps become fixed masks, and masks get an order in which a denser \
      block is in front:

        vitcod prune --maps maps.npz --sparsity 0.9 --mask-means kept -o masks.npy
        vitcod reorder --mask masks.npy --mask-means kept --theta-d 50 -o order.npz

      Hardware follows from a configuration, a YAML file that states the size of the array and of \
      its memories; configs/ holds examples with every key explained.

        vitcod generate --config configs/vitcod_tiny.yaml -o build/tiny
        vitcod simulate --config configs/vitcod_tiny.yaml
        vitcod estimate --config configs/vitcod_tiny.yaml
        vitcod synthesize --config configs/vitcod_tiny.yaml

      EXIT CODES
        0   done; run, simulate, bench: all values agree with the reference model
        1   run, simulate, bench: a value differs, or the hardware hung, ended in
            a fault or broke an assertion
        64  the command line is wrong
        65  a file that is read is missing, malformed or breaks a rule
        69  Verilator, the C++ compiler, Yosys, OpenSTA or the cache failed
        70  vitcod itself is wrong; please report it
        73  the output cannot be written
      """,
    version: version,
    subcommands: [
      RunCommand.self, EvaluateCommand.self, PruneCommand.self, ReorderCommand.self,
      GenerateCommand.self, SimulateCommand.self, EstimateCommand.self, SynthesizeCommand.self,
      BenchCommand.self, RandomModelCommand.self,
    ])

  static func main() async {
    StandardStreams.keepOpen()
    Interruption.watch {
      finish(
        CommandFailure.unwritable(
          "A file has no space on its disk, or was cut short while it was used; make space, or set "
            + "TMPDIR and VITCOD_CACHE to folders with more."))
    }
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      finish(error)
    }
  }

  /// Ends the process: what the argument parser reports goes its way, with codes 0 and 64.
  private static func finish(_ error: any Error) -> Never {
    if let failure = CommandFailure(error) {
      StandardStreams.printError("Error: " + failure.sentence)
      exit(withError: failure.code)
    }
    exit(withError: error)
  }
}
