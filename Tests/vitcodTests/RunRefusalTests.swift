import Foundation
import TensorFiles
import Testing

@Suite("Refusals of run and evaluate")
struct RunRefusalTests {
  typealias Refused = ArgumentRefusalTests.Refused

  private static func run(
    _ arguments: String..., model: String = "model.safetensors", images: String = "images.npy",
    masks: [String] = ["--theta-p", "0.9"], code: Int32 = 64, says sentence: String
  ) -> Refused {
    Refused(
      arguments: ["run", "--model", model, "--images", images] + masks + ["--simulate", "0"]
        + arguments, sentence: sentence, code: code)
  }

  private static func masks(_ name: String, _ more: String...) -> [String] {
    ["--mask", name, "--mask-means", "kept"] + more
  }

  static let commandLines: [Refused] = [
    Refused(
      arguments: ["run", "--images", "i.npy", "--sparsity", "0.9"],
      sentence: "Missing expected argument '--model <file>'", code: 64),
    Refused(
      arguments: ["run", "--model", "m.safetensors", "--sparsity", "0.9"],
      sentence: "Missing expected argument '--images <file>'", code: 64),
    run(masks: [], says: "Give one of --sparsity, --theta-p and --mask."),
    run("--sparsity", "0.9", says: "Give one of --sparsity, --theta-p and --mask."),
    run(masks: ["--theta-p", "0"], says: "--theta-p is 0.0 but may be above 0, up to 1."),
    run(
      masks: ["--sparsity", "90"],
      says: "--sparsity is 90.0 but may be 0 up to, but not, 1; 95 % is 0.95."),
    run(
      masks: ["--mask", "masks.npy"],
      says: "--mask needs --mask-means pruned or --mask-means kept."),
    run(
      "--mask-means", "kept",
      says: "--mask-means and --mask-member belong to --mask; give it as well."),
    run("--limit", "0", says: "--limit is 0 but may be 1 or more."),
    run("--simulate", "-1", says: "--simulate is -1 but may be 0 or more."),
    run("--theta-d", "-1", says: "--theta-d is -1 but may be 0 or more."),
    run(
      "--no-autoencoder", "--hidden-heads", "1",
      says: "--hidden-heads and --no-autoencoder exclude each other."),
    run("--hidden-heads", "0", says: "--hidden-heads is 0 but may be 1 or more."),
    run(
      "--pixel-mean", "0.5", says: "--pixel-mean and --pixel-std belong together; give both."),
    run(
      "--pixel-mean", "0.5", "--pixel-std", "0",
      says: "--pixel-std is 0.0 but may be above 0, up to 1."),
    run(
      "--pixel-mean", "nan", "--pixel-std", "0.5", says: "--pixel-mean is nan but may be 0 to 1."),
    run(
      "--pixel-mean", "0.5", "--pixel-std", "58.395",
      says: "--pixel-std is 58.395 but is of pixels 0 to 1; divide numbers of 0 to 255 by 255."),
    run(
      "--ranges", "least",
      says: "The value 'least' is invalid for '--ranges <rule>'. Please provide one of 'maximum' "
        + "and 'least-squares'."),
    run(
      "--save-masks", "m.npz",
      says: "--save-masks is \"m.npz\", but one NumPy array is "
        + "written; end the name in .npy."),
    run(
      "--save-model", "m.pt",
      says: "--save-model is \"m.pt\", but a safetensors file is written; end the name in "
        + ".safetensors."),
    run(
      "--save-checkpoints", "c.npy",
      says: "--save-checkpoints is \"c.npy\", but an archive of NumPy arrays is written; end the "
        + "name in .npz."),
    Refused(
      arguments: ["evaluate"], sentence: "Missing expected argument '<folder>'", code: 64),
    Refused(
      arguments: ["evaluate", "trained", "--images", "0"],
      sentence: "--images is 0 but may be 1 or more.", code: 64),
  ]

  @Test("A wrong command line is refused with code 64", arguments: commandLines)
  func usage(_ refused: Refused) async throws {
    let run = try await VitcodRun(refused.arguments, in: Scratch())
    #expect(run.code == 64)
    #expect(run.output == "")
    #expect(run.errors.split(separator: "\n").first == "Error: \(refused.sentence)")
  }

  private static let otherNetwork =
    "The masks are of 1 block, 2 heads and 4 tokens, but the network has 2, 2 and 10; give masks "
    + "of this network."

