import AttentionSpec
import ModelImport
import NetworkSpec

extension ImageFile {
  /// Reads images for a network. Labels count the classes of its classifier, if it has one.
  ///
  /// - Throws: `FileRefusal` or `CommandFailure` for a file that holds no images of the network.
  init(path: String, of model: ModelFile) throws {
    let shape = model.weights.shape
    try self.init(
      path: path, channels: shape.channels, classes: shape.classes > 0 ? shape.classes : nil,
      normalization: model.pixelNormalization)
    guard images.count > 0 else {
      throw CommandFailure.badInput("\(path): There are 0 images; give at least one.")
    }
    do {
      try images.check(shape)
    } catch let refusal as Refusal {
      throw CommandFailure.badInput("\(path): \(refusal)")
    }
  }

  /// - Throws: `CommandFailure` for bytes beside floats of another file, or the other way round.
  func check(path: String, isNormalizedAs other: ImageSet, path otherPath: String) throws {
    switch (images.values, other.values) {
    case (.bytes, .bytes), (.normalized, .normalized): return
    case (.bytes, .normalized):
      throw CommandFailure.badInput(
        "\(path) has bytes but \(otherPath) floats; give both as bytes, or both as floats.")
    case (.normalized, .bytes):
      throw CommandFailure.badInput(
        "\(path) has floats but \(otherPath) bytes; give both as bytes, or both as floats.")
    }
  }
}
