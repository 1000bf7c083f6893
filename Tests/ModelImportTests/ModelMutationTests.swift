import Basics
import NetworkSpec
import TensorFiles
import TestSupport
import Testing

@testable import ModelImport

/// Changes of a model file that leave it a sound safetensors file.
@Suite("Changed models")
struct ModelMutationTests {
  @Test("Changed models are read or refused in a sentence, never a crash")
  func mutations() throws {
    let seed: UInt64 = 20_260_131
    var random = TestRandom(seed: seed)
    let originals = try [
      TensorTable(smallNetwork(hiddenHeads: 2, blocks: 1)),
      TensorTable(smallNetwork(classTokens: 2, readout: .averageOfTwo, blocks: 1)),
      TensorTable(smallNetwork(blocks: 1)).renamed([
        "cls_token": "vit.embeddings.cls_token",
        "pos_embed": "vit.embeddings.position_embeddings",
        "patch_embed.proj": "vit.embeddings.patch_embeddings.projection",
        "norm1": "layernorm_before", "norm2": "layernorm_after", "blocks.": "vit.layers.",
        "attn.proj": "attention.o_proj", "head.": "classifier.",
      ]).renamed(["norm.": "vit.layernorm."])
        .split("attn.qkv", ["attention.q_proj", "attention.k_proj", "attention.v_proj"]),
    ]
    for original in originals { _ = try original.model() }
    var readCount = 0
    let count = TestExtent.current.choose(daily: 500, all: 2000)
    for round in 0..<count {
      var table = random.element(of: originals)
      for _ in 0..<random.integer(1...2) {
        try table.mutate(using: &random)
      }
      do {
        _ = try table.model(options: .init())
        readCount += 1
      } catch let refusal as Refusal {
        let text = refusal.description
        #expect(
          text.hasPrefix("m.safetensors") && text.hasSuffix("."), "seed \(seed), round \(round)")
      }
    }
    // Swapped tensors of one shape, and the auto-encoder tells the heads.
    #expect((1...count * 3 / 10).contains(readCount), "\(readCount) were read, seed \(seed)")
  }
}

extension TensorTable {
  /// One change of a kind that happens, or that an attacker tries.
  fileprivate mutating func mutate(using random: inout TestRandom) throws {
    let names = tensors.keys.sorted()
    let name = random.element(of: names)
    let other = random.element(of: names)
    guard let tensor = tensors[name] else { return }
    switch random.integer(0...9) {
    case 0: tensors[name] = nil
    case 1: rename(name, other)
    case 2: rename(name, name + ".weight")
    case 3: rename(name, name.replacingOccurrences(of: ".0.", with: ".3."))
    case 4:
      tensors[name] = tensors[other]
      tensors[other] = tensor
    case 5:
      tensors[name] = try Tensor(
        elementType: tensor.elementType, shape: tensor.shape.reversed(), bytes: tensor.bytes)
    case 6:
      // Extents that no memory holds, of a tensor with nothing in it.
      var shape = tensor.shape.map { _ in 1 << random.integer(0...15) }
      shape[random.integer(0...shape.count - 1)] = 0
      tensors[name] = try Tensor(elementType: .float32, shape: shape, bytes: [])
    case 7:
      let shape = tensor.shape.map { _ in random.integer(0...9) }
      try put(name, shape)
    case 8:
      var bytes = tensor.bytes
      guard !bytes.isEmpty else { return }
      let place = random.integer(0...bytes.count / 4 - 1) * 4
      bytes.replaceSubrange(place..<place + 4, with: [0, 0, 0xC0, 0x7F])
      tensors[name] = try Tensor(elementType: .float32, shape: tensor.shape, bytes: bytes)
    default:
      let key = random.element(
        of: ["heads", "layerNormEpsilon", "readout", "pixelMean", "classes"])
      metadata[key] = random.element(
        of: ["0", "-1", "9223372036854775807", "nan", "", "averageOfTwo", "a,b"])
    }
  }
}
