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

  /// The files that are read.
  var paths: [String] { [images] + (calibration.map { [$0] } ?? []) }

  /// The network for images of this size, and the images.
  ///
  /// - Throws: `Refusal` or `CommandFailure` for a file that holds no images of the network.
  func test(_ model: ModelFile) throws -> (ModelFile, ImageFile) {
    let (fitted, all) = try ImageFile.read(path: images, fitting: model)
    let test =
      try limit.map {
        all.prefix(try $0.checked(against: all.images.count, "--limit", of: images))
      } ?? all
    test.warnOfPixels(path: images, model.pixelNormalization)
    return (fitted, test)
  }

  /// - Parameter test: what `test(_:)` gives.
  /// - Throws: as `test(_:)`, and `CommandFailure` for images that are not normalised as `test`.
  func calibrationImages(_ model: ModelFile, _ test: ImageSet) throws -> ImageSet {
    guard let calibration else { return test }
    let file = try ImageFile(path: calibration, of: model)
    try file.check(path: calibration, isNormalizedAs: test, path: images)
    file.warnOfPixels(path: calibration, model.pixelNormalization)
    return file.images
  }
}

/// Where the masks come from: a file, or pruning.
struct MaskChoiceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Prune this share of the scores of all heads together, such as 0.9.", valueName: "share"))
  var sparsity: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keep in each row the fewest entries with this share of its attention, above 0, up to 1.",
      valueName: "share"))
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
    if let thetaP, !(thetaP > 0 && thetaP <= 1) {
      throw ValidationError("--theta-p is \(thetaP) but may be above 0, up to 1.")
    }
    if let sparsity, !(sparsity >= 0 && sparsity < 1) {
      throw ValidationError(
        "--sparsity is \(sparsity) but may be 0 up to, but not, 1; 95 % is 0.95.")
    }
    if mask != nil && maskMeans == nil {
      throw ValidationError("--mask needs --mask-means pruned or --mask-means kept.")
    }
    if mask == nil && (maskMeans != nil || maskMember != nil) {
      throw ValidationError("--mask-means and --mask-member belong to --mask; give it as well.")
    }
  }

  /// - Throws: `Refusal` or `CommandFailure` for a file that holds no masks of the network.
  func choice(_ shape: NetworkShape) throws -> MaskChoice {
    let rules = PruningRules(classTokens: shape.classTokens)
    if let thetaP { return .pruned(.mass(thetaP), rules) }
    guard let mask, let maskMeans else { return .pruned(.sparsityOfNetwork(sparsity ?? 0), rules) }
    do {
      let masks = try MaskFile(path: mask, member: maskMember, meaning: maskMeans).networkMasks()
      try masks.check(shape)
      return .given(masks)
    } catch let refusal as Refusal {
      throw refusal.placed(in: mask)
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
    guard let hiddenHeads else { return }
    guard autoencoder else {
      throw ValidationError("--hidden-heads and --no-autoencoder exclude each other.")
    }
    guard hiddenHeads >= 1 else {
      throw ValidationError("--hidden-heads is \(hiddenHeads) but may be 1 or more.")
    }
  }

  var choice: CompressionChoice {
    autoencoder ? .fitted(hiddenHeads: hiddenHeads) : .asGiven
  }
}
