import Basics

/// A file of arrays in NumPy's formats: npz by its ending, npy by any other.
public enum ArrayFile: Sendable {
  /// The array of an npy file.
  case npy(Tensor)
  /// Arrays with names.
  case npz(NpzFile)

  /// Whether a file of this path is opened as one of arrays with names.
  public static func isNpz(_ path: String) -> Bool { path.lowercased().hasSuffix(".npz") }

  /// Opens a file.
  ///
  /// - Throws: `Refusal` if it cannot be read, or that says what is malformed or not supported.
  public init(path: String) throws(Refusal) {
    if Self.isNpz(path) {
      self = .npz(try NpzFile(path: path))
    } else {
      self = .npy(try NpyFile(path: path).tensor)
    }
  }
}
