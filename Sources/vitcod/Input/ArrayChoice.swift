import AttentionSpec
import TensorFiles

/// An array of a file: npy, or npz with one array or several.
struct ArrayChoice {
  let path: String
  /// The name of the array in an npz file; nil for its only one.
  let member: String?
  /// What the array holds, in the plural, for messages.
  let content: String
  /// The option that gives `member`, for messages.
  let memberOption: String

  /// - Throws: `CommandFailure` or `Refusal` for what cannot be read, or an array that is not
  ///   named where it must be.
  func tensor() throws -> Tensor {
    guard !path.isEmpty else {
      throw CommandFailure.badInput("The path of the \(content) is empty; give an npy or npz file.")
    }
    guard member == nil || ArrayFile.isNpz(path) else {
      throw CommandFailure.usage(
        "\(memberOption) names an array of an npz file, but \(path) is none; leave it out.")
    }
    let file: NpzFile
    switch try ArrayFile(path: path) {
    case .npz(let arrays): file = arrays
    case .npy(let array): return array
    }
    if let member { return try file.tensor(member) }
    guard let only = file.names.first, file.names.count == 1 else {
      let names = file.names.sorted().map(\.shown).joined(separator: ", ")
      throw CommandFailure.usage(
        "\(path) holds \(file.names.count.counted("array")) (\(names)); choose one with "
          + "\(memberOption).")
    }
    return try file.tensor(only)
  }
}
