import NetworkSpec
import TensorFiles
import Testing

@testable import ModelImport

@Suite("Names of tensors")
struct NamingTests {
  private static let beforeVersion5 = [
    "attention.attention.query", "attention.attention.key", "attention.attention.value",
  ]
  private static let sinceVersion5 = ["attention.q_proj", "attention.k_proj", "attention.v_proj"]

  private static let embeddings: KeyValuePairs = [
    "cls_token": "vit.embeddings.cls_token", "dist_token": "vit.embeddings.distillation_token",
    "pos_embed": "vit.embeddings.position_embeddings",
    "patch_embed.proj": "vit.embeddings.patch_embeddings.projection",
  ]

  private static func isSame(_ table: TensorTable, as weights: NetworkWeights) throws -> Bool {
    let epsilon = weights.shape.normEpsilon
    return try table.model(options: .init(heads: 4, normEpsilon: epsilon)).weights == weights
  }

  @Test("ViT and DeiT of timm")
  func timm() throws {
    let weights = try smallNetwork()
    let model = try TensorTable(weights).model()
    #expect(model.weights == weights)
    #expect(model.family == .timm)
    #expect(model.headsSource == .option)
    #expect(model.normEpsilonSource == .convention)
    #expect(model.pixelNormalization == nil && model.classNames == nil)
  }

