import Basics
import ModelImport

extension MaskFile {
  /// Reads the file of `--mask`.
  ///
  /// - Parameter member: What `--mask-member` names.
  /// - Throws: `CommandFailure` or `Refusal` as `ArrayChoice.tensor()`, and as
  ///   `init(_:meaning:)`.
  init(path: String, member: String?, meaning: MaskMeaning) throws {
    let file = ArrayChoice(
      path: path, member: member, content: "masks", memberOption: "--mask-member")
    try self.init(file.tensor(), meaning: meaning)
  }
}
