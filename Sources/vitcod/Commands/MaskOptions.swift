import ArgumentParser
import AttentionCompiler
import AttentionSpec
import ModelImport
import NetworkSpec

/// The masks that a command works on.
struct MaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Masks, a NumPy array of bool or uint8, [blocks, heads, n, n], [heads, n, n] or [n, n], in "
        + "an npy or npz file.",
      valueName: "file"))
  var mask: String

  @Option(
    help: ArgumentHelp(
      "The name of the array with the masks, if an npz file holds several.", valueName: "name"))
  var maskMember: String?

  @Option(
    help: ArgumentHelp(
      "What True means in the masks that are read, and in those that are written: pruned, as in "
        + "the files of ViTCoD's authors, or kept. Never guessed, since a wrong guess would look "
        + "plausible.",
      valueName: "meaning"))
  var maskMeans: MaskMeaning

  /// - Throws: `CommandFailure` or `Refusal` for a file that holds no masks.
  func read() throws -> NetworkMasks {
    do {
      return try MaskFile(path: mask, member: maskMember, meaning: maskMeans).networkMasks()
    } catch let refusal as Refusal {
      throw refusal.placed(in: mask)
    }
  }
}
