import AttentionSpec
import NetworkSpec
import TensorFiles

extension ModelFile {
  /// The network for images of another size. DINOv2 takes all that are whole numbers of patches,
  /// and its positions are interpolated as the code does whose file it is, which is noted; other
  /// networks stay as they are.
  ///
  /// - Throws: `Refusal` for a side that DINOv2 does not take.
  public func fitted(imageSide: Int) throws(Refusal) -> ModelFile {
    let shape = weights.shape
    guard let interpolation, imageSide != shape.imageSide else { return self }
    guard imageSide > 0, imageSide % shape.patchSide == 0 else {
      throw Refusal(
        "The images have \(imageSide) pixels a side, but a DINOv2 of patches of "
          + "\(shape.patchSide) takes multiples of it; resize them, such as to "
          + "\(max(imageSide / shape.patchSide, 1) * shape.patchSide).")
    }
    var fitted = self
    do {
      fitted.weights = try weights.resized(imageSide: imageSide, positionsAs: interpolation)
    } catch { throw Refusal("\(error)") }
    let (given, wanted) = (shape.grid, fitted.weights.shape.grid)
    fitted.notes = [
      "The positions of \(given) x \(given) patches are interpolated for \(wanted) x \(wanted), as "
        + "\(interpolation) does."
    ]
    return fitted
  }

  /// That of the code whose file it is. DINOv2's own files have the token that stands for masked
  /// patches; without one, they went through timm, and the configuration tells a DINOv2.
  static func interpolation(
    _ tensors: TensorReader, _ configuration: ModelConfiguration
  ) -> PositionInterpolation? {
    switch tensors.naming.family {
    case .huggingFaceDINOv2: .transformers
    case .huggingFaceViT: nil
    case .timm:
      tensors.has("mask_token")
        ? .dinov2 : configuration.architecture?.contains("dinov2") == true ? .timm : nil
    }
  }
}
