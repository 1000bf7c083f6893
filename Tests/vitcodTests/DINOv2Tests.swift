import Foundation
import ModelImport
import NetworkPipeline
import NetworkSpec
import TensorFiles
import Testing

@testable import vitcod

/// A small DINOv2 of transformers with random weights, whose positions are for images of 10 x 10
/// pixels; Tests/ModelImportTests/Published/positions.py wrote it, with images and logits.
@Suite("DINOv2")
struct DINOv2Tests {
  private static let folder = repository.appending(path: "Tests/ModelImportTests/Published")

  private func published() throws -> NpzFile {
    try NpzFile(path: Self.folder.appending(path: "positions.npz").path)
  }

  @Test("Logits are those of transformers for images of each size", arguments: [6, 10, 16])
  func logits(side: Int) throws {
    let file = try published()
    let model = try ModelFile(
      path: Self.folder.appending(path: "dinov2.safetensors").path, options: .init(heads: 2)
    ).fitted(imageSide: side)
    let images = try ImageFile(
      images: file.tensor("images_\(side)"), channels: 3, normalization: nil
    ).images
    let logits = try NetworkAnalysis(model.weights, images: images).logits()
    let expected = try file.tensor("logits_\(side)").floats()
    let largest = try #require(expected.map(abs).max())
    let worst = zip(logits.flatMap { $0 }, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-5 * largest, "\(worst) of \(largest)")
  }

  @Test("A run on smaller images says whose positions it takes, and is exact in the hardware")
  func run() async throws {
    let folder = try tinyFolder()
    let model = try Data(contentsOf: Self.folder.appending(path: "dinov2.safetensors"))
    try model.write(to: folder.url.appending(path: "dinov2.safetensors"))
    try folder.write(npy: published().tensor("images_6"), to: "images.npy")
    let run = try await VitcodRun(
      [
        "run", "--model", "dinov2.safetensors", "--model-heads", "2", "--images", "images.npy",
        "--theta-p", "0.9", "--no-autoencoder", "--config", "tiny.yaml",
      ], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(
      run.errors.contains(
        "The positions of 5 x 5 patches are interpolated for 3 x 3, as transformers does.\n"))
    #expect(run.output.contains(", 10 tokens, 3 classes.") && run.output.hasSuffix("PASS\n"))
  }

  @Test("Images of no whole number of patches are refused")
  func remainder() async throws {
    let folder = try tinyFolder()
    let model = try Data(contentsOf: Self.folder.appending(path: "dinov2.safetensors"))
    try model.write(to: folder.url.appending(path: "dinov2.safetensors"))
    let images = try Tensor(shape: [1, 3, 7, 7], elements: [Float](repeating: 1, count: 147))
    try folder.write(npy: images, to: "images.npy")
    let run = try await VitcodRun(
      [
        "run", "--model", "dinov2.safetensors", "--model-heads", "2", "--images", "images.npy",
        "--theta-p", "0.9", "--simulate", "0",
      ], in: folder)
    #expect(run.code == 65 && run.output == "")
    #expect(
      run.errors
        == "Error: images.npy: The images have 7 pixels a side, but a DINOv2 of patches of 2 takes "
        + "multiples of it; resize them, such as to 6.\n")
  }
}
