import AttentionSpec
import Foundation
import NetworkSpec
import TensorFiles
import Testing

@testable import ModelImport

@Suite("What tensors do not tell")
struct SettingTests {
  private func configuration(
    _ network: String = "{}", pixels: String? = nil
  ) throws -> ModelConfiguration {
    var configuration = ModelConfiguration()
    try configuration.readNetwork(Data(network.utf8), named: "config.json")
    if let pixels {
      try configuration.readPixels(Data(pixels.utf8), named: "preprocessor_config.json")
    }
    return configuration
  }

  @Test("A configuration of Hugging Face gives heads, epsilon, names and pixels")
  func huggingFace() throws {
    let configuration = try configuration(
      """
      {"model_type": "vit", "hidden_act": "gelu", "num_attention_heads": 4, "layer_norm_eps": 1e-05,
       "id2label": {"0": "a, b", "1": "c"}, "image_size": 6}
      """,
      pixels: """
        {"do_normalize": true, "do_rescale": true, "rescale_factor": 0.00392156862745098,
         "image_mean": [0.5, 0.25, 0.75], "image_std": [1, 2, 3], "size": {"height": 6}}
        """)
    let model = try TensorTable(smallNetwork(classes: 2))
      .model(options: .init(), configuration: configuration)
    #expect(model.weights.shape.heads == 4)
    #expect(model.weights.shape.normEpsilon == 1e-5)
    #expect(model.headsSource == .configuration && model.normEpsilonSource == .configuration)
    #expect(model.classNames == ["a, b", "c"])
    #expect(
      try model.pixelNormalization
        == PixelNormalization(mean: [0.5, 0.25, 0.75], deviation: [1, 2, 3]))
  }

  @Test("A configuration of timm gives pixels")
  func timm() throws {
    let configuration = try configuration(
      """
      {"architecture": "vit_tiny_patch16_224", "num_classes": 5, "global_pool": "token",
       "pretrained_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25], "url": ""}}
      """)
    let model = try TensorTable(smallNetwork()).model(configuration: configuration)
    #expect(
      try model.pixelNormalization
        == PixelNormalization(mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25]))
    #expect(model.classNames == nil)
  }

  @Test(
    "Pixels that are not bytes of 0 to 1 are left to the caller",
    arguments: ["\"do_normalize\": false", "\"do_rescale\": false", "\"rescale_factor\": 0.0078"])
  func unusualPixels(_ text: String) throws {
    let pixels = "{\(text), \"image_mean\": [0, 0, 0], \"image_std\": [1, 1, 1]}"
    let model = try TensorTable(smallNetwork()).model(configuration: configuration(pixels: pixels))
    #expect(model.pixelNormalization == nil)
  }

  @Test("The metadata come before the configuration")
  func order() throws {
    var table = try TensorTable(smallNetwork())
    table.metadata = ["heads": "2", "layerNormEpsilon": "0.25"]
    let model = try table.model(
      options: .init(),
      configuration: configuration("{\"num_attention_heads\": 4, \"layer_norm_eps\": 1}"))
    #expect(model.weights.shape.heads == 2)
    #expect(model.weights.shape.normEpsilon == 0.25)
    #expect(model.headsSource == .metadata)
  }

  @Test("Widths of published models have heads of 64 features")
  func convention() throws {
    let shape = try NetworkShape(
      channels: 1, imageSide: 2, patchSide: 1, width: 192, heads: 3, blocks: 1, hidden: 4,
      classes: 0)
    let weights = try NetworkWeights.random(shape: shape, seed: 1)
    let model = try TensorTable(weights).model(options: .init())
    #expect(model.weights == weights)
    #expect(model.headsSource == .convention)
    #expect(model.headsSource.description == "as published models have it")
  }

  @Test("Configurations are read from the folder of the model")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vitcod-import-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "model.safetensors").path
    let weights = try smallNetwork()
    let bytes = try SafetensorsFile.bytes(of: TensorTable(weights).tensors)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(
      refusal { _ = try ModelFile(path: path) }
        == "\(path): Nothing says how many heads the width of 8 has; give their number with "
        + "--model-heads, or the model's config.json beside the file.")
    let configuration = folder.appending(path: "config.json")
    try Data("{\"num_attention_heads\": 4}".utf8).write(to: configuration)
    #expect(try ModelFile(path: path).weights == weights)
    try Data("{".utf8).write(to: configuration)
    #expect(
      refusal { _ = try ModelFile(path: path) }
        == "\(configuration.path): The file is not a configuration in JSON; remove it, or copy it "
        + "again.")
  }

  @Test("Configurations of other networks are refused")
  func otherConfigurations() throws {
    #expect(
      refusal { _ = try configuration("{\"hidden_act\": \"quick_gelu\"}") }
        == "config.json: The activation is quick_gelu, but the perceptrons here have gelu (with "
        + "erf); give a network with it.")
    #expect(
      refusal { _ = try configuration("{\"global_pool\": \"avg\"}") }
        == "config.json: The classifier looks at \"avg\", but networks here end with the class "
        + "token; give a network with it.")
    #expect(
      refusal { _ = try configuration("{\"num_attention_heads\": [1, 2]}") }
        == "config.json: The value of num_attention_heads is not of the type that a ViT, DeiT or "
        + "DINOv2 has; remove the file, or give that of the model.")
    #expect(
      refusal { _ = try configuration("[]") }
        == "config.json: The file is not a configuration in JSON; remove it, or copy it again.")
  }

  @Test("Settings that do not go together are refused")
  func contradictions() throws {
    let table = try TensorTable(smallNetwork(hiddenHeads: 2))
    func refused(_ metadata: [String: String]) throws -> String {
      try table.refusal(options: .init()) { $0.metadata = metadata }
    }
    #expect(
      try refused(["heads": "2"])
        == "m.safetensors: The metadata say 2 heads but the auto-encoder takes 4; write the file "
        + "again.")
    #expect(
      try refused(["heads": "four"])
        == "m.safetensors: The metadata say heads = \"four\", but it is a whole number; write the "
        + "file again.")
    #expect(
      try refused(["layerNormEpsilon": "small"])
        == "m.safetensors: The metadata say layerNormEpsilon = \"small\", but it is a number; "
        + "write the file again.")
    #expect(
      try refused(["readout": "mean"])
        == "m.safetensors: The metadata say readout = \"mean\", but it is one of classToken, "
        + "averageOfTwo, classTokenAndPatchMean; write the file again.")
    #expect(
      try refused(["pixelMean": "0.5,,1", "pixelStandardDeviation": "1"])
        == "m.safetensors: The metadata say pixelMean = \"0.5,,1\", but it is numbers with commas "
        + "between them; write the file again.")
    #expect(
      try refused(["pixelMean": "0.5"])
        == "m.safetensors: 1 means and 0 deviations are not those of the channels; give one of "
        + "each for every channel.")
    #expect(
      try refused(["pixelMean": "0.5", "pixelStandardDeviation": "0.5"])
        == "m.safetensors: Pixels are normalised with 1 mean, but images have 3 channels; give "
        + "one mean and deviation a channel with --pixel-mean and --pixel-std.")
    #expect(
      try refused(["classes": "cat,dog"])
        == "m.safetensors: The metadata name 2 classes, but the classifier has 5; write the file "
        + "again.")
    #expect(
      try refused(["layerNormEpsilon": "nan"])
        == "m.safetensors: An epsilon of nan for LayerNorm is not a finite number of 0 or more; "
        + "give the one that the network was trained with, such as 1e-6.")
    #expect(
      try TensorTable(smallNetwork()).refusal(options: .init(heads: 3)) { _ in }
        == "m.safetensors: A width of 8 features is not a multiple of 3 heads; give the number of "
        + "heads that the network was trained with.")
  }
}
