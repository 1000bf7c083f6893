import Basics

#if _endian(big)
  #error("The files are little-endian, and their bytes are copied as they are.")
#endif

/// An array of any number of axes: contiguous, row-major (the last axis is fastest), little-endian.
public struct Tensor: Sendable {
  /// More axes than NumPy and PyTorch arrays have are a mistake.
  public static let axesMax = 32

  public let elementType: ElementType
  /// The extent of each axis, slowest first; empty for a single number.
  public let shape: [Int]
  /// The elements, `elementType.size` bytes each.
  public let bytes: [UInt8]
  /// Where it comes from, for messages: `model.safetensors, head.weight`. Not compared.
  public let origin: String

  /// A tensor of raw elements.
  ///
  /// - Throws: `Refusal` for a negative extent, more than 32 axes, or bytes that do not match
  ///   the shape.
  public init(
    elementType: ElementType, shape: [Int], bytes: [UInt8], origin: String = "The tensor"
  ) throws(Refusal) {
    let size = try Self.byteCount(of: shape, elementType, in: origin)
    guard size == bytes.count else {
      throw Refusal(
        in: origin,
        "The shape \(shape) of \(elementType.rawValue) needs \(size) bytes but there are "
          + "\(bytes.count); write the array again.")
    }
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
    self.origin = origin
  }

  /// A tensor of a Swift array: `Float` gives `F32`, `Int8` gives `I8`, and so on.
  ///
  /// - Throws: `Refusal` if the count of elements does not match the shape.
  public init<Element: TensorElement>(
    shape: [Int], elements: [Element], origin: String = "The tensor"
  ) throws(Refusal) {
    try self.init(
      elementType: Element.elementType, shape: shape, bytes: elements.withUnsafeBytes { Array($0) },
      origin: origin)
  }

  /// The number of elements.
  public var count: Int { bytes.count / elementType.size }

  /// The bytes that a shape needs. The product of the extents other than 0 fits an `Int` too, so
  /// that no stride overflows.
  ///
  /// - Throws: `Refusal` for a negative extent, more than 32 axes, or an overflow.
  static func byteCount(
    of shape: [Int], _ elementType: ElementType, in place: String
  ) throws(Refusal) -> Int {
    guard shape.count <= axesMax else {
      throw Refusal(
        in: place,
        "The shape has \(shape.count) axes, but tensors have at most \(axesMax); reshape it.")
    }
    var size = elementType.size
    for extent in shape where extent != 0 {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard extent > 0 else {
        throw Refusal(
          in: place,
          "The shape \(shape) has the extent \(extent), but an extent is at least 0; "
            + "write the array again.")
      }
      guard !overflow else {
        throw Refusal(
          in: place, "The shape \(shape) is one that no memory holds; write the array again.")
      }
      size = product
    }
    return shape.contains(0) ? 0 : size
  }
}

extension Tensor: Equatable {
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.elementType == right.elementType && left.shape == right.shape && left.bytes == right.bytes
  }
}
