import Basics
import Foundation
import NetworkSpec
import TensorFiles

/// What stands beside a model in `config.json` and `preprocessor_config.json`, as Hugging Face and
/// timm write them; everything may be missing.
///
/// A key that changes what a network computes is read, held against the tensors, or refused; a key
/// that is not known is noted.
struct ModelConfiguration: Sendable, Equatable {
  var heads: Int?
  var normEpsilon: Double?
  var mean: [Double]?
  var deviation: [Double]?
  /// The names of the classes by their index.
  var classNames: [Int: String] = [:]
  /// timm's name of the network.
  var architecture: String?
  /// Channels, rows and columns of an image that the weights were trained with.
  var inputSize: [Int]?
  /// What is said of the tensors.
  var claims: [ConfigurationClaim] = []
  /// Sentences about what was found and not used.
  var notes: [String] = []

  init() {}

  /// Larger ones are no configurations.
  static let bytesMax = 16 << 20

  /// Reads the files in the folder of a model, where there are any.
  ///
  /// - Throws: `Refusal` for a file that is no configuration, or one of a network that is
  ///   computed in another way.
  init(besideModel path: String) throws(Refusal) {
    // With its slash. As text, so that messages have a relative path where the caller gave one.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let network = folder + "config.json"
    if let json = try Self.contents(network) { try readNetwork(json, named: network) }
    let pixels = folder + "preprocessor_config.json"
    if let json = try Self.contents(pixels) { try readPixels(json, named: pixels) }
  }

  private static func contents(_ path: String) throws(Refusal) -> Data? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: bytesMax + 1) ?? Data(), data.count <= bytesMax
    else {
      throw Refusal(
        in: path, "The configuration cannot be read or has over \(bytesMax) bytes; remove it.")
    }
    return data
  }

  /// - Throws: `Refusal` as `init(besideModel:)`.
  mutating func readNetwork(_ json: Data, named name: String) throws(Refusal) {
    var object = try Self.object(json, named: name)
    try readHuggingFace(&object)
    try readTimm(&object)
    noteUnknown(object.rest, in: name)
  }

  /// - Throws: `Refusal` as `init(besideModel:)`.
  mutating func readPixels(_ json: Data, named name: String) throws(Refusal) {
    var object = try Self.object(json, named: name)
    if try object.flag("do_flip_channel_order") == true {
      notes.append(
        "\(name): The channels of an image change their order (do_flip_channel_order); give "
          + "images with blue first.")
    }
    // Bytes stand for 0...1 before they are normalised, or the numbers mean something else.
    let isUsual = abs((try object.number("rescale_factor") ?? 1 / 255) * 255 - 1) < 1e-3
    let isNormalized = try object.flag("do_normalize") ?? true
    let isRescaled = try object.flag("do_rescale") ?? true
    guard isNormalized, isRescaled, isUsual else { return }
    let (ownMean, ownDeviation) = (
      try object.numbers("image_mean"), try object.numbers("image_std")
    )
    if let mean, let deviation, let ownMean, let ownDeviation,
      mean != ownMean || deviation != ownDeviation
    {
      notes.append(
        "\(name): Pixels are normalised otherwise than config.json says; the numbers of this file "
          + "are taken.")
    }
    mean = ownMean ?? mean
    deviation = ownDeviation ?? deviation
  }

  private static func object(
    _ json: Data, named name: String
  ) throws(Refusal) -> ConfigurationObject {
    guard !json.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
      throw Refusal(
        in: name, "The configuration is empty; remove the file, or copy it again.")
    }
    guard let members = JSONValue(parsing: Array(json))?.object else {
      throw Refusal(
        in: name, "The file is not a configuration in JSON; remove it, or copy it again.")
    }
    return ConfigurationObject(members, in: name)
  }

  /// A sentence for images of another size than the positions have, which exports of networks whose
  /// images were resized may say.
  func inputNote(_ shape: NetworkShape) -> String? {
    guard let inputSize, inputSize.count == 3 else { return nil }
    let (rows, columns) = (inputSize[1], inputSize[2])
    let isSaidOtherwise = claims.contains { claim in
      if case .imageSide = claim.subject { true } else { false }
    }
    guard rows != columns || rows / shape.patchSide != shape.grid, !isSaidOtherwise else {
      return nil
    }
    return "The configuration beside the file says that the network sees images of \(rows) x "
      + "\(columns), but its positions are those of \(shape.imageSide) x \(shape.imageSide), which "
      + "are taken."
  }

  /// Notes keys of which nothing is known.
  mutating func noteUnknown(_ keys: [String], in file: String) {
    guard !keys.isEmpty else { return }
    let shown = keys.prefix(6).joined(separator: ", ") + (keys.count > 6 ? ", ..." : "")
    notes.append(
      "\(file): Not known here and not used: \(shown). If one changes what the network computes, "
        + "its results are not those of its framework.")
  }
}
