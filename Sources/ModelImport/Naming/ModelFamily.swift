/// Who named the tensors of a model.
public enum ModelFamily: String, Sendable, CaseIterable {
  /// timm, the authors of DeiT, DINOv2 and ViTCoD, and this project.
  case timm
  /// ViT and DeiT of Hugging Face transformers.
  case huggingFaceViT
  /// DINOv2 of Hugging Face transformers.
  case huggingFaceDINOv2
}

extension ModelFamily: CustomStringConvertible {
  public var description: String {
    switch self {
    case .timm: "timm"
    case .huggingFaceViT: "Hugging Face ViT or DeiT"
    case .huggingFaceDINOv2: "Hugging Face DINOv2"
    }
  }
}