  static let unusable: [Refused] = [
    run(
      model: "no.safetensors", code: 65,
      says: "no.safetensors: The file cannot be read; give the path of a readable one."),
    run(
      images: "no.npy", code: 65,
      says: "no.npy: The file cannot be read; give the path of a readable one."),
    run(
      images: "large.npy", code: 65,
      says: "large.npy: The images are 1 x 8 x 8, but the network takes 1 x 6 x 6; resize them."),
    run(
      images: "none.npy", code: 65, says: "none.npy: There are 0 images; give at least one."),
    run(
      model: "bare.safetensors", code: 65,
      says: "images.npy: The images are bytes, and nothing says how the network was trained to see "
        + "them; give --pixel-mean and --pixel-std, such as 0.5 and 0.5."),
    run(
      images: "labels.npz", code: 65,
      says:
        "labels.npz, labels: The label of image 5 is 3, but the network has 3 classes, which count "
        + "from 0; give images of these classes."),
    run(
      "--calibration", "floats.npy", code: 65,
      says: "floats.npy has floats but images.npy bytes; give both as bytes, or both as floats."),
    run(
      "--calibration", "images.npy", images: "floats.npy", code: 65,
      says: "images.npy has bytes but floats.npy floats; give both as bytes, or both as floats."),
    run(
      "--calibration", "large.npy", code: 65,
      says: "large.npy: The images are 1 x 8 x 8, but the network takes 1 x 6 x 6; resize them."),
    run(
      "--limit", "7", code: 64,
      says: "--limit is 7 but images.npy has 6 images; give at most 6."),
    run(
      "--simulate", "7", code: 64,
      says: "--simulate is 7 but there are 6 images; give at most 6."),
    run(
      "--limit", "1", "--simulate", "2", code: 64,
      says: "--simulate is 2 but there is 1 image; give at most 1."),
    run(
      masks: masks("no.npy"), code: 65,
      says: "no.npy: The file cannot be read; give the path of a readable one."),
    run(masks: masks("other.npy"), code: 65, says: "other.npy: \(otherNetwork)"),
    run(
      masks: masks("two.npz"), code: 64,
      says: "two.npz holds 2 arrays (a, b); choose one with --mask-member."),
    run(
      masks: masks("other.npy", "--mask-member", "a"), code: 64,
      says: "--mask-member names an array of an npz file, but other.npy is none; leave it out."),
    run(
      "--hidden-heads", "3", code: 65,
      says: "An auto-encoder of 2 heads cannot have 3 hidden heads; choose 1 to 2, such as half of "
        + "them."),
    run(
      "--hidden-heads", "1", model: "encoded.safetensors", code: 65,
      says: "The network has auto-encoders already, and their hidden heads cannot become 1; leave "
        + "the number out, or give the network without them."),
    run(
      "--config", "no.yaml", code: 65,
      says: "The configuration no.yaml cannot be read; give a readable YAML file as in configs/."),
    run(
      "--save-masks", "no/m.npy", code: 73,
      says: "The file no/m.npy cannot be written; give a plain file in a folder that exists."),
    run(
      "--save-model", "model.safetensors", code: 64,
      says: "model.safetensors is read as well as written; write another file."),
    run(
      "--save-masks", "other.npy", masks: masks("other.npy"), code: 64,
      says: "other.npy is read as well as written; write another file."),
    run(
      "--calibration", "floats.npy", "--save-masks", "floats.npy", code: 64,
      says: "floats.npy is read as well as written; write another file."),
    run(
      "--save-model", "link.safetensors", "--save-masks", "m.npy", "--save-checkpoints", "m.npz",
      code: 73,
      says: "The file link.safetensors cannot be written; give a plain file in a folder that "
        + "exists."),
  ]

  @Test(
    "What cannot be used is refused before the work, and nothing is written", arguments: unusable)
  func files(_ refused: Refused) async throws {
    let folder = try modelFolder()
    let weights = try SmallModel.weights(SmallModel.shape())
    try folder.write(model: weights, to: "bare.safetensors", hasNormalization: false)
    try folder.write(
      model: SmallModel.weights(SmallModel.shape(), hiddenHeads: 1), to: "encoded.safetensors")
    try folder.write(npy: SmallModel.bytes(side: 8), to: "large.npy")
    try folder.write(npy: SmallModel.bytes(count: 0), to: "none.npy")
    try folder.write(npy: SmallModel.floats(), to: "floats.npy")
    try folder.write(
      npz: ["images": SmallModel.bytes(), "labels": SmallModel.labels([0, 1, 2, 0, 1, 3])],
      to: "labels.npz")
    let other = try SmallModel.masks(blocks: 1, tokens: 4)
    try folder.write(npy: other, to: "other.npy")
    try folder.write(npz: ["a": other, "b": other], to: "two.npz")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "link.safetensors"), withIntermediateDirectories: false)
    let before = try folder.names(".")
    let run = try await VitcodRun(refused.arguments, in: folder)
    #expect(run.code == refused.code)
    #expect(run.output == "")
    #expect(run.errors == "Error: \(refused.sentence)\n")
    #expect(try folder.names(".") == before)
  }

  @Test("A sparsity out of reach, and a configuration too small, are refused")
  func late() async throws {
    let folder = try modelFolder()
    func sentence(_ arguments: String...) async throws -> String? {
      let run = try await VitcodRun(
        ["run", "--model", "model.safetensors", "--images", "images.npy", "--no-autoencoder"]
          + arguments, in: folder)
      #expect(run.code == 65 && run.output == "")
      return run.errors.split(separator: "\n").last.map(String.init)
    }
    let start = "Error: The sparsity is 0.99, but one entry a row beside rows and columns of class "
    let text = try await sentence("--sparsity", "0.99")
    #expect(text?.hasPrefix(start + "tokens already keeps ") == true, "\(text ?? "")")
    try folder.write(
      configuration("vitcod_tiny").replacing("  tokens: 16", with: "  tokens: 8"), to: "tiny.yaml")
    #expect(
      try await sentence("--theta-p", "0.9", "--config", "tiny.yaml")
        == "Error: The network has 10 tokens but vitcod_tiny holds 8; raise capacity.tokens to at "
        + "least 10.")
    try folder.write(
      configuration("vitcod_tiny").replacing("headDimension: 16", with: "headDimension: 4"),
      to: "tiny.yaml")
    #expect(
      try await sentence("--theta-p", "0.9", "--config", "tiny.yaml")
        == "Error: The network has 8 features a head but vitcod_tiny holds 4; raise "
        + "capacity.headDimension to at least 8.")
  }
}
