import AttentionSpec
import Foundation

/// An array in NumPy's npy format: versions 1, 2 and 3, in C or Fortran order.
///
/// The format is described in numpy/lib/format.py: a magic string, a version, the length of a
/// header, the header (the text of a Python dictionary), and the elements without gaps.
public struct NpyFile: Sendable, Equatable {
  /// The type of an element; the raw value is NumPy's name of it.
  public enum ElementType: String, Sendable, CaseIterable {
    case bool = "|b1"
    case uint8 = "|u1"
    case int8 = "|i1"
    case int32 = "<i4"
    case int64 = "<i8"
    case float32 = "<f4"
    case float64 = "<f8"

    /// Bytes of one element.
    public var size: Int {
      switch self {
      case .bool, .uint8, .int8: 1
      case .int32, .float32: 4
      case .int64, .float64: 8
      }
    }
  }

  public let elementType: ElementType
  /// The extent of each axis, slowest first; empty for a single number.
  public let shape: [Int]
  /// The elements in C order, little-endian.
  public let payload: [UInt8]

  /// An array of raw elements.
  ///
  /// - Throws: `Refusal` if the payload does not match the shape.
  public init(elementType: ElementType, shape: [Int], payload: [UInt8]) throws {
    guard let bytes = Self.byteCount(of: shape, elementType) else {
      throw Refusal(
        "The npy array has the shape \(shape), which no memory holds; write the array again.")
    }
    guard bytes == payload.count else {
      throw Refusal(
        "The npy array of shape \(shape) and type \(elementType.rawValue) needs \(bytes) bytes of "
          + "elements but has \(payload.count); write the array again.")
    }
    self.elementType = elementType
    self.shape = shape
    self.payload = payload
  }

  /// Reads the bytes of a file. No input traps.
  ///
  /// - Throws: `Refusal` that says what is malformed or not supported.
  public init(parsing bytes: [UInt8]) throws {
    let header = try NpyHeader(parsing: bytes)
    let stored = try NpyFile(
      elementType: header.elementType, shape: header.shape,
      payload: Array(bytes[header.payloadStart...]))
    switch header.order {
    case .c: self = stored
    case .fortran: self = try stored.reordered()
    }
  }

  /// Reads a file.
  ///
  /// - Throws: `Refusal` if the file cannot be read or `init(parsing:)` refuses it.
  public init(path: String) throws {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw Refusal("The file \(path) cannot be read; give the path of a readable npy file.")
    }
    try self.init(parsing: Array(bytes))
  }

  /// The number of elements.
  public var count: Int { payload.count / elementType.size }

  /// The array in C order, of one whose payload is in Fortran order: its first axis is fastest.
  private func reordered() throws -> NpyFile {
    var strides: [Int] = []
    var stride = elementType.size
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    var ordered: [UInt8] = []
    ordered.reserveCapacity(payload.count)
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    while ordered.count < payload.count {
      ordered += payload[offset..<offset + elementType.size]
      // Counts up, the last axis fastest.
      for axis in shape.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        offset -= strides[axis] * shape[axis]
      }
    }
    return try NpyFile(elementType: elementType, shape: shape, payload: ordered)
  }

  private static func byteCount(of shape: [Int], _ elementType: ElementType) -> Int? {
    var bytes = elementType.size
    for extent in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      bytes = product
    }
    return bytes
  }
}
