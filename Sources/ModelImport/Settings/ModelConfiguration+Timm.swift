import Basics
import TensorFiles

/// The keys that timm's `save_for_hf` writes, and the arguments of its `VisionTransformer` (timm
/// 1.0.31, and before).
extension ModelConfiguration {
  mutating func readTimm(_ object: inout ConfigurationObject) throws(Refusal) {
    architecture = try object.text("architecture")
    try checkPool(object.value("global_pool"), "global_pool", in: object)
    try claim(Subject.width, "num_features", in: &object)
    try claim(Subject.classes, "num_classes", in: &object)
    readLabels(object.value("label_names") ?? object.value("labels"))
    var arguments =
      try object.object("model_args") ?? ConfigurationObject([:], in: object.file)
    // Before the arguments, which come before what the name of the network says.
    let known = architecture.flatMap(TimmArchitecture.init)
    if let architecture, known == nil {
      notes.append(
        "\(object.file): The architecture \(architecture.shown) is not known here; it is computed "
          + "as the ViT, DeiT or DINOv2 that its tensors are named like.")
    }
    if let known, !arguments.has("embed_dim") {
      note(.width(known.width), "architecture", in: object)
    }
    try readArguments(&arguments, object)
    heads = heads ?? known?.heads
    if architecture?.contains("quickgelu") == true {
      try checkActivation("quick_gelu", in: object.file)
    }
    // Before 2023 the keys of pretrained_cfg stood beside architecture.
    if var pretrained = try object.object("pretrained_cfg") {
      try readPretrained(&pretrained)
    } else if architecture != nil {
      try readPretrained(&object)
    }
    object.drop(["do_pooling", "label_descriptions"])
  }

  private mutating func readArguments(
    _ arguments: inout ConfigurationObject, _ object: ConfigurationObject
  ) throws(Refusal) {
    heads = try agreed(heads, try arguments.integer("num_heads"), "num_heads", in: arguments)
    normEpsilon = try agreed(
      normEpsilon, try arguments.number("norm_eps"), "norm_eps", in: arguments)
    try checkActivation(try arguments.text("act_layer"), in: arguments.file)
    try checkPool(arguments.value("global_pool"), "global_pool", in: arguments)
    try claim(Subject.width, "embed_dim", in: &arguments)
    try claim(Subject.blocks, "depth", in: &arguments)
    try claim(Subject.hiddenRatio, "mlp_ratio", in: &arguments)
    try claim(side: Subject.patchSide, "patch_size", in: &arguments)
    try claim(Subject.channels, "in_chans", in: &arguments)
    try claim(side: Subject.imageSide, "img_size", in: &arguments)
    try claim(Subject.classes, "num_classes", in: &arguments)
    try claim(Subject.hasQueryBias, "qkv_bias", in: &arguments)
    if let norm = try arguments.text("norm_layer") {
      let plain = norm.lowercased().replacing("_", with: "")
      guard ["layernorm", "layernormfp32"].contains(plain) else {
        throw Refusal(
          in: arguments.file,
          "The norm is \(norm.shown), but networks here have LayerNorm; give a network with it.")
      }
    }
    for (key, allowed, what) in Self.requirements {
      try arguments.require(key, allowed, what)
    }
    arguments.drop(Self.withoutEffectInTimm)
    noteUnknown(arguments.rest, in: arguments.file)
  }

  /// Arguments that networks here have one value of, beside none.
  private static let requirements: [(key: String, allowed: [JSONValue], what: String)] = [
    ("attn_layer", [], "timm's standard attention"),
    ("block_fn", [], "timm's standard blocks"),
    ("class_token", [.flag(true)], "a class token"),
    ("embed_layer", [], "timm's standard patch embedding"),
    ("embed_norm_layer", [], "no norm in the patch embedding"),
    ("fc_norm", [.flag(false)], "no norm behind an average of the patches"),
    ("features_only", [.flag(false)], "a classifier, or the features of the class token"),
    ("final_norm", [.flag(true)], "a norm behind the last block"),
    ("mlp_layer", [], "timm's standard perceptron"),
    ("pos_embed", [.text("learn")], "learned positions"),
    ("pre_norm", [.flag(false)], "no norm before the first block"),
    ("proj_bias", [.flag(true)], "biases"),
    ("qk_norm", [.flag(false)], "no norm of queries and keys"),
    ("reg_tokens", [.number(0)], "no register tokens"),
    ("scale_attn_norm", [.flag(false)], "no norm inside the attention"),
    ("scale_mlp_norm", [.flag(false)], "no norm inside the perceptron"),
  ]

  /// Arguments that change no number of a trained network, or that its tensors tell.
  private static let withoutEffectInTimm = [
    "attn_drop_rate", "checkpoint_path", "device", "drop_path_rate", "drop_rate", "dtype",
    "dynamic_img_pad", "dynamic_img_size", "exportable", "fix_init", "init_values",
    "no_embed_class", "no_jit", "patch_drop_rate", "pool_include_prefix", "pos_drop_rate",
    "pretrained", "proj_drop_rate", "scriptable", "strict_img_size", "weight_init",
  ]

  /// - Throws: `Refusal` for a number that another key contradicts.
  private func agreed<Value: Equatable>(
    _ value: Value?, _ other: Value?, _ key: String, in object: ConfigurationObject
  ) throws(Refusal) -> Value? {
    guard let value, let other, value != other else { return value ?? other }
    throw Refusal(
      in: object.file,
      "The value of \(object.name(key)) is \(other), but another key says \(value); give the "
        + "configuration of this network, or remove it.")
  }

  /// - Throws: `Refusal` for another pool than the class token; none goes with no classifier.
  private mutating func checkPool(
    _ value: JSONValue?, _ key: String, in object: ConfigurationObject
  ) throws(Refusal) {
    guard let value, value != .text("token") else { return }
    guard value == .text("") else {
      throw Refusal(
        in: object.file,
        "The classifier looks at \((value.text.map { "\"\($0)\"" } ?? "\(value)").shown), but "
          + "networks here end with the class token; give a network with it.")
    }
    note(.classes(0), key, in: object)
  }

  private mutating func readLabels(_ value: JSONValue?) {
    for (index, name) in (value?.list ?? []).enumerated() { classNames[index] = name.text }
    readNames(value?.object)
  }

  /// What the weights were trained with; all but the pixels describes where they came from.
  private mutating func readPretrained(_ object: inout ConfigurationObject) throws(Refusal) {
    mean = try object.numbers("mean")
    deviation = try object.numbers("std")
    inputSize = try object.numbers("input_size")?.compactMap { Int(exactly: $0) }
    object.drop([
      "classifier", "crop_mode", "crop_pct", "custom_load", "description", "file", "first_conv",
      "fixed_input_size", "hf_hub_filename", "hf_hub_id", "interpolation", "label_offset",
      "license", "min_input_size", "notes", "origin_url", "paper_ids",
      "paper_name", "pool_size", "source", "tag", "test_crop_pct", "test_input_size", "url",
    ])
  }
}
