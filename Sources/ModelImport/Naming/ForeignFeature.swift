/// What other Vision Transformers have, told by the name of a tensor.
enum ForeignFeature {
  private static let features: [(fragments: [String], description: String)] = [
    (["q_norm", "k_norm"], "a norm of queries and keys"),
    (["norm_pre"], "a norm before the first block"),
    (["fc_norm"], "an average of the patches in place of the class token"),
    (["reg_token", "register_tokens"], "register tokens"),
    (
      ["weights_in", "weights_out", "gate_proj", "up_proj", "down_proj", "mlp.w12", "mlp.w3"],
      "a gated perceptron (SwiGLU)"
    ),
    (["relative_position", "rel_pos"], "relative position biases"),
    (["rope"], "rotary positions"),
    (["attn_pool"], "attention pooling"),
    (["pre_logits"], "a layer before the classifier"),
    (["detection_tokens"], "detection tokens"),
  ]

  /// In words, for the name of a tensor that shows one.
  static func description(of name: String) -> String? {
    features.first { $0.fragments.contains(where: name.contains) }?.description
  }
}
