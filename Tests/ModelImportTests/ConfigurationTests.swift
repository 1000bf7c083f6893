import AttentionSpec
import Foundation
import NetworkSpec
import Testing

@testable import ModelImport

/// config.json and preprocessor_config.json, key by key.
@Suite("Configurations")
struct ConfigurationTests {
  /// As timm 1.0.31 writes it, of the network that `smallNetwork` makes, with more arguments.
  private static func timm(_ arguments: String = "", _ more: String = "") -> String {
    """
    {"architecture": "vit_tiny_patch16_224", "num_classes": 5, "num_features": 8,
     "global_pool": "token", \(more)
     "model_args": {"embed_dim": 8, "depth": 2, "patch_size": 2, "mlp_ratio": 1.25,
       "in_chans": 3, "num_classes": 5, "global_pool": "token", "img_size": [6, 6]\(arguments)},
     "pretrained_cfg": {"tag": "augreg_in21k_ft_in1k", "custom_load": false,
       "input_size": [3, 6, 6], "fixed_input_size": true, "interpolation": "bicubic",
       "crop_pct": 0.9, "crop_mode": "center", "mean": [0.5, 0.5, 0.5],
       "std": [0.25, 0.25, 0.25], "num_classes": 5, "pool_size": null,
       "first_conv": "patch_embed.proj", "classifier": "head", "license": "apache-2.0"}}
    """
  }

  /// As transformers 5.24 writes it, of the same network.
  private static func huggingFace(_ more: String = "") -> String {
    """
    {"architectures": ["ViTForImageClassification"], "attention_probs_dropout_prob": 0.0,
     "dtype": "float32", "encoder_stride": 16, "hidden_act": "gelu", "hidden_dropout_prob": 0.0,
     "hidden_size": 8, "image_size": 6, "initializer_range": 0.02, "intermediate_size": 10,
     "layer_norm_eps": 1e-12, "model_type": "vit", "num_attention_heads": 4, "num_channels": 3,
     "num_hidden_layers": 2, "patch_size": 2, "pooler_act": "tanh", "pooler_output_size": 8,
     "qkv_bias": true, "transformers_version": "5.24.0"\(more)}
    """
  }

  private func configuration(_ text: String) throws -> ModelConfiguration {
    var configuration = ModelConfiguration()
    try configuration.readNetwork(Data(text.utf8), named: "config.json")
    return configuration
  }

  private func model(_ text: String) throws -> ModelFile {
    try TensorTable(smallNetwork()).model(options: .init(), configuration: configuration(text))
  }

  /// The sentence with which a network or its configuration is refused.
  private func refused(_ text: String) -> String { refusal { _ = try model(text) } }

  @Test("A configuration of transformers is read, and nothing of it is left over")
  func transformers() throws {
    let model = try model(Self.huggingFace())
    #expect(model.weights.shape.heads == 4 && model.headsSource == .configuration)
    #expect(model.weights.shape.normEpsilon == 1e-12 && model.normEpsilonSource == .configuration)
    #expect(model.notes == [])
  }

