import AttentionSpec
import Foundation
import ModelImport
import NetworkSpec
import TensorFiles
import Testing

@testable import vitcod

/// What the files of others say, and what run and evaluate say of it.
@Suite("Networks and images of others")
struct ImportTests {
  private static let arguments = [
    "run", "--model", "model.safetensors", "--images", "images.npy", "--theta-p", "0.9",
    "--no-autoencoder", "--simulate", "0",
  ]

  /// The network of the small model, with somebody else's metadata.
  private func write(_ metadata: [String: String], to folder: Scratch) throws {
    let file = folder.url.appending(path: "model.safetensors").path
    let model = try SafetensorsFile(path: file)
    var tensors: [String: Tensor] = [:]
    for entry in model.entries { tensors[entry.name] = try model.tensor(entry.name) }
    let bytes = try SafetensorsFile.bytes(of: tensors, metadata: metadata)
    try Data(bytes).write(to: folder.url.appending(path: "model.safetensors"))
  }

  @Test("Foreign metadata and timm's arguments: what is taken is shown, and what is not is said")
  func sources() async throws {
    let folder = try modelFolder()
    try write(["heads": "[3]", "classes": "10", "epoch": "3"], to: folder)
    let configuration = """
      {"architecture": "vit_tiny_patch2_6", "model_args": {"embed_dim": 16, "num_heads": 8,
       "norm_eps": 1e-5}, "pretrained_cfg": {"mean": [0.5], "std": [0.5]}}
      """
    try folder.write(configuration, to: "config.json")
    let run = try await VitcodRun(Self.arguments, in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(
      run.errors.hasPrefix(
        "model.safetensors: The metadata say heads = \"[3]\", which is not a number of heads that "
          + "the width of 16 has; it is not used.\n"))
    #expect(
      run.output.hasPrefix(
        """
        model.safetensors: 2 blocks of 8 heads, 16 features, 10 tokens, 3 classes.
        The number of heads is from the configuration beside the file.
        LayerNorm adds 1e-05, from the configuration beside the file.

        """))
    let given = try await VitcodRun(Self.arguments + ["--model-heads", "2"], in: folder)
    #expect(given.code == 0 && given.output.contains(" of 2 heads,"))
    #expect(!given.errors.contains("metadata"))
  }

  /// Images of bytes from 0 to 16, whose network saw 0 to 255.
  private func dark() throws -> Tensor {
    try Tensor(shape: [6, 6, 6], elements: SmallModel.bytes().bytes.map { $0 / 16 })
  }

  @Test("Run warns of pixels that are far from a mean of 0 and a deviation of 1")
  func run() async throws {
    let folder = try modelFolder()
    let plain = try await VitcodRun(Self.arguments, in: folder)
    #expect(plain.code == 0 && !plain.errors.contains("As the network sees them"))
    try folder.write(npy: dark(), to: "dark.npy")
    let run = try await VitcodRun(
      Self.arguments.map { $0 == "images.npy" ? "dark.npy" : $0 }
        + ["--calibration", "images.npy"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let warning = try #require(run.errors.split(separator: "\n").first)
    #expect(
      warning.hasPrefix("dark.npy: As the network sees them, the pixels of channel 0 have a mean "))
    #expect(!run.errors.contains("images.npy: As"))
  }

  @Test("Evaluate warns of test and calibration images alike")
  func evaluate() async throws {
    let folder = try trainedFolder()
    try folder.write(
      npz: ["images": dark(), "labels": SmallModel.labels()], to: "trained/test.npz")
    try folder.write(npz: ["images": dark()], to: "trained/calibration.npz")
    let run = try await VitcodRun(["evaluate", "trained"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    for name in ["test", "calibration"] {
      #expect(run.errors.contains("trained/\(name).npz: As the network sees them, the pixels of "))
    }
  }
}
