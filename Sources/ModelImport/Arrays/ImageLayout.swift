import TensorFiles

/// What the axes of an array of images are.
struct ImageLayout: Equatable {
  enum Order { case channelsFirst, channelsLast }

  let count: Int
  let channels: Int
  let side: Int
  let order: Order

  /// All layouts that a shape can have.
  ///
  /// - Parameters:
  ///   - channels: Those of the network; nil for 1 or 3.
  ///   - orders: Which places the channels may have.
  static func candidates(_ shape: [Int], channels: Int?, orders: [Order]) -> [ImageLayout] {
    let axes = shape.count
    var found: [ImageLayout] = []
    func add(_ count: Int, _ channelCount: Int, _ rows: Int, _ columns: Int, _ order: Order) {
      let isKnown = channels.map { $0 == channelCount } ?? [1, 3].contains(channelCount)
      guard isKnown, rows == columns, rows > 0, orders.contains(order) else { return }
      // Where there is one channel, its place does not matter.
      let layout = ImageLayout(
        count: count, channels: channelCount, side: rows,
        order: channelCount == 1 ? .channelsFirst : order)
      if !found.contains(layout) { found.append(layout) }
    }
    switch axes {
    case 2: add(1, 1, shape[0], shape[1], .channelsFirst)
    case 3:
      add(shape[0], 1, shape[1], shape[2], .channelsFirst)
      add(1, shape[0], shape[1], shape[2], .channelsFirst)
      add(1, shape[2], shape[0], shape[1], .channelsLast)
    case 4:
      add(shape[0], shape[1], shape[2], shape[3], .channelsFirst)
      add(shape[0], shape[3], shape[1], shape[2], .channelsLast)
    default: break
    }
    return found
  }

  /// The elements with each channel of an image in one piece.
  func channelsFirst<Element>(_ elements: [Element]) -> [Element] {
    guard order == .channelsLast else { return elements }
    let area = side * side
    var ordered: [Element] = []
    ordered.reserveCapacity(elements.count)
    for image in 0..<count {
      for channel in 0..<channels {
        let start = image * channels * area + channel
        for pixel in 0..<area { ordered.append(elements[start + pixel * channels]) }
      }
    }
    return ordered
  }
}

extension ImageLayout: CustomStringConvertible {
  var description: String {
    let images = "\(count) of \(channels) x \(side) x \(side)"
    return order == .channelsLast ? images + " with the channels last" : images
  }
}
