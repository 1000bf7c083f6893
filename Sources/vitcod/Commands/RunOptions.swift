import ArgumentParser
import AttentionSpec
import CoSimulation
import ModelImport
import NetworkPipeline
import NetworkQuantization
import NetworkSpec
import SplitAndConquer

/// The images that a network runs on.
struct ImageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Images, an npy file or an npz file with arrays images and perhaps labels: uint8 "
        + "[n, side, side], [n, channels, side, side] or [n, side, side, channels], or float32 "
        + "[n, channels, side, side], normalised.",
      valueName: "file"))
  var images: String

  @Option(
    help: ArgumentHelp(
      "Images for averaged attention, auto-encoders and calibration. (default: the same ones)",
      valueName: "file"))
  var calibration: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only the first of the images. (default: all)", valueName: "count"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 {
      throw ValidationError("--limit is \(limit) but may be 1 or more.")
    }
  }

  /// - Throws: `FileRefusal` for a file that holds no images of the network, `Refusal` likewise.
  func test(_ model: ModelFile) throws -> ImageFile {
    let all = try file(images, model)
    return limit.map(all.prefix) ?? all
  }

  func calibrationImages(_ model: ModelFile, _ test: ImageSet) throws -> ImageSet {
    try calibration.map { try file($0, model).images } ?? test
  }

  private func file(_ path: String, _ model: ModelFile) throws -> ImageFile {
    let file = try ImageFile(
      path: path, channels: model.weights.shape.channels,
      normalization: model.pixelNormalization)
    do {
      try file.images.check(model.weights.shape)
    } catch let refusal as Refusal {
      throw CommandFailure.badInput("\(path): \(refusal)")
    }
    return file
  }
}

/// Where the masks come from: a file, or pruning.
struct MaskChoiceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Prune so many of all scores of all heads together, 0 to 1.", valueName: "fraction"))
  var sparsity: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Prune what each row has beside the fewest entries with so much of its attention, 0 to 1.",
      valueName: "mass"))
  var thetaP: Double?

  @Option(
    help: ArgumentHelp(
      "Take masks from a NumPy file, [blocks, heads, n, n], in place of pruning.",
      valueName: "file"))
  var mask: String?

  @Option(
    help: ArgumentHelp(
      "The name of the array with the masks, if an npz file holds several.", valueName: "name"))
  var maskMember: String?

  @Option(
    help: ArgumentHelp(
      "What True means in the mask file: pruned or kept. Needed with --mask.",
      valueName: "meaning"))
  var maskMeans: MaskMeaning?

  func validate() throws {
    let choices = [sparsity != nil, thetaP != nil, mask != nil].count { $0 }
    guard choices == 1 else {
      throw ValidationError("Give one of --sparsity, --theta-p and --mask.")
    }
    if mask != nil && maskMeans == nil {
      throw ValidationError("--mask needs --mask-means pruned or --mask-means kept.")
    }
    if mask == nil && (maskMeans != nil || maskMember != nil) {
      throw ValidationError("--mask-means and --mask-member belong to --mask; give it as well.")
    }
  }

  /// - Throws: `FileRefusal` or `CommandFailure` for a file that holds no masks of the network.
  func choice(_ shape: NetworkShape) throws -> MaskChoice {
    let rules = PruningRules(classTokens: shape.classTokens)
    if let thetaP { return .pruned(.mass(thetaP), rules) }
    if let sparsity { return .pruned(.sparsityOfNetwork(sparsity), rules) }
    guard let mask, let maskMeans else { return .given(try .dense(shape)) }
    do {
      let masks = try MaskFile(path: mask, name: maskMember, meaning: maskMeans).networkMasks()
      try masks.check(shape)
      return .given(masks)
    } catch let refusal as Refusal {
      throw CommandFailure.badInput("\(mask): \(refusal)")
    }
  }
}

/// How the scales of integers are found.
struct CalibrationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the scale of a tensor follows from the calibration images: so that nothing is clamped, "
        + "or so that rounding and clamping together have the least squared error.",
      valueName: "rule"))
  var ranges: RangeRule = .standard
}

extension RangeRule: ExpressibleByArgument {}

/// Whether queries and keys are compressed.
struct CompressionOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Fit auto-encoders across heads, if the network has none: the principal components of its "
        + "queries and keys."))
  var autoencoder = true

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Heads that fitted auto-encoders leave. (default: half, rounded up)", valueName: "n"))
  var hiddenHeads: Int?

  func validate() throws {
    if hiddenHeads != nil && !autoencoder {
      throw ValidationError("--hidden-heads and --no-autoencoder exclude each other.")
    }
  }

  var choice: CompressionChoice {
    autoencoder ? .fitted(hiddenHeads: hiddenHeads) : .asGiven
  }
}
