import Foundation
import NetworkSpec
import TensorFiles

/// What stands beside a model in `config.json` and `preprocessor_config.json`, as Hugging Face and
/// timm write them; everything may be missing.
struct ModelConfiguration: Sendable, Equatable {
  var heads: Int?
  var normEpsilon: Double?
  var mean: [Double]?
  var deviation: [Double]?
  /// The names of the classes by their index.
  var classNames: [Int: String] = [:]

  init() {}

  /// Larger ones are no configurations.
  private static let bytesMaximum = 16 << 20

  /// Reads the files in the folder of a model, where there are any.
  ///
  /// - Throws: `FileRefusal` for a file that is no configuration, or one of a network that is
  ///   computed in another way.
  init(besideModel path: String) throws(FileRefusal) {
    // With its slash. As text, so that messages have a relative path where the caller gave one.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let network = folder + "config.json"
    if let json = try Self.contents(network) { try readNetwork(json, named: network) }
    let pixels = folder + "preprocessor_config.json"
    if let json = try Self.contents(pixels) { try readPixels(json, named: pixels) }
  }

  private static func contents(_ path: String) throws(FileRefusal) -> Data? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: bytesMaximum + 1), data.count <= bytesMaximum
    else {
      throw FileRefusal(
        in: path, "The configuration cannot be read or has over \(bytesMaximum) bytes; remove it.")
    }
    return data
  }

  /// - Throws: `FileRefusal` as `init(besideModel:)`.
  mutating func readNetwork(_ json: Data, named name: String) throws(FileRefusal) {
    let file = try Self.decoded(NetworkFile.self, json, named: name)
    if let activation = file.activation, activation != "gelu" {
      throw FileRefusal(
        in: name,
        "The activation is \(activation.shown), but the perceptrons here have gelu (with erf); "
          + "give a network with it.")
    }
    if let pool = file.pooling, !["", "token"].contains(pool) {
      throw FileRefusal(
        in: name,
        "The classifier looks at \"\(pool.shown)\", but networks here end with the class token; "
          + "give a network with it.")
    }
    heads = file.heads
    normEpsilon = file.normEpsilon
    mean = file.pretrained?.mean
    deviation = file.pretrained?.std
    let names = (file.classNames ?? [:]).compactMap { key, value in Int(key).map { ($0, value) } }
    classNames = Dictionary(names) { first, _ in first }
  }

  /// - Throws: `FileRefusal` as `init(besideModel:)`.
  mutating func readPixels(_ json: Data, named name: String) throws(FileRefusal) {
    let file = try Self.decoded(PixelFile.self, json, named: name)
    // Bytes stand for 0...1 before they are normalised, or the numbers mean something else.
    let isUsual = abs((file.factor ?? 1 / 255) * 255 - 1) < 1e-3
    guard file.isNormalized != false, file.isRescaled != false, isUsual else { return }
    mean = file.mean ?? mean
    deviation = file.deviation ?? deviation
  }

  private static func decoded<File: Decodable>(
    _ type: File.Type, _ json: Data, named name: String
  ) throws(FileRefusal) -> File {
    do {
      return try JSONDecoder().decode(type, from: json)
    } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw FileRefusal(
        in: name,
        "The value of \(key.shown) is not of the type that a ViT, DeiT or DINOv2 has; remove the "
          + "file, or give that of the model.")
    } catch {
      throw FileRefusal(
        in: name, "The file is not a configuration in JSON; remove it, or copy it again.")
    }
  }

  private struct NetworkFile: Decodable {
    let heads: Int?
    let normEpsilon: Double?
    let activation: String?
    let classNames: [String: String]?
    let pooling: String?
    let pretrained: Pixels?

    enum CodingKeys: String, CodingKey {
      case heads = "num_attention_heads"
      case normEpsilon = "layer_norm_eps"
      case activation = "hidden_act"
      case classNames = "id2label"
      case pooling = "global_pool"
      case pretrained = "pretrained_cfg"
    }

    struct Pixels: Decodable {
      let mean: [Double]?
      let std: [Double]?
    }
  }

  private struct PixelFile: Decodable {
    let mean: [Double]?
    let deviation: [Double]?
    let isNormalized: Bool?
    let isRescaled: Bool?
    let factor: Double?

    enum CodingKeys: String, CodingKey {
      case mean = "image_mean"
      case deviation = "image_std"
      case isNormalized = "do_normalize"
      case isRescaled = "do_rescale"
      case factor = "rescale_factor"
    }
  }
}
