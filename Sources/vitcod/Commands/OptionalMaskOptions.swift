import ArgumentParser
import AttentionSpec
import ModelImport

extension MaskMeaning: ExpressibleByArgument {}

/// A file of masks, if there is one.
struct OptionalMaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Masks as a NumPy array of bool or uint8, [blocks, heads, n, n], [heads, n, n] or [n, n], in "
        + "a file npy or npz.",
      valueName: "file"))
  var mask: String?

  @Option(
    help: ArgumentHelp(
      "The name of the array with the masks, if an npz file holds several.",
      valueName: "name"))
  var maskMember: String?

  @Option(
    help: ArgumentHelp(
      "What True means in the mask file: pruned, as in the files of ViTCoD's authors, or kept. "
        + "Needed with --mask, since a wrong guess would look plausible.",
      valueName: "meaning"))
  var maskMeans: MaskMeaning?

  func validate() throws {
    if mask != nil && maskMeans == nil {
      throw ValidationError("--mask needs --mask-means pruned or --mask-means kept.")
    }
    if mask == nil && maskMeans != nil {
      throw ValidationError("--mask-means says what a file holds; give --mask as well.")
    }
    if mask == nil && maskMember != nil {
      throw ValidationError("--mask-member names an array of a file; give --mask as well.")
    }
  }

  /// The masks of the file, or synthetic ones.
  ///
  /// - Throws: `CommandFailure` or `Refusal` for a file that holds no masks.
  func masks(for capacity: Capacity) throws -> MaskSet {
    try MaskSet(file: mask, member: maskMember, meaning: maskMeans, capacity: capacity)
  }
}