  @Test("A configuration of timm is read, and nothing of it is left over")
  func timm() throws {
    let model = try model(Self.timm(", \"num_heads\": 2, \"norm_eps\": 1e-5"))
    #expect(model.weights.shape.heads == 2 && model.headsSource == .configuration)
    #expect(model.weights.shape.normEpsilon == 1e-5 && model.normEpsilonSource == .configuration)
    #expect(
      try model.pixelNormalization
        == PixelNormalization(mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25]))
    #expect(model.notes == [] && model.classNames == nil)
  }

  @Test("Before 2023 timm wrote what is in pretrained_cfg beside the architecture")
  func oldTimm() throws {
    let model = try TensorTable(smallNetwork()).model(
      configuration: configuration(
        """
        {"architecture": "vit_other", "mean": [0, 0, 0], "std": [1, 1, 1], "num_classes": 5,
         "input_size": [3, 6, 6], "url": "", "labels": ["a", "b", "c", "d", "e"]}
        """))
    #expect(
      try model.pixelNormalization == PixelNormalization(mean: [0, 0, 0], deviation: [1, 1, 1]))
    #expect(model.classNames == ["a", "b", "c", "d", "e"])
    #expect(
      model.notes == [
        "config.json: The architecture vit_other is not known here; it is computed as the ViT, "
          + "DeiT or DINOv2 that its tensors are named like."
      ])
  }

  @Test("The heads of an architecture stay where its width is another")
  func architectureHeads() throws {
    let shape = try NetworkShape(
      channels: 1, imageSide: 2, patchSide: 1, width: 384, heads: 3, blocks: 1, hidden: 4,
      classes: 0)
    let table = try TensorTable(.random(shape: shape, seed: 1))
    let text = "{\"architecture\": \"vit_tiny_patch16_224\", \"model_args\": {\"embed_dim\": 384}}"
    let model = try table.model(options: .init(), configuration: configuration(text))
    #expect(model.weights.shape.heads == 3 && model.headsSource == .configuration)
  }

  @Test(
    "Names of architectures tell width and heads",
    arguments: [
      ("vit_tiny_patch16_224", [192, 3]), ("deit_small_distilled_patch16_224", [384, 6]),
      ("deit3_medium_patch16_224", [512, 8]), ("vit_base_patch14_dinov2", [768, 12]),
      ("flexivit_large", [1024, 16]), ("vit_base_patch16_plus_240", [896, 14]),
      ("vit_huge_patch14_224", [1280, 16]), ("vit_base_patch16_224_miil", [768, 12]),
      ("vit_base_patch16_clip_quickgelu_224", nil), ("vit_base_patch16_gap_224", nil),
      ("vit_base_patch14_reg4_dinov2", nil), ("vit_small_patch16_18x2_224", nil),
      ("vit_base_patch32_siglip_256", nil), ("resnet50", nil), ("vit_tiny_r_s16_p8_224", nil),
      ("beit_base_patch16_224", nil), ("", nil),
    ] as [(String, [Int]?)])
  func architectures(_ name: String, _ sizes: [Int]?) {
    #expect(TimmArchitecture(name).map { [$0.width, $0.heads] } == sizes)
  }

  /// What a configuration says, and what is said of it.
  static let others: [(text: String, sentence: String)] = [
    (
      huggingFace(", \"hidden_act\": \"quick_gelu\"").replacing(
        "\"hidden_act\": \"gelu\", ", with: ""),
      "The activation is quick_gelu, but the perceptrons here have gelu (with erf); give a network "
        + "with it."
    ),
    (
      timm(", \"act_layer\": \"gelu_tanh\""),
      "The activation is gelu_tanh, but the perceptrons here have gelu (with erf); give a network "
        + "with it."
    ),
    (
      "{\"architecture\": \"vit_base_patch16_clip_quickgelu_224\"}",
      "The activation is quick_gelu, but the perceptrons here have gelu (with erf); give a network "
        + "with it."
    ),
    (
      "{\"global_pool\": \"avg\"}",
      "The classifier looks at \"avg\", but networks here end with the class token; give a network "
        + "with it."
    ),
    (
      "{\"model_args\": {\"global_pool\": \"map\"}}",
      "The classifier looks at \"map\", but networks here end with the class token; give a network "
        + "with it."
    ),
    (
      "{\"model_args\": {\"norm_layer\": \"rmsnorm\"}}",
      "The norm is rmsnorm, but networks here have LayerNorm; give a network with it."
    ),
    (
      timm(", \"qk_norm\": true"),
      "The value of model_args.qk_norm is true, but networks here have no norm of queries and "
        + "keys; give a ViT, DeiT or DINOv2 of that kind."
    ),
    (
      timm(", \"mlp_layer\": \"swiglu\""),
      "The value of model_args.mlp_layer is \"swiglu\", but networks here have timm's standard "
        + "perceptron; give a ViT, DeiT or DINOv2 of that kind."
    ),
    (
      "{\"pruned_heads\": {\"0\": [1]}}",
      "The value of pruned_heads is {...}, but networks here have all heads; give a ViT, DeiT or "
        + "DINOv2 of that kind."
    ),
    (
      "{\"image_size\": [3, 12], \"num_attention_heads\": 4}",
      "The value of image_size is [3, 12], but images and patches here are square; give a network "
        + "of square ones."
    ),
    (
      "{\"num_attention_heads\": 4, \"model_args\": {\"num_heads\": 2}}",
      "The value of model_args.num_heads is 2, but another key says 4; give the configuration of "
        + "this network, or remove it."
    ),
    (
      "{\"num_attention_heads\": [1, 2]}",
      "The value of num_attention_heads is not of the type that a ViT, DeiT or DINOv2 has; remove "
        + "the file, or give that of the model."
    ),
    (
      "{\"model_args\": {\"num_heads\": 1.5}}",
      "The value of model_args.num_heads is not of the type that a ViT, DeiT or DINOv2 has; remove "
        + "the file, or give that of the model."
    ),
    ("[]", "The file is not a configuration in JSON; remove it, or copy it again."),
  ]

  @Test("What makes another network is refused", arguments: others)
  func refusals(_ text: String, _ sentence: String) {
    #expect(refused(text) == "config.json: " + sentence)
  }

  @Test(
    "What contradicts the tensors is refused",
    arguments: [
      ("\"hidden_size\": 16", "By hidden_size the width is 16", "8"),
      ("\"num_hidden_layers\": 12", "By num_hidden_layers the number of blocks is 12", "2"),
      (
        "\"intermediate_size\": 32",
        "By intermediate_size the number of hidden features is 32",
        "10"
      ),
      ("\"mlp_ratio\": 4", "By mlp_ratio the ratio of hidden features is 4.0", "1.25"),
      ("\"head_dim\": 4", "By head_dim the width of a head is 4", "2"),
      ("\"patch_size\": [4, 4]", "By patch_size the side of a patch is 4", "2"),
      ("\"num_channels\": 1", "By num_channels the number of channels is 1", "3"),
      ("\"image_size\": 8", "By image_size the side of an image is 8", "6"),
      ("\"num_classes\": 6", "By num_classes the number of classes is 6", "5"),
      ("\"global_pool\": \"\"", "By global_pool the number of classes is 0", "5"),
      ("\"qkv_bias\": false", "By qkv_bias the bias of queries is false", "true"),
      ("\"model_args\": {\"depth\": 3}", "By model_args.depth the number of blocks is 3", "2"),
      (
        "\"architecture\": \"vit_tiny_patch16_224\"", "By architecture the width is 192", "8"
      ),
    ])
  func contradictions(_ key: String, _ said: String, _ found: String) {
    #expect(
      refused("{\"num_attention_heads\": 4, \(key)}")
        == "config.json: \(said), but by the tensors of the network \(found); give the "
        + "configuration of this network, or remove it.")
  }

  @Test(
    "JSON is read as Python reads it",
    arguments: [
      ("{\"a\": [1, -2.5e3, true, null, \"x\"]}", "{...}"), (" [ ] ", "[]"), ("-0.5E-1", "-0.05"),
      ("[NaN, Infinity, -Infinity]", "[nan, inf, -inf]"), ("\u{FEFF}1", "1"), ("1.", nil),
      (".5", nil), ("[1,]", nil), ("{\"a\" 1}", nil), ("nulls", nil), ("", nil), ("1e", nil),
      ("--1", nil), ("1 2", nil), (String(repeating: "[", count: 100_000), nil),
    ] as [(String, String?)])
  func json(_ text: String, _ description: String?) {
    #expect(JSONValue(parsing: Array(text.utf8))?.description == description)
  }

  @Test("Of a key that occurs twice the last value counts, as in Python")
  func twice() throws {
    let model = try model("{\"num_attention_heads\": 8, \"num_attention_heads\": 2}")
    #expect(model.weights.shape.heads == 2)
  }

  @Test("An image that is no whole number of patches has the patches that fit")
  func rest() throws {
    #expect(try model("{\"num_attention_heads\": 4, \"image_size\": 7}").notes == [])
  }

  @Test(
    "What is not known, or is no part of the tensors, is said",
    arguments: [
      (
        "\"window\": 7, \"alpha\": null, \"model_args\": {\"windows\": 2}",
        [
          "config.json: Not known here and not used: model_args.windows. If one changes what the "
            + "network computes, its results are not those of its framework.",
          "config.json: Not known here and not used: window. If one changes what the network "
            + "computes, its results are not those of its framework.",
        ]
      ),
      (
        "\"model_type\": \"vit_mae\"",
        [
          "config.json: The model is a vit_mae, which is not known here; it is computed as the "
            + "ViT, DeiT or DINOv2 that its tensors are named like."
        ]
      ),
      (
        "\"problem_type\": \"regression\"",
        [
          "config.json: The classifier is one for regression; here the largest logit is the class."
        ]
      ),
      (
        "\"pretrained_cfg\": {\"input_size\": [3, 8, 8]}",
        [
          "m.safetensors: The configuration beside the file says that the network sees images of "
            + "8 x 8, but its positions are those of 6 x 6, which are taken."
        ]
      ),
    ])
  func notes(_ keys: String, _ notes: [String]) throws {
    #expect(try model("{\"num_attention_heads\": 4, \(keys)}").notes == notes)
  }

  @Test("Channels in another order, and two normalisations, are said")
  func pixels() throws {
    var configuration = try configuration(Self.timm())
    try configuration.readPixels(
      Data(
        """
        {"do_flip_channel_order": true, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
        """.utf8), named: "preprocessor_config.json")
    #expect(
      configuration.notes == [
        "preprocessor_config.json: The channels of an image change their order "
          + "(do_flip_channel_order); give images with blue first.",
        "preprocessor_config.json: Pixels are normalised otherwise than config.json says; the "
          + "numbers of this file are taken.",
      ])
    #expect(configuration.mean == [0, 0, 0])
  }
}
