import AttentionSpec
import NetworkSpec
import TensorFiles

/// Images and their labels in a file: npy, or npz with the arrays `images` and perhaps `labels`.
///
/// Images are square. Bytes have the shape `[n, side, side]`, `[n, channels, side, side]` or
/// `[n, side, side, channels]`; floats are normalised already and have the channels first. An image
/// alone may lack the first axis.
public struct ImageFile: Sendable, Equatable {
  public let images: ImageSet
  /// The class of each image; nil where the file has none.
  public let labels: [Int]?

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - channels: Those of the network; nil for 1 or 3, whichever the shape allows.
  ///   - classes: Those of the network, which labels count from 0; nil for any number.
  ///   - normalization: What bytes need; floats are taken as they are.
  /// - Throws: `Refusal` for a file that cannot be read, another type or shape, a shape that
  ///   can mean several things, bytes without a normalisation, or labels of other images or
  ///   classes.
  public init(
    path: String, channels: Int? = nil, classes: Int? = nil, normalization: PixelNormalization?
  ) throws(Refusal) {
    let images: Tensor
    let labels: Tensor?
    switch try ArrayFile(path: path) {
    case .npz(let file):
      images = try file.tensor("images")
      labels = file.names.contains("labels") ? try file.tensor("labels") : nil
    case .npy(let array):
      images = array
      labels = nil
    }
    try self.init(
      images: images, labels: labels, channels: channels, classes: classes,
      normalization: normalization)
  }

  /// Takes arrays.
  ///
  /// - Throws: `Refusal` as `init(path:channels:classes:normalization:)`.
  public init(
    images tensor: Tensor, labels: Tensor? = nil, channels: Int? = nil, classes: Int? = nil,
    normalization: PixelNormalization?
  ) throws(Refusal) {
    let values: ImageSet.Values
    let layout: ImageLayout
    switch tensor.elementType {
    case .uint8:
      layout = try Self.layout(tensor, channels, orders: [.channelsFirst, .channelsLast])
      guard let normalization else {
        // One a channel.
        let number = Array(repeating: "0.5", count: layout.channels).joined(separator: " ")
        throw Refusal(
          in: tensor.origin,
          "The images are bytes, and nothing says how the network was trained to see them; give "
            + "--pixel-mean and --pixel-std, such as \(number) and \(number).")
      }
      values = .bytes(layout.channelsFirst(tensor.bytes), normalization)
    case .float16, .bfloat16, .float32:
      layout = try Self.layout(tensor, channels, orders: [.channelsFirst])
      values = .normalized(try tensor.finiteFloats())
    default:
      throw Refusal(
        in: tensor.origin,
        "The type is \(tensor.elementType.rawValue), but images are U8 (0 to 255), or F32 that is "
          + "normalised already; convert the array.")
    }
    do {
      images = try ImageSet(
        count: layout.count, channels: layout.channels, side: layout.side, values: values)
    } catch { throw Refusal(in: tensor.origin, "\(error)") }
    self.labels = try labels.map { labels throws(Refusal) in
      try Self.labels(labels, count: layout.count, classes: classes)
    }
  }

  /// The first images, with their labels.
  public func prefix(_ length: Int) -> ImageFile {
    guard let first = try? images.prefix(length) else {
      preconditionFailure("Some of the images have the shape of all.")
    }
    return ImageFile(images: first, labels: labels.map { Array($0.prefix(first.count)) })
  }

  private init(images: ImageSet, labels: [Int]?) {
    self.images = images
    self.labels = labels
  }

  private static func layout(
    _ tensor: Tensor, _ channels: Int?, orders: [ImageLayout.Order]
  ) throws(Refusal) -> ImageLayout {
    let layouts = ImageLayout.candidates(tensor.shape, channels: channels, orders: orders)
    guard let layout = layouts.first else {
      let channelsText = channels.map { "\($0)" } ?? "1 or 3"
      let last = orders.contains(.channelsLast) ? ", or with the channels last" : ""
      throw Refusal(
        in: tensor.origin,
        "The shape is \(tensor.shape), but images are [n, side, side] or [n, channels, side, side]"
          + "\(last), with \(channelsText) \(channels == 1 ? "channel" : "channels"); reshape "
          + "the array."
      )
    }
    guard layouts.count == 1 else {
      throw Refusal(
        in: tensor.origin,
        "The shape \(tensor.shape) can mean \(layouts.map(\.description).joined(separator: " or "))"
          + "; give it all four axes, [n, channels, side, side].")
    }
    return layout
  }

  private static func labels(
    _ tensor: Tensor, count: Int, classes: Int?
  ) throws(Refusal) -> [Int] {
    guard tensor.shape == [count] else {
      throw Refusal(
        in: tensor.origin,
        "The shape is \(tensor.shape), but \(count.counted("image")) "
          + "\(count == 1 ? "has" : "have") labels of the shape [\(count)]; "
          + "give one class an image.")
    }
    let labels = try tensor.integers()
    if let place = labels.firstIndex(where: { $0 < 0 }) {
      throw Refusal(
        in: tensor.origin,
        "The label of image \(place) is \(labels[place]), but classes count from 0; leave out "
          + "images without a class.")
    }
    if let classes, let place = labels.firstIndex(where: { $0 >= classes }) {
      throw Refusal(
        in: tensor.origin,
        "The label of image \(place) is \(labels[place]), but the network has "
          + "\(classes.counted("class", "classes")), which count from 0; give images of these "
          + "classes."
      )
    }
    return labels
  }
}
