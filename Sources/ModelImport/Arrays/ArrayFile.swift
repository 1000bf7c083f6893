import TensorFiles

/// A file of one array (npy) or of several with names (npz), told by its ending.
enum ArrayFile {
  case npy(NpyFile)
  case npz(NpzFile)

  /// - Throws: `FileRefusal` as `NpyFile` and `NpzFile`.
  init(path: String) throws(FileRefusal) {
    self =
      path.lowercased().hasSuffix(".npz")
      ? .npz(try NpzFile(path: path))
      : .npy(try NpyFile(path: path))
  }
}
