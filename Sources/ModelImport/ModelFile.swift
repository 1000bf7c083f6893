import Basics
import NetworkSpec
import TensorFiles

/// A network in a safetensors file, of timm or Hugging Face: ViT, DeiT, DINOv2, and those of ViTCoD
/// with auto-encoders. The names of the tensors tell which; every tensor must be one of such a
/// network, so that no other model is taken for one.
///
/// Layer scale becomes part of the layer before it, missing biases of Q, K and V are zeros.
public struct ModelFile: Sendable {
  /// What the tensors do not tell. What is nil comes from the metadata of the file, from
  /// `config.json` and `preprocessor_config.json` beside it, or from what published models have.
  public struct Options: Sendable {
    public var heads: Int?
    public var normEpsilon: Float?
    public var pixelNormalization: PixelNormalization?

    public init(
      heads: Int? = nil, normEpsilon: Float? = nil, pixelNormalization: PixelNormalization? = nil
    ) {
      self.heads = heads
      self.normEpsilon = normEpsilon
      self.pixelNormalization = pixelNormalization
    }
  }

  public internal(set) var weights: NetworkWeights
  /// Whose names the tensors have.
  public let family: ModelFamily
  /// Where the number of heads comes from.
  public let headsSource: SettingSource
  /// Where the epsilon of LayerNorm comes from.
  public let normEpsilonSource: SettingSource
  /// How bytes of images become what the network was trained with; nil where nothing says it.
  public let pixelNormalization: PixelNormalization?
  /// The names of the classes; nil where nothing says them.
  public let classNames: [String]?
  /// Sentences about what the metadata or a configuration say and what was not used, for the person
  /// who gave the file.
  public internal(set) var notes: [String]
  /// How positions are interpolated for images of another size; nil for a network of one size.
  public let interpolation: PositionInterpolation?

  /// Reads a file, and the configurations beside it.
  ///
  /// - Throws: `Refusal` for a file that is no safetensors file, or a network that is none of
  ///   those above; it names the tensor.
  public init(path: String, options: Options = Options()) throws(Refusal) {
    if let ending = [".pth", ".pt", ".bin", ".ckpt"].first(where: path.hasSuffix) {
      throw Refusal(
        in: path,
        "A \(ending) file can run code when it is read; in Python, save_file(torch.load(path, "
          + "weights_only=True), \"model.safetensors\") of safetensors.torch writes what is read "
          + "here.")
    }
    try ShardRefusal.check(path)
    let file = try SafetensorsFile(path: path)
    try self.init(
      file, path: path, configuration: ModelConfiguration(besideModel: path), options: options)
  }

  /// Reads the bytes of a file. No input traps.
  ///
  /// - Parameter name: What messages call the file.
  /// - Throws: `Refusal` as `init(path:options:)`.
  public init(
    parsing bytes: [UInt8], named name: String, options: Options = Options()
  ) throws(Refusal) {
    let file = try SafetensorsFile(parsing: bytes, named: name)
    try self.init(file, path: name, configuration: ModelConfiguration(), options: options)
  }

  init(
    _ file: SafetensorsFile, path: String, configuration: ModelConfiguration, options: Options
  ) throws(Refusal) {
    let settings = ModelSettings(
      options: options, metadata: ModelMetadata(file.metadata), configuration: configuration,
      path: path)
    var reader = try NetworkReader(TensorReader(file, path: path), settings)
    let shape = reader.shape
    // Before the tensors, which take longer.
    pixelNormalization = try reader.settings.pixelNormalization(channels: shape.channels)
    classNames = reader.settings.classNames(count: shape.classes)
    notes = reader.settings.notes
    interpolation = Self.interpolation(reader.tensors, configuration)
    family = reader.naming.family
    headsSource = reader.headsSource
    normEpsilonSource = reader.normEpsilonSource
    weights = try reader.weights()
  }
}
