import Basics
import TensorFiles

/// The keys of ViTConfig, DeiTConfig and Dinov2Config (transformers 5.24, and before).
extension ModelConfiguration {
  mutating func readHuggingFace(_ object: inout ConfigurationObject) throws(Refusal) {
    heads = try object.integer("num_attention_heads")
    normEpsilon = try object.number("layer_norm_eps")
    try claim(Subject.width, "hidden_size", in: &object)
    try claim(Subject.blocks, "num_hidden_layers", in: &object)
    try claim(Subject.hidden, "intermediate_size", in: &object)
    try claim(Subject.hiddenRatio, "mlp_ratio", in: &object)
    try claim(Subject.headDimension, "head_dim", in: &object)
    try claim(side: Subject.patchSide, "patch_size", in: &object)
    try claim(Subject.channels, "num_channels", in: &object)
    try claim(side: Subject.imageSide, "image_size", in: &object)
    try claim(Subject.hasQueryBias, "qkv_bias", in: &object)
    try checkActivation(try object.text("hidden_act"), in: object.file)
    try object.require("use_swiglu_ffn", [.flag(false)], "no gated perceptron (SwiGLU)")
    try object.require("pruned_heads", [.object([:])], "all heads")
    noteModel(try object.text("model_type"), in: object.file)
    if let problem = try object.text("problem_type"), problem != "single_label_classification" {
      notes.append(
        "\(object.file): The classifier is one for \(problem.shown); here the largest logit is "
          + "the class.")
    }
    readNames(object.value("id2label")?.object)
    object.drop(Self.withoutEffectInHuggingFace)
  }

  /// Keys that change no number of a trained network, or only what it gives besides its logits.
  private static let withoutEffectInHuggingFace = [
    "_attn_implementation", "_attn_implementation_autoset", "_commit_hash", "_name_or_path",
    "apply_layernorm", "architectures", "attention_probs_dropout_prob", "attn_implementation",
    "chunk_size_feed_forward", "drop_path_rate", "dtype", "encoder_stride", "finetuning_task",
    "gradient_checkpointing", "hidden_dropout_prob", "initializer_range", "is_encoder_decoder",
    "label2id", "layerscale_value", "num_labels", "out_features", "out_indices",
    "output_attentions", "output_hidden_states", "pooler_act", "pooler_output_size",
    "reshape_hidden_states", "return_dict", "stage_names", "torch_dtype", "torchscript",
    "transformers_version", "use_cache", "use_mask_token",
  ]

  private mutating func noteModel(_ type: String?, in file: String) {
    guard let type, !["vit", "deit", "dinov2", "timm_wrapper"].contains(type) else { return }
    notes.append(
      "\(file): The model is a \(type.shown), which is not known here; it is computed as the ViT, "
        + "DeiT or DINOv2 that its tensors are named like.")
  }

  /// - Throws: `Refusal` for another activation than the exact GELU.
  func checkActivation(_ activation: String?, in file: String) throws(Refusal) {
    guard let activation, !["gelu", "gelu_python"].contains(activation) else { return }
    throw Refusal(
      in: file,
      "The activation is \(activation.shown), but the perceptrons here have gelu (with erf); "
        + "give a network with it.")
  }

  mutating func readNames(_ members: [String: JSONValue]?) {
    for (key, value) in members ?? [:] {
      if let index = Int(key), let name = value.text { classNames[index] = name }
    }
  }
}

extension ConfigurationObject {
  /// Takes a key that networks here have one value of.
  ///
  /// - Throws: `Refusal` for another value.
  mutating func require(
    _ key: String, _ allowed: [JSONValue], _ what: String
  ) throws(Refusal) {
    guard let value = value(key), !allowed.contains(value) else { return }
    throw Refusal(
      in: file,
      "The value of \(name(key)) is \(value.description.shown), but networks here have \(what); "
        + "give a ViT, DeiT or DINOv2 of that kind.")
  }
}
