import AttentionSpec
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

  /// - Parameters:
  ///   - images: How many images of the test are taken, the first; nil for all.
  ///   - options: What the files of the networks leave open.
  /// - Throws: `Refusal` or `CommandFailure` for a file that is missing or does not fit the others.
  init(path: String, images: Int?, options: ModelFile.Options = .init()) throws {
    self.path = path
    let (testPath, calibrationPath) = ("\(path)/test.npz", "\(path)/calibration.npz")
    let (dense, test) = try ImageFile.read(
      path: testPath, fitting: .read(path: "\(path)/dense.safetensors", options: options))
    /// Another network, of images of the same size.
    func weights(_ name: String) throws -> NetworkWeights {
      try ModelFile.read(path: "\(path)/\(name).safetensors", options: options)
        .fitted(imageSide: test.images.side).weights
    }
    var models = [EvaluatedModel(name: "dense", weights: dense.weights)]
    if Self.exists("\(path)/autoencoder.safetensors") {
      models.append(EvaluatedModel(name: "autoencoder", weights: try weights("autoencoder")))
    }
    let masksPath = "\(path)/masks_kept.npz"
    let masksFile = try NpzFile(path: masksPath)
    for name in masksFile.names.sorted() {
      let weights = try weights(name)
      do {
        let masks = try MaskFile(masksFile.tensor(name), meaning: .kept).networkMasks()
        try masks.check(weights.shape)
        models.append(EvaluatedModel(name: name, weights: weights, masks: masks))
      } catch let refusal as Refusal {
        throw refusal.placed(in: "\(masksPath), \(name)")
      }
    }
    self.models = models
    try Self.check(models, path)
    guard let labels = test.labels else {
      throw CommandFailure.badInput(
        "\(testPath) has no labels, so nothing can be right or wrong; add an array labels.")
    }
    let calibration = try ImageFile(path: calibrationPath, of: dense)
    try calibration.check(path: calibrationPath, isNormalizedAs: test.images, path: testPath)
    test.warnOfPixels(path: testPath, dense.pixelNormalization)
    calibration.warnOfPixels(path: calibrationPath, dense.pixelNormalization)
    self.calibration = calibration.images
    let count = try images?.checked(against: labels.count, "--images", of: testPath)
    self.test = count.map(test.prefix) ?? test
    self.labels = count.map { Array(labels.prefix($0)) } ?? labels
  }

  /// The logits of the training framework for the first images, if the folder has them.
  ///
  /// - Throws: `Refusal` for an array that is no logits.
  func expectedLogits(_ model: String) throws -> ExpectedLogits? {
    guard Self.exists("\(path)/logits.npz") else { return nil }
    let file = try NpzFile(path: "\(path)/logits.npz")
    guard file.names.contains(model) else { return nil }
    return try ExpectedLogits(file.tensor(model))
  }

  /// - Throws: `CommandFailure` for models that do not find classes in the same images.
  private static func check(_ models: [EvaluatedModel], _ path: String) throws {
    let first = models[0].weights.shape
    guard first.classes > 0 else {
      throw CommandFailure.badInput(
        "\(path)/dense.safetensors has no classifier, so nothing can be right or wrong; "
          + "give networks with one.")
    }
    for model in models {
      let shape = model.weights.shape
      guard shape.channels == first.channels, shape.imageSide == first.imageSide,
        shape.classes == first.classes
      else {
        throw CommandFailure.badInput(
          "\(path)/\(model.name).safetensors finds \(shape.classes.counted("class", "classes")) "
            + "in images of "
            + "\(shape.channels) x \(shape.imageSide) x \(shape.imageSide), but dense.safetensors "
            + "\(first.classes) in \(first.channels) x \(first.imageSide) x \(first.imageSide); "
            + "give networks of the same images.")
      }
    }
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}

/// Logits that another program gave, [images, classes].
struct ExpectedLogits {
  let classes: Int
  let values: [Float]

  /// - Throws: `CommandFailure` for another shape, `Refusal` for elements that are no floats.
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
