import NetworkSpec
import TensorFiles
import Testing

@testable import ModelImport

/// Every refusal, with the whole sentence.
@Suite("Models that are refused")
struct ModelRefusalTests {
  private func refused(
    _ weights: NetworkWeights? = nil, _ change: (inout TensorTable) throws -> Void
  ) throws -> String {
    try TensorTable(weights ?? smallNetwork()).refusal(after: change)
  }

  @Test(
    "What other Vision Transformers have is told by its name",
    arguments: [
      ("blocks.0.attn.q_norm.weight", "a norm of queries and keys"),
      ("norm_pre.weight", "a norm before the first block"),
      ("fc_norm.weight", "an average of the patches in place of the class token"),
      ("reg_token", "register tokens"),
      ("blocks.1.mlp.w12.weight", "a gated perceptron (SwiGLU)"),
      ("blocks.1.attn.relative_position_bias_table", "relative position biases"),
      ("rope.periods", "rotary positions"),
      ("attn_pool.latent", "attention pooling"),
      ("pre_logits.fc.weight", "a layer before the classifier"),
      ("detection_tokens", "detection tokens"),
    ])
  func foreign(_ name: String, _ feature: String) throws {
    #expect(
      try refused { try $0.put(name, [2, 3]) }
        == "m.safetensors, \(name): The tensor [2, 3] belongs to \(feature), which is not "
        + "supported; give a ViT, DeiT or DINOv2 without.")
  }

  @Test("A tensor that no part of the network is made of is refused")
  func unknown() throws {
    #expect(
      try refused { try $0.put("blocks.0.attn.rotation", [4]) }
        == "m.safetensors, blocks.0.attn.rotation: The tensor [4] is no part of the network that "
        + "the other names tell (timm); give a ViT, DeiT or DINOv2, or leave out what it does not "
        + "need.")
    for name in [
      "blocks.00.norm1.weight", "blocks.+1.norm1.weight", "blocks.9999999999999999999.x",
    ] {
      #expect(
        try refused { try $0.put(name, [8]) }
          == "m.safetensors, \(name): The tensor [8] is no part of the network that the other "
          + "names tell (timm); give a ViT, DeiT or DINOv2, or leave out what it does not need.")
    }
  }

  @Test("A tensor with a known name that is not used is refused")
  func unused() throws {
    let weights = try smallNetwork(classTokens: 2)
    #expect(
      try refused(weights) {
        try $0.put("head_dist.bias", [5])
      }
        == "m.safetensors: There is no tensor head_dist.weight [5, 8], which the others need "
        + "(timm); write all tensors of the network.")
    #expect(
      try refused { try $0.put("head_dist.bias", [5]) }
        == "m.safetensors, head_dist.bias: The tensor [5] is no part of the network that the other "
        + "names tell (timm); give a ViT, DeiT or DINOv2, or leave out what it does not need.")
  }

  @Test("A file without a patch embedding, or with two, is refused")
  func patchEmbeddings() throws {
    #expect(
      try refused { $0.tensors["patch_embed.proj.weight"] = nil }
        == "m.safetensors: There is no tensor embeddings.patch_embeddings.projection.weight or "
        + "patch_embed.proj.weight, with which a Vision Transformer begins; give the safetensors "
        + "file of a ViT, DeiT or DINOv2, of timm or Hugging Face.")
    #expect(
      try refused { try $0.put("teacher.patch_embed.proj.weight", [8, 3, 2, 2]) }
        == "m.safetensors: There are 2 patch embeddings, patch_embed.proj.weight and "
        + "teacher.patch_embed.proj.weight, but a network has one; write a file of one network.")
    #expect(
      try refused { $0 = $0.renamed(["patch_embed.": "visual.patch_embed."]) }
        == "m.safetensors, visual.patch_embed.proj.weight: The prefix \"visual.\" is none of a "
        + "ViT, DeiT or DINOv2; if it is one, rename the tensors to timm's names.")
  }

  @Test("Names of which some have a prefix are refused")
  func mixedPrefixes() throws {
    #expect(
      try refused { $0 = $0.renamed(["patch_embed.": "module.patch_embed."]) }
        .hasSuffix(
          ": The name lacks the prefix \"module.\" of the patch embedding; write a file of one "
            + "network."))
    let table = try TensorTable(smallNetwork()).renamed([
      "patch_embed.proj": "vit.embeddings.patch_embeddings.projection"
    ])
    #expect(
      try table.refusal {
        try $0.put("classifier.bias", [5])
        try $0.put("vit.classifier.bias", [5])
      }
        == "m.safetensors, vit.classifier.bias: The tensor is the same part of the network as "
        + "classifier.bias; write a file of one network.")
  }

  @Test("A missing tensor is named with its shape")
  func missing() throws {
    #expect(
      try refused { $0.tensors["cls_token"] = nil }
        == "m.safetensors: There is no tensor cls_token [1, 1, 8], which is the class token that "
        + "networks here end with; write all tensors of the network.")
    #expect(
      try refused { $0.tensors["pos_embed"] = nil }
        == "m.safetensors: There is no tensor pos_embed [1, tokens, 8], which gives tokens their "
        + "positions; write all tensors of the network.")
    #expect(
      try refused { $0.tensors["blocks.1.mlp.fc2.bias"] = nil }
        == "m.safetensors: There is no tensor blocks.1.mlp.fc2.bias [8], which the others need "
        + "(timm); write all tensors of the network.")
    #expect(
      try refused { $0.tensors["head.weight"] = nil }
        == "m.safetensors: There is no tensor head.weight [classes, features], which the others "
        + "need (timm); write all tensors of the network.")
    #expect(
      try refused { try $0.put("dist_token", [1, 1, 8]) }
        .hasPrefix("m.safetensors: There are positions of 10 tokens, of which 8 are patches"))
    #expect(
      try refused(smallNetwork(hiddenHeads: 2)) {
        $0.tensors["blocks.1.attn.decoder_k.bias"] = nil
      }
        == "m.safetensors: There is no tensor blocks.1.attn.decoder_k.bias [4], which the others "
        + "need (timm); write all tensors of the network.")
  }

  @Test("Queries or keys alone with an auto-encoder are refused")
  func oneAutoEncoder() throws {
    #expect(
      try refused(smallNetwork(hiddenHeads: 2)) {
        for part in ["encoder_k.weight", "encoder_k.bias", "decoder_k.weight", "decoder_k.bias"] {
          $0.tensors["blocks.0.attn.\(part)"] = nil
        }
      }
        == "m.safetensors: There is no tensor blocks.0.attn.encoder_k.weight [hidden heads, 4], "
        + "which the others need (timm); write all tensors of the network.")
  }

  @Test("Blocks with a gap between them are refused")
  func gap() throws {
    #expect(
      try refused { $0 = $0.renamed(["blocks.1.": "blocks.7."]) }
        == "m.safetensors: There is no block 1 (blocks.1), but blocks count from 0 without gaps; "
        + "write all tensors of the network.")
    #expect(
      try refused { table in
        table.tensors = table.tensors.filter { !$0.key.hasPrefix("blocks.") }
      }
        == "m.safetensors: There is no block 0 (blocks.0), but blocks count from 0 without gaps; "
        + "write all tensors of the network.")
  }

  @Test("A tensor of another shape is refused with both shapes")
  func shapes() throws {
    #expect(
      try refused { try $0.put("blocks.1.attn.qkv.weight", [8, 24]) }
        == "m.safetensors, blocks.1.attn.qkv.weight: The tensor is [8, 24], but the rest of the "
        + "network asks for [24, 8]; write the file again.")
    #expect(
      try refused { try $0.put("patch_embed.proj.weight", [8, 12]) }
        == "m.safetensors, patch_embed.proj.weight: The tensor is [8, 12], but the rest of the "
        + "network asks for [width, channels, side, side]; write the file again.")
    #expect(
      try refused { try $0.put("patch_embed.proj.weight", [8, 3, 0, 0]) }
        == "m.safetensors, patch_embed.proj.weight: The tensor is [8, 3, 0, 0], but the rest of "
        + "the network asks for [width, channels, side, side]; write the file again.")
    #expect(
      try refused { try $0.put("patch_embed.proj.weight", [8, 3, 2, 3]) }
        == "m.safetensors: Patches are 2 x 3 pixels, but only square ones are supported; give a "
        + "network with them.")
    #expect(
      try refused { try $0.put("pos_embed", [1, 12, 8]) }
        == "m.safetensors: There are positions of 12 tokens, of which 11 are patches, but they "
        + "must fill a square; give a network of square images.")
    #expect(
      try refused { try $0.put("head.weight", [5, 16]) }
        == "m.safetensors, head.weight: The tensor is [5, 16], but the rest of the network asks "
        + "for [5, 8]; write the file again.")
    #expect(
      try TensorTable(smallNetwork(hiddenHeads: 2)).refusal(options: .init(heads: 2)) { _ in }
        == "m.safetensors, blocks.0.attn.encoder_q.weight: The tensor is [2, 4], but the rest of "
        + "the network asks for [2, 2]; write the file again.")
  }

  @Test("Numbers that are not finite, or not floats, are refused")
  func elements() throws {
    var floats = [Float](repeating: 0, count: 8)
    floats[3] = .nan
    #expect(
      try refused { $0.tensors["norm.bias"] = try Tensor(shape: [8], elements: floats) }
        == "m.safetensors, norm.bias: The element at [3] is nan, but all must be finite; look for "
        + "what made it before the file was written.")
    #expect(
      try refused {
        $0.tensors["norm.bias"] = try Tensor(shape: [8], elements: floats.map { Double($0) })
      }
        == "m.safetensors, norm.bias: The type is F64, but floats are F32, F16 or BF16; convert "
        + "the tensor to float32.")
    floats[3] = 3e38
    #expect(
      try refused {
        $0.tensors["blocks.0.ls1.gamma"] = try Tensor(
          shape: [8], elements: [Float](repeating: 3e38, count: 8))
        $0.tensors["blocks.0.attn.proj.bias"] = try Tensor(shape: [8], elements: floats)
      }
        == "m.safetensors, blocks.0.ls1.gamma: The layer times its layer scale overflows float32; "
        + "look for what made such numbers before the file was written.")
  }

  @Test("A pickle is refused with what converts it")
  func pickle() throws {
    #expect(
      refusal { _ = try ModelFile(path: "deit.pth") }
        == "deit.pth: A .pth file can run code when it is read; in Python, "
        + "save_file(torch.load(path, weights_only=True), \"model.safetensors\") of "
        + "safetensors.torch writes what is read here.")
  }
}
