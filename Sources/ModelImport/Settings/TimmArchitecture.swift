/// A Vision Transformer of timm, told by its name: all of these have an exact GELU, a LayerNorm
/// with an epsilon of 1e-6 and a class token in front of the classifier.
struct TimmArchitecture: Equatable {
  let width: Int
  let heads: Int

  /// The sizes of `vit_SIZE_patch16_224` and of DeiT, DeiT III, DINOv2 and FlexiViT.
  private static let sizes: [String: TimmArchitecture] = [
    "tiny": TimmArchitecture(width: 192, heads: 3),
    "small": TimmArchitecture(width: 384, heads: 6),
    "medium": TimmArchitecture(width: 512, heads: 8),
    "base": TimmArchitecture(width: 768, heads: 12),
    "base_plus": TimmArchitecture(width: 896, heads: 14),
    "large": TimmArchitecture(width: 1024, heads: 16),
    "huge": TimmArchitecture(width: 1280, heads: 16),
    "giant": TimmArchitecture(width: 1408, heads: 16),
    "gigantic": TimmArchitecture(width: 1664, heads: 16),
  ]

  private init(width: Int, heads: Int) {
    self.width = width
    self.heads = heads
  }

  /// nil for a name that is none of these.
  init?(_ name: String) {
    let form = /flexivit_([a-z]+)|(?:vit|deit|deit3)_([a-z]+)(?:_distilled)?_patch\d+(?:_.+)?/
    let others = /clip|siglip|gap|reg\d|xp|rpn|tips|radio|rope|_\d+x\d+_/
    guard let match = name.wholeMatch(of: form), !name.contains(others) else { return nil }
    let plus = name.contains("_plus") ? "_plus" : ""
    guard let word = match.1 ?? match.2, let size = Self.sizes[word + plus] else { return nil }
    self = size
  }
}
