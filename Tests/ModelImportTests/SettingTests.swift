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
    let said = try SafetensorsFile.bytes(
      of: TensorTable(weights).tensors, metadata: ["heads": "4.0"])
    #expect(
      refusal { _ = try ModelFile(parsing: said, named: "m") }
        == "m: The metadata say heads = \"4.0\", but nothing says how many heads the width of 8 "
        + "has; give their number with --model-heads, or the model's config.json beside the file.")
    #expect(
      refusal { _ = try ModelFile(path: "") }
        == "\"\": The file cannot be read; give the path of a readable one.")
    let configuration = folder.appending(path: "config.json")
    try Data("{\"num_attention_heads\": 4}".utf8).write(to: configuration)
    #expect(try ModelFile(path: path).weights == weights)
    try Data("{".utf8).write(to: configuration)
    #expect(
      refusal { _ = try ModelFile(path: path) }
        == "\(configuration.path): The file is not a configuration in JSON; remove it, or copy it "
        + "again.")
    let pixels = folder.appending(path: "preprocessor_config.json")
    for (file, text) in [(configuration, ""), (pixels, " \n")] {
      try Data("{}".utf8).write(to: configuration)
      try Data(text.utf8).write(to: file)
      #expect(
        refusal { _ = try ModelFile(path: path) }
          == "\(file.path): The configuration is empty; remove the file, or copy it again.")
    }
  }

  /// A text under a key, the kind that somebody's own recipe writes, and what it is not.
  static let foreign: [(key: String, text: String, rule: String)] = [
    ("heads", "[3]", "a number of heads that the width of 8 has"),
    ("heads", "four", "a number of heads that the width of 8 has"),
    ("heads", "3", "a number of heads that the width of 8 has"),
    ("heads", "0", "a number of heads that the width of 8 has"),
    ("heads", "9223372036854775808", "a number of heads that the width of 8 has"),
    ("layerNormEpsilon", "small", "a finite number of 0 or more"),
    ("layerNormEpsilon", "nan", "a finite number of 0 or more"),
    ("layerNormEpsilon", "-1e-6", "a finite number of 0 or more"),
    ("readout", "mean", "classToken, as the classifier has it"),
    ("readout", "averageOfTwo", "classToken, as the classifier has it"),
    ("readout", "classTokenAndPatchMean", "classToken, as the classifier has it"),
    ("pixelMean", "0.5", "3 numbers with commas between them"),
    ("pixelMean", "[0.5, 0.5, 0.5]", "3 numbers with commas between them"),
    ("pixelStandardDeviation", "1,0,1", "3 numbers above 0 with commas between them"),
    ("pixelStandardDeviation", "inf,1,1", "3 numbers above 0 with commas between them"),
  ]

  @Test("Metadata that cannot be meant are not used, which is said", arguments: foreign)
  func foreignMetadata(_ key: String, _ text: String, _ rule: String) throws {
    let weights = try smallNetwork()
    var table = try TensorTable(weights)
    let others = [
      "pixelMean": "0,0,0", "pixelStandardDeviation": "1,1,1", "format": "pt", "author": "{",
    ]
    table.metadata = others.merging([key: text]) { $1 }
    let model = try table.model(
      options: .init(), configuration: configuration("{\"num_attention_heads\": 4}"))
    #expect(model.weights == weights)
    #expect(model.headsSource == .configuration && model.normEpsilonSource == .convention)
    #expect((model.pixelNormalization == nil) == key.hasPrefix("pixel"))
    #expect(
      model.notes == [
        "m.safetensors: The metadata say \(key) = \"\(text)\", which is not \(rule); it is not "
          + "used."
      ])
  }

  @Test("What an option gives is not looked for in the metadata")
  func optionsFirst() throws {
    var table = try TensorTable(smallNetwork())
    table.metadata = ["heads": "[3]", "layerNormEpsilon": "x", "pixelMean": "y"]
    let pixels = try PixelNormalization(mean: [0, 0, 0], deviation: [1, 1, 1])
    let model = try table.model(
      options: .init(heads: 4, normEpsilon: 1e-6, pixelNormalization: pixels))
    #expect(try model.weights == smallNetwork())
    #expect(model.pixelNormalization == pixels)
    #expect(model.notes == [])
  }

  @Test(
    "Names of classes are taken where there are as many as classes",
    arguments: [
      ("a,b", ["a", "b"]), ("[\"a\", \"b, c\"]", ["a", "b, c"]), ("2", nil), ("10", nil),
      ("a,b,c", nil), ("", nil), ("{\"0\": \"a\"}", nil), ("[1, 2]", nil),
    ] as [(String, [String]?)])
  func classNames(_ text: String, _ names: [String]?) throws {
    var table = try TensorTable(smallNetwork(classes: 2))
    table.metadata = ["classes": text]
    let model = try table.model()
    #expect(model.classNames == names)
    #expect(model.notes == [])
    var one = try TensorTable(smallNetwork(classes: 1))
    one.metadata = ["classes": "1"]
    #expect(try one.model().classNames == nil)
  }

  @Test("Metadata that say something else than the configuration are taken, which is said")
  func metadataBeforeConfiguration() throws {
    var table = try TensorTable(smallNetwork())
    table.metadata = ["heads": "4", "layerNormEpsilon": "0.5"]
    let configuration = try configuration("{\"num_attention_heads\": 2, \"layer_norm_eps\": 0.5}")
    let model = try table.model(options: .init(), configuration: configuration)
    #expect(model.weights.shape.heads == 4)
    #expect(
      model.notes == [
        "m.safetensors: The metadata say heads = 4 and the configuration beside the file 2; the "
          + "metadata are taken."
      ])
  }

  @Test("A mean in the metadata without a deviation is not used, and neither the other way round")
  func halfNormalization() throws {
    for (key, other) in [
      ("pixelMean", "pixelStandardDeviation"), ("pixelStandardDeviation", "pixelMean"),
    ] {
      var table = try TensorTable(smallNetwork())
      table.metadata = [key: "0.5,0.5,0.5"]
      let model = try table.model()
      #expect(model.pixelNormalization == nil)
      #expect(
        model.notes == [
          "m.safetensors: The metadata say \(key) without \(other); it is not used."
        ])
    }
  }

  @Test("The heads that an auto-encoder takes are those of the network")
  func autoEncoder() throws {
    var table = try TensorTable(smallNetwork(hiddenHeads: 2))
    table.metadata = ["heads": "2"]
    let model = try table.model(options: .init())
    #expect(model.weights.shape.heads == 4 && model.headsSource == .autoEncoder)
    #expect(
      model.notes == [
        "m.safetensors: The metadata say heads = \"2\", which is not the 4 heads that the "
          + "auto-encoder takes; it is not used."
      ])
    #expect(
      try table.refusal(
        options: .init(), configuration: configuration("{\"num_attention_heads\": 2}")
      ) { $0.metadata = [:] }
        == "m.safetensors: The configuration beside the file says 2 heads but the auto-encoder "
        + "takes 4; give the configuration of this network, or remove it.")
  }

  @Test("Settings that do not go together are refused")
  func contradictions() throws {
    let table = try TensorTable(smallNetwork())
    #expect(
      try table.refusal(options: .init(heads: 3)) { _ in }
        == "m.safetensors: A width of 8 features is not a multiple of 3 heads; give the number of "
        + "heads that the network was trained with.")
    #expect(
      try table.refusal(options: .init(heads: 4, normEpsilon: .nan)) { _ in }
        == "m.safetensors: An epsilon of nan for LayerNorm is not a finite number of 0 or more; "
        + "give the one that the network was trained with, such as 1e-6.")
    let pixels = try PixelNormalization(mean: [0.5], deviation: [0.5])
    #expect(
      try table.refusal(options: .init(heads: 4, pixelNormalization: pixels)) { _ in }
        == "m.safetensors: Pixels are normalised with 1 mean, but images have 3 channels; give "
        + "one mean and deviation a channel with --pixel-mean and --pixel-std.")
    #expect(
      try table.refusal(configuration: configuration(pixels: "{\"image_mean\": [0.5]}")) { _ in }
        == "m.safetensors: 1 means and 0 deviations are not those of the channels; give one of "
        + "each for every channel.")
  }
}
