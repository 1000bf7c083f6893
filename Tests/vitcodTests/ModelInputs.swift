import AttentionSpec
import Foundation
import ModelImport
import NetworkSpec
import TensorFiles

/// A tiny random network of 10 tokens, with images for it.
enum SmallModel {
  static let count = 6

  static func shape(
    classes: Int = 3, blocks: Int = 2, heads: Int = 2
  ) throws -> NetworkShape {
    try NetworkShape(
      channels: 1, imageSide: 6, patchSide: 2, width: 8 * heads, heads: heads, blocks: blocks,
      hidden: 24, classes: classes)
  }

  static func weights(
    _ shape: NetworkShape, seed: UInt64 = 1, hiddenHeads: Int? = nil
  ) throws -> NetworkWeights {
    try NetworkWeights.random(shape: shape, seed: seed, autoEncoderHiddenHeads: hiddenHeads)
  }

  static func bytes(count: Int = count, side: Int = 6, seed: UInt64 = 1) throws -> Tensor {
    var generator = SplitMix64(seed: seed)
    return try Tensor(
      shape: [count, side, side],
      elements: (0..<count * side * side).map { _ in UInt8(generator.integer(in: 0...255)) })
  }

  /// The same images, normalised.
  static func floats() throws -> Tensor {
    try Tensor(
      shape: [count, 1, 6, 6], elements: bytes().bytes.map { (Float($0) / 255 - 0.5) / 0.5 })
  }

  static func labels(_ labels: [UInt8] = [0, 1, 2, 0, 1, 2]) throws -> Tensor {
    try Tensor(shape: [labels.count], elements: labels)
  }

  /// Masks of half of all entries, with the diagonal.
  static func masks(blocks: Int = 2, heads: Int = 2, tokens: Int = 10) throws -> Tensor {
    var generator = SplitMix64(seed: 5)
    return try Tensor(
      shape: [blocks, heads, tokens, tokens],
      elements: (0..<blocks * heads * tokens * tokens).map {
        $0 % (tokens * tokens) % (tokens + 1) == 0 || generator.chance(perMille: 500)
      })
  }
}

extension Scratch {
  /// Writes a network; its bytes of images are normalised by 0.5 and 0.5.
  func write(
    model weights: NetworkWeights, to name: String, hasNormalization: Bool = true
  ) throws {
    let normalization = try PixelNormalization(mean: [0.5], deviation: [0.5])
    let bytes = try ModelFile.bytes(
      of: weights, pixelNormalization: hasNormalization ? normalization : nil)
    try Data(bytes).write(to: url.appending(path: name))
  }

  func data(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  func npz(_ name: String) throws -> NpzFile { try NpzFile(path: url.appending(path: name).path) }
}

/// A folder with tiny.yaml, model.safetensors, images.npz (with labels), images.npy (without) and
/// masks.npy.
func modelFolder() throws -> Scratch {
  let folder = try tinyFolder()
  try folder.write(model: SmallModel.weights(SmallModel.shape()), to: "model.safetensors")
  try folder.write(
    npz: ["images": SmallModel.bytes(), "labels": SmallModel.labels()], to: "images.npz")
  try folder.write(npy: SmallModel.bytes(), to: "images.npy")
  try folder.write(npy: SmallModel.masks(), to: "masks.npy")
  return folder
}

/// A folder as the training recipe writes it, called trained, in another one.
func trainedFolder() throws -> Scratch {
  let folder = try Scratch()
  try FileManager.default.createDirectory(
    at: folder.url.appending(path: "trained"), withIntermediateDirectories: true)
  let shape = try SmallModel.shape()
  try folder.write(model: SmallModel.weights(shape), to: "trained/dense.safetensors")
  try folder.write(
    model: SmallModel.weights(shape, seed: 2, hiddenHeads: 1), to: "trained/autoencoder.safetensors"
  )
  try folder.write(
    model: SmallModel.weights(shape, seed: 2, hiddenHeads: 1), to: "trained/sparse_50.safetensors")
  try folder.write(npz: ["sparse_50": SmallModel.masks()], to: "trained/masks_kept.npz")
  try folder.write(
    npz: ["images": SmallModel.bytes(), "labels": SmallModel.labels()], to: "trained/test.npz")
  try folder.write(
    npz: ["images": SmallModel.bytes(count: 4, seed: 9)], to: "trained/calibration.npz")
  return folder
}
