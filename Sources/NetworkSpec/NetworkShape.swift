import AttentionSpec

/// The sizes of a Vision Transformer with square images, square patches and pre-norm blocks.
public struct NetworkShape: Sendable, Equatable, Codable {
  /// Colours of a pixel: 1 for grey, 3 for RGB.
  public var channels: Int
  /// Pixels in a row or a column of an image.
  public var imageSide: Int
  /// Pixels in a row or a column of a patch.
  public var patchSide: Int
  /// Tokens before the patches: 1 for a class token, 2 with a distillation token.
  public var classTokens: Int
  /// Features of a token.
  public var width: Int
  /// Heads of each block.
  public var heads: Int
  public var blocks: Int
  /// Features between the two layers of the perceptron.
  public var hidden: Int
  /// Classes of the classifier; 0 for a network without one, whose result are features.
  public var classes: Int
  /// What LayerNorm adds to the variance.
  public var normEpsilon: Float

  /// - Throws: `Refusal` for sizes that do not go together.
  public init(
    channels: Int, imageSide: Int, patchSide: Int, classTokens: Int = 1, width: Int, heads: Int,
    blocks: Int, hidden: Int, classes: Int, normEpsilon: Float = 1e-6
  ) throws {
    let sizes = [
      ("channels", channels), ("pixels a side", imageSide), ("pixels of a patch's side", patchSide),
      ("features", width), ("heads", heads), ("blocks", blocks), ("hidden features", hidden),
    ]
    for (name, size) in sizes where !(1...Self.sizeMax).contains(size) {
      throw Refusal(
        "A network of \(size) \(name) is outside 1...\(Self.sizeMax); "
          + "give the sizes of a Vision Transformer.")
    }
    guard (1...2).contains(classTokens) else {
      throw Refusal(
        "A network of \(classTokens.counted("token")) before its patches is not supported; give "
          + "1 for a "
          + "class token or 2 with a distillation token.")
    }
    guard (0...Self.sizeMax).contains(classes) else {
      throw Refusal(
        "A network of \(classes.counted("class", "classes")) is outside 0...\(Self.sizeMax); "
          + "give 0 for a network without a classifier.")
    }
    guard imageSide % patchSide == 0 else {
      throw Refusal(
        "An image of \(imageSide.counted("pixel")) a side is not a whole number of patches of "
          + "\(patchSide); choose a side that is a multiple of it.")
    }
    guard width % heads == 0 else {
      throw Refusal(
        "A width of \(width.counted("feature")) is not a multiple of \(heads.counted("head")); "
          + "give the number of heads that the network was trained with.")
    }
    guard normEpsilon.isFinite, normEpsilon >= 0 else {
      throw Refusal(
        "An epsilon of \(normEpsilon) for LayerNorm is not a finite number of 0 or more; "
          + "give the one that the network was trained with, such as 1e-6.")
    }
    self.channels = channels
    self.imageSide = imageSide
    self.patchSide = patchSide
    self.classTokens = classTokens
    self.width = width
    self.heads = heads
    self.blocks = blocks
    self.hidden = hidden
    self.classes = classes
    self.normEpsilon = normEpsilon
    guard tokens <= NumberFormats.tokensMax else {
      throw Refusal(
        "A network of \(tokens) tokens has more than \(NumberFormats.tokensMax); "
          + "choose larger patches or smaller images.")
    }
  }

  /// Far above any network, and small enough that products of three sizes cannot overflow.
  private static let sizeMax = 1 << 20

  /// Patches in a row or a column of an image.
  public var grid: Int { imageSide / patchSide }
  public var patches: Int { grid * grid }
  /// Class tokens and patches, in this order.
  public var tokens: Int { classTokens + patches }
  /// Features of a head.
  public var headDimension: Int { width / heads }
  /// Numbers of an image.
  public var imageSize: Int { channels * imageSide * imageSide }
  /// Numbers of a patch.
  public var patchSize: Int { channels * patchSide * patchSide }
}
