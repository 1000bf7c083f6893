import AttentionSpec
import ModelImport
import NetworkSpec
import TensorFiles

extension ImageFile {
  /// Reads images for a network. Labels count the classes of its classifier, if it has one.
  ///
  /// - Throws: `Refusal` or `CommandFailure` for a file that holds no images of the network.
  init(path: String, of model: ModelFile) throws {
    try self.init(path: path, ofAnySizeFor: model)
    do {
      try images.check(model.weights.shape)
    } catch let refusal as Refusal {
      throw refusal.placed(in: path)
    }
  }

  /// Reads images for a network that takes images of several sizes, and that network for theirs;
  /// prints that it is another one.
  ///
  /// - Throws: as `init(path:of:)`.
  static func read(path: String, fitting model: ModelFile) throws -> (ModelFile, ImageFile) {
    let file = try ImageFile(path: path, ofAnySizeFor: model)
    let fitted: ModelFile
    do {
      fitted = try model.fitted(imageSide: file.images.side)
      try file.images.check(fitted.weights.shape)
    } catch let refusal as Refusal {
      throw refusal.placed(in: path)
    }
    if fitted.weights.shape != model.weights.shape {
      for note in fitted.notes { StandardStreams.printError(note) }
    }
    return (fitted, file)
  }

  private init(path: String, ofAnySizeFor model: ModelFile) throws {
    let shape = model.weights.shape
    try self.init(
      path: path, channels: shape.channels, classes: shape.classes > 0 ? shape.classes : nil,
      normalization: model.pixelNormalization)
    guard images.count > 0 else {
      throw CommandFailure.badInput("\(path): There are 0 images; give at least one.")
    }
  }

  /// Warns of images that do not look like those that a network is trained with.
  func warnOfPixels(path: String, _ normalization: PixelNormalization?) {
    if let warning = images.pixelWarning(normalization) {
      StandardStreams.printError("\(path): \(warning)")
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
