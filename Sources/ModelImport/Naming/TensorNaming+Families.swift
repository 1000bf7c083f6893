extension TensorNaming {
  static let all = [
    timm, huggingFaceViT, huggingFaceViTBefore5, huggingFaceDINOv2, huggingFaceDINOv2Before5,
  ]

  /// timm/models/vision_transformer.py; `mask_token` is that of DINOv2's own code. The
  /// auto-encoder and the sums of attention maps are those of `mix_head_fc_qk` in ViTCoD's
  /// Algorithm/deit/timm/vision_transformer.py.
  static let timm = TensorNaming(
    family: .timm, normEpsilon: 1e-6,
    patchEmbedding: "patch_embed.proj", classToken: "cls_token", distillationToken: "dist_token",
    positions: "pos_embed", blocks: "blocks.",
    block: BlockNaming(
      attentionNorm: "norm1", queriesKeysValues: ["attn.qkv"], projection: "attn.proj",
      attentionScale: "ls1.gamma", perceptronNorm: "norm2", expansion: "mlp.fc1",
      contraction: "mlp.fc2", perceptronScale: "ls2.gamma",
      autoEncoders: ["attn.encoder_q", "attn.decoder_q", "attn.encoder_k", "attn.decoder_k"],
      ignored: ["attn.attention_sum", "attn.num_attention"]),
    norm: "norm", classifier: "head", distilledClassifiers: ["head", "head_dist"],
    ignored: ["mask_token"])

  /// The names since transformers 5: src/transformers/models/vit/modeling_vit.py and
  /// deit/modeling_deit.py, and "ViTModel" in src/transformers/conversion_mapping.py (5.23).
  static let huggingFaceViT = huggingFace(
    .huggingFaceViT, normEpsilon: 1e-12, blocks: "layers.",
    block: BlockNaming(
      attentionNorm: "layernorm_before",
      queriesKeysValues: ["attention.q_proj", "attention.k_proj", "attention.v_proj"],
      projection: "attention.o_proj", attentionScale: "layer_scale1.lambda1",
      perceptronNorm: "layernorm_after", expansion: "mlp.fc1", contraction: "mlp.fc2",
      perceptronScale: "layer_scale2.lambda1", autoEncoders: [], ignored: []))

  /// The names in the files of most models: transformers before 5, and later ones that save in the
  /// format they have loaded.
  static let huggingFaceViTBefore5 = huggingFace(
    .huggingFaceViT, normEpsilon: 1e-12, blocks: "encoder.layer.",
    block: BlockNaming(
      attentionNorm: "layernorm_before", queriesKeysValues: attentionBefore5,
      projection: "attention.output.dense", attentionScale: "layer_scale1.lambda1",
      perceptronNorm: "layernorm_after", expansion: "intermediate.dense",
      contraction: "output.dense", perceptronScale: "layer_scale2.lambda1", autoEncoders: [],
      ignored: []))

  /// The names since transformers 5: src/transformers/models/dinov2/modeling_dinov2.py, and
  /// "Dinov2Model" in src/transformers/conversion_mapping.py (5.23).
  static let huggingFaceDINOv2 = huggingFace(
    .huggingFaceDINOv2, normEpsilon: 1e-6, blocks: "encoder.layer.",
    block: BlockNaming(
      attentionNorm: "norm1",
      queriesKeysValues: ["attention.q_proj", "attention.k_proj", "attention.v_proj"],
      projection: "attention.o_proj", attentionScale: "layer_scale1.lambda1",
      perceptronNorm: "norm2", expansion: "mlp.fc1", contraction: "mlp.fc2",
      perceptronScale: "layer_scale2.lambda1", autoEncoders: [], ignored: []))

  static let huggingFaceDINOv2Before5 = huggingFace(
    .huggingFaceDINOv2, normEpsilon: 1e-6, blocks: "encoder.layer.",
    block: BlockNaming(
      attentionNorm: "norm1", queriesKeysValues: attentionBefore5,
      projection: "attention.output.dense", attentionScale: "layer_scale1.lambda1",
      perceptronNorm: "norm2", expansion: "mlp.fc1", contraction: "mlp.fc2",
      perceptronScale: "layer_scale2.lambda1", autoEncoders: [], ignored: []))

  private static let attentionBefore5 = [
    "attention.attention.query", "attention.attention.key", "attention.attention.value",
  ]

  /// What ViT, DeiT and DINOv2 share. The pooler is not used for classes.
  private static func huggingFace(
    _ family: ModelFamily, normEpsilon: Float, blocks: String, block: BlockNaming
  ) -> TensorNaming {
    TensorNaming(
      family: family, normEpsilon: normEpsilon,
      patchEmbedding: "embeddings.patch_embeddings.projection",
      classToken: "embeddings.cls_token", distillationToken: "embeddings.distillation_token",
      positions: "embeddings.position_embeddings", blocks: blocks, block: block,
      norm: "layernorm", classifier: "classifier",
      distilledClassifiers: ["cls_classifier", "distillation_classifier"],
      ignored: ["embeddings.mask_token", "pooler.dense.weight", "pooler.dense.bias"])
  }
}