  @Test("ViT of Hugging Face, before and since version 5")
  func huggingFaceViT() throws {
    let weights = try smallNetwork(normEpsilon: 1e-12)
    let shared = try TensorTable(weights).renamed(Self.embeddings)
      .renamed(["norm1": "layernorm_before", "norm2": "layernorm_after", "head.": "classifier."])
      .renamed(["norm.": "vit.layernorm."])
    let before = try shared.split("attn.qkv", Self.beforeVersion5)
      .renamed([
        "blocks.": "vit.encoder.layer.", "attn.proj": "attention.output.dense",
        "mlp.fc1": "intermediate.dense", "mlp.fc2": "output.dense",
      ])
    let since = try shared.split("attn.qkv", Self.sinceVersion5)
      .renamed(["blocks.": "vit.layers.", "attn.proj": "attention.o_proj"])
    for table in [before, since] {
      let model = try table.model()
      #expect(model.weights == weights)
      #expect(model.family == .huggingFaceViT)
      #expect(try Self.isSame(table.renamed(["vit.": ""]), as: weights))
      #expect(try Self.isSame(table.renamed(["vit.": "deit."]), as: weights))
      #expect(
        try Self.isSame(
          table.renamed(["vit.": "module.vit.", "classifier": "module.classifier"]),
          as: weights))
    }
    #expect(before.tensors["vit.encoder.layer.1.attention.attention.key.bias"] != nil)
    #expect(since.tensors["vit.layers.1.attention.k_proj.bias"] != nil)
  }

  @Test("DINOv2 of Hugging Face looks at class token and mean of the patches")
  func huggingFaceDINOv2() throws {
    let weights = try smallNetwork(readout: .classTokenAndPatchMean)
    let shared = try TensorTable(weights).renamed(Self.embeddings)
      .renamed(["head.": "classifier.", "blocks.": "vit.encoder.layer."])
      .renamed([".norm.": ".", "norm.": "vit.layernorm."]).renamed(["vit.": "dinov2."])
    let before = try shared.split("attn.qkv", Self.beforeVersion5)
      .renamed(["attn.proj": "attention.output.dense"])
    let since = try shared.split("attn.qkv", Self.sinceVersion5)
      .renamed(["attn.proj": "attention.o_proj"])
    for var table in [before, since] {
      try table.put("dinov2.embeddings.mask_token", [1, 8])
      let model = try table.model()
      #expect(model.weights == weights)
      #expect(model.family == .huggingFaceDINOv2)
      #expect(try Self.isSame(table.renamed(["dinov2.": ""]), as: weights))
    }
  }

  @Test("Distilled DeiT of timm and of Hugging Face has two classifiers, or one")
  func distilled() throws {
    let weights = try smallNetwork(classTokens: 2, readout: .averageOfTwo)
    let timm = try TensorTable(weights)
    #expect(timm.tensors["head_dist.weight"] != nil)
    #expect(try Self.isSame(timm, as: weights))
    var table = try timm.renamed(Self.embeddings).split("attn.qkv", Self.sinceVersion5)
      .renamed([
        "norm1": "layernorm_before", "norm2": "layernorm_after", "blocks.": "vit.layers.",
        "attn.proj": "attention.o_proj", "head_dist.": "distillation_classifier.",
        "head.": "cls_classifier.",
      ]).renamed(["norm.": "vit.layernorm."]).renamed(["vit.": "deit."])
    #expect(try Self.isSame(table, as: weights))
    for part in ["weight", "bias"] {
      table.rename("cls_classifier.\(part)", "classifier.\(part)")
      table.tensors["distillation_classifier.\(part)"] = nil
    }
    let one = try table.model()
    #expect(one.weights.readout == .classToken)
    #expect(one.weights.shape.classTokens == 2)
    #expect(one.weights.classifiers == [weights.classifiers[0]])
  }

  @Test(
    "Prefixes of all names are left out",
    arguments: ["module.", "model.", "module.model.", "backbone."])
  func prefixes(_ prefix: String) throws {
    let weights = try smallNetwork()
    var table = try TensorTable(weights)
    table.tensors = Dictionary(
      uniqueKeysWithValues: table.tensors.map { (prefix + $0.key, $0.value) })
    #expect(try Self.isSame(table, as: weights))
  }

  @Test("Auto-encoders have the names of ViTCoD's authors, and tell the heads")
  func autoEncoders() throws {
    let weights = try smallNetwork(hiddenHeads: 2)
    var table = try TensorTable(weights)
    #expect(table.tensors["blocks.1.attn.decoder_k.weight"]?.shape == [4, 2])
    try table.put("blocks.1.attn.attention_sum", [4, 10, 10])
    try table.put("blocks.1.attn.num_attention", [1])
    let model = try table.model(options: .init())
    #expect(model.weights == weights)
    #expect(model.headsSource == .autoEncoder)
  }

  @Test("Layer scale becomes part of projection and contraction")
  func layerScale() throws {
    var weights = try smallNetwork()
    var table = try TensorTable(weights)
    let factors = (0..<8).map { 0.25 + Float($0) / 3 }
    table.tensors["blocks.1.ls1.gamma"] = try Tensor(shape: [8], elements: factors)
    table.tensors["blocks.0.ls2.gamma"] = try Tensor(shape: [8], elements: factors)
    func scaled(_ layer: LinearWeights) -> LinearWeights {
      let weight = (0..<8).flatMap { row in
        (0..<layer.inputs).map { layer.weight[row * layer.inputs + $0] * factors[row] }
      }
      return LinearWeights(
        outputs: 8, inputs: layer.inputs, weight: weight,
        bias: (0..<8).map { layer.bias[$0] * factors[$0] })
    }
    weights.blocks[1].projection = scaled(weights.blocks[1].projection)
    weights.blocks[0].contraction = scaled(weights.blocks[0].contraction)
    #expect(try table.model().weights == weights)
  }

  @Test("Without biases of queries, keys and values they are zeros")
  func missingBiases() throws {
    let weights = try smallNetwork()
    var table = try TensorTable(weights)
    table.tensors["blocks.0.attn.qkv.bias"] = nil
    let read = try table.model().weights
    #expect(read.blocks[0].queriesKeysValues.bias == [Float](repeating: 0, count: 24))
    #expect(read.blocks[1] == weights.blocks[1])
  }

  @Test("Positions of the patches alone leave the class token as it is")
  func positionsOfPatches() throws {
    let weights = try smallNetwork()
    var table = try TensorTable(weights)
    let patches = Array(weights.positions.dropFirst(8))
    table.tensors["pos_embed"] = try Tensor(shape: [1, 9, 8], elements: patches)
    #expect(try table.model().weights.positions == [Float](repeating: 0, count: 8) + patches)
  }

  @Test("Without a classifier the features are the result")
  func features() throws {
    let weights = try smallNetwork(classes: 0)
    var table = try TensorTable(weights)
    #expect(table.tensors["head.weight"] == nil)
    try table.put("mask_token", [1, 8])
    #expect(try table.model().weights == weights)
  }
}
