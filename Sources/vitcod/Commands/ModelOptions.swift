import ArgumentParser
import Basics
import ModelImport
import NetworkSpec

/// A network, and what its file may leave open.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The network, a safetensors file with the names of timm or Hugging Face: ViT, DeiT, DINOv2, "
        + "or one of ViTCoD with auto-encoders.",
      valueName: "file"))
  var model: String

  @OptionGroup var settings: ModelSettingOptions

  /// Refuses what normalises bytes for images that are floats.
  ///
  /// - Throws: `CommandFailure`.
  func checkFloats() throws {
    guard settings.pixelMean.isEmpty else {
      throw CommandFailure.usage(
        "--pixel-mean and --pixel-std normalise bytes, but the images are floats, which are taken "
          + "as normalised; leave the options out, or give the images as uint8.")
    }
  }

  /// Reads the network, and prints what its file says and is not used.
  ///
  /// - Throws: `Refusal` for a file that holds no such network, or numbers that cannot normalise.
  func read() throws -> ModelFile {
    try .read(path: model, options: settings.options)
  }
}

/// What the file of a network may leave open.
struct ModelSettingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Heads of each block, if neither the file nor a config.json beside it says so. "
        + "(default: for widths 192, 384, 768 and 1024 those of the published models)",
      valueName: "n"))
  var modelHeads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What LayerNorm adds to the variance. (default: from the file or its config.json, else "
        + "what the family of models has)",
      valueName: "number"))
  var normEpsilon: Float?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The mean of each channel, of pixels 0 to 1, such as 0.485 0.456 0.406: "
        + "bytes enter as (byte / 255 - mean) / std. "
        + "(default: from the file or a preprocessor_config.json beside it)",
      valueName: "number"))
  var pixelMean: [Float] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The standard deviation of each channel.", valueName: "number"))
  var pixelStd: [Float] = []

  func validate() throws {
    if pixelMean.isEmpty != pixelStd.isEmpty {
      throw ValidationError("--pixel-mean and --pixel-std belong together; give both.")
    }
    try Self.check("--pixel-mean", pixelMean) { $0 >= 0 }
    try Self.check("--pixel-std", pixelStd) { $0 > 0 }
  }

  /// - Throws: `ValidationError` for numbers that are not of pixels 0 to 1.
  private static func check(
    _ option: String, _ numbers: [Float], isLargeEnough: (Float) -> Bool
  ) throws {
    if let number = numbers.first(where: { !isLargeEnough($0) }) {
      let least = isLargeEnough(0) ? "0 to 1" : "above 0, up to 1"
      throw ValidationError("\(option) is \(number) but may be \(least).")
    }
    if let number = numbers.first(where: { $0 > 1 }) {
      throw ValidationError(
        "\(option) is \(number) but is of pixels 0 to 1; divide numbers of 0 to 255 by 255.")
    }
  }

  /// - Throws: `Refusal` for numbers that cannot normalise.
  var options: ModelFile.Options {
    get throws {
      try ModelFile.Options(
        heads: modelHeads, normEpsilon: normEpsilon,
        pixelNormalization: pixelMean.isEmpty
          ? nil : PixelNormalization(mean: pixelMean, deviation: pixelStd))
    }
  }
}
