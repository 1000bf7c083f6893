import Foundation
import ModelImport
import NetworkPipeline
import NetworkSpec
import TensorFiles

/// A folder that the training recipe wrote.
struct TrainedFolder {
  let models: [EvaluatedModel]
  let test: ImageFile
  let labels: [Int]
  let calibration: ImageSet
  private let path: String

  /// - Parameter images: How many images of the test are taken, the first; nil for all.
  /// - Throws: `FileRefusal`, `Refusal` or `CommandFailure` for a file that is missing or does not
  ///   fit the others.
  init(path: String, images: Int?) throws {
    self.path = path
    let dense = try ModelFile(path: "\(path)/dense.safetensors")
    var models = [EvaluatedModel(name: "dense", weights: dense.weights)]
    if Self.exists("\(path)/autoencoder.safetensors") {
      let weights = try ModelFile(path: "\(path)/autoencoder.safetensors").weights
      models.append(EvaluatedModel(name: "autoencoder", weights: weights))
    }
    for name in try NpzFile(path: "\(path)/masks_kept.npz").names.sorted() {
      models.append(
        EvaluatedModel(
          name: name, weights: try ModelFile(path: "\(path)/\(name).safetensors").weights,
          masks: try MaskFile(path: "\(path)/masks_kept.npz", name: name, meaning: .kept)
            .networkMasks()))
    }
    self.models = models
    func file(_ name: String) throws -> ImageFile {
      try ImageFile(
        path: "\(path)/\(name)", channels: dense.weights.shape.channels,
        normalization: dense.pixelNormalization)
    }
    calibration = try file("calibration.npz").images
    let test = try file("test.npz")
    guard let labels = test.labels else {
      throw CommandFailure.badInput(
        "\(path)/test.npz has no labels, so nothing can be right or wrong; add an array labels.")
    }
    let count = min(images ?? labels.count, labels.count)
    self.test = test.prefix(count)
    self.labels = Array(labels.prefix(count))
  }

  /// The logits of the training framework for the first images, if the folder has them.
  ///
  /// - Throws: `FileRefusal` for an array that is no logits.
  func expectedLogits(_ model: String) throws -> ExpectedLogits? {
    guard Self.exists("\(path)/logits.npz") else { return nil }
    let file = try NpzFile(path: "\(path)/logits.npz")
    guard file.names.contains(model) else { return nil }
    return try ExpectedLogits(file.tensor(model))
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}

/// Logits that another program gave, [images, classes].
struct ExpectedLogits {
  let classes: Int
  let values: [Float]

  /// - Throws: `CommandFailure` for another shape, `FileRefusal` for elements that are no floats.
  init(_ tensor: Tensor) throws {
    guard tensor.shape.count == 2 else {
      throw CommandFailure.badInput(
        "\(tensor.origin) has the shape \(tensor.shape), but logits are [images, classes]; "
          + "write them again.")
    }
    classes = tensor.shape[1]
    values = try tensor.finiteFloats()
  }
}
