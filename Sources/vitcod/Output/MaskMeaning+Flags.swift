import AttentionCompiler
import AttentionSpec
import ModelImport

extension MaskMeaning {
  /// The flags of a mask as a file of this meaning has them.
  func flags(of mask: AttentionMask) -> [Bool] {
    switch self {
    case .kept: mask.kept
    case .pruned: mask.kept.map { !$0 }
    }
  }
}
