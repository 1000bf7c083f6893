import Basics
import NetworkSpec
import TensorFiles

/// What a configuration says of the tensors of its network.
struct ConfigurationClaim: Sendable, Equatable {
  enum Subject: Sendable, Equatable {
    case width(Int)
    case blocks(Int)
    case headDimension(Int)
    case hidden(Int)
    /// Hidden features of the perceptron, as a multiple of the width.
    case hiddenRatio(Double)
    case patchSide(Int)
    case channels(Int)
    case imageSide(Int)
    /// 0 also says that there is no classifier.
    case classes(Int)
    case hasQueryBias(Bool)
  }

  /// The file and the key, for messages.
  let file: String
  let key: String
  let subject: Subject

  /// - Parameter hasQueryBias: Whether there is a tensor of biases of Q, K and V.
  /// - Throws: `Refusal` for a configuration of another network.
  func check(_ shape: NetworkShape, hasQueryBias: Bool) throws(Refusal) {
    let (what, said, found): (String, any CustomStringConvertible, any CustomStringConvertible) =
      switch subject {
      case .width(let width): ("width", width, shape.width)
      case .blocks(let blocks): ("number of blocks", blocks, shape.blocks)
      case .headDimension(let features): ("width of a head", features, shape.headDimension)
      case .hidden(let hidden): ("number of hidden features", hidden, shape.hidden)
      case .hiddenRatio(let ratio): ("ratio of hidden features", ratio, Self.ratio(ratio, shape))
      case .patchSide(let side): ("side of a patch", side, shape.patchSide)
      case .channels(let channels): ("number of channels", channels, shape.channels)
      // What is left of an image beside whole patches is cut off.
      case .imageSide(let side):
        ("side of an image", side, side / shape.patchSide == shape.grid ? side : shape.imageSide)
      case .classes(let classes): ("number of classes", classes, shape.classes)
      // A bias of zeros is no contradiction to none.
      case .hasQueryBias(let isSaid): ("bias of queries", isSaid, isSaid || hasQueryBias)
      }
    guard said.description == found.description else {
      throw Refusal(
        in: file,
        "By \(key) the \(what) is \(said), but by the tensors of the network \(found); give the "
          + "configuration of this network, or remove it.")
    }
  }

  /// The ratio itself where it gives the hidden features of a shape.
  private static func ratio(_ ratio: Double, _ shape: NetworkShape) -> Double {
    let hidden = (ratio * Double(shape.width)).rounded(.down)
    return hidden == Double(shape.hidden) ? ratio : Double(shape.hidden) / Double(shape.width)
  }
}
