import Basics

/// An array in NumPy's npy format: versions 1, 2 and 3, in C or Fortran order, of flags, whole
/// numbers and floats of up to 8 bytes, in either order of bytes and any spelling of NumPy.
///
/// The format is described in NumPy's NEP 1 and in numpy/lib/format.py: a magic string, a version,
/// the length of a header, the header (the text of a Python dictionary), and the elements without
/// gaps.
public struct NpyFile: Sendable, Equatable {
  /// The array, in C order whatever order the file has.
  public let tensor: Tensor

  /// Reads the bytes of a file. No input traps.
  ///
  /// - Parameter name: What messages call the file.
  /// - Throws: `Refusal` that says what is malformed or not supported.
  public init(parsing bytes: [UInt8], named name: String) throws(Refusal) {
    try self.init(ByteSource(bytes, named: name))
  }

  /// Reads a file, its elements only after its header was found to match its size.
  ///
  /// - Throws: `Refusal` if the file cannot be read or is malformed or not supported.
  public init(path: String) throws(Refusal) {
    try self.init(ByteSource(path: path))
  }

  private init(_ source: ByteSource) throws(Refusal) {
    let start = min(source.size, NpyHeader.extentMax)
    let header = try NpyHeader(parsing: source.read(0..<start), of: source)
    let elementType = header.type.elementType
    let needed = try Tensor.byteCount(of: header.shape, elementType, in: source.name)
    let present = source.size - header.payloadStart
    guard needed == present else {
      throw Refusal(
        in: source.name,
        "The shape \(header.shape) of \(elementType.rawValue) needs \(needed) bytes but "
          + "\(present) follow the header; write the file again.")
    }
    var bytes = try source.read(header.payloadStart..<source.size)
    if header.type.order == .big { bytes.reverseElements(of: elementType.size) }
    let stored = try Tensor(
      elementType: elementType, shape: header.shape, bytes: bytes, origin: source.name)
    switch header.order {
    case .c: tensor = stored
    case .fortran: tensor = try stored.inRowMajorOrder()
    }
  }

  /// The bytes of a version 1 file in C order: the header is padded so that elements start at a
  /// multiple of 64, as NumPy writes it.
  ///
  /// - Throws: `Refusal` for `BF16`, which NumPy does not know.
  public static func bytes(of tensor: Tensor) throws(Refusal) -> [UInt8] {
    guard let type = tensor.elementType.numpyName else {
      throw Refusal(
        in: tensor.origin,
        "The type is \(tensor.elementType.rawValue), which NumPy does not know; "
          + "convert the tensor to float32.")
    }
    let extents = tensor.shape.map { "\($0)," }.joined(separator: " ")
    // NumPy writes (3,) but (2, 3).
    let tuple = tensor.shape.count > 1 ? String(extents.dropLast()) : extents
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(tuple)), }"
    let unpadded = NpyHeader.magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = UInt16(truncatingIfNeeded: header.utf8.count).littleEndianBytes
    return NpyHeader.magic + [1, 0] + length + Array(header.utf8) + tensor.bytes
  }
}

extension [UInt8] {
  /// Turns the order of the bytes in each element.
  fileprivate mutating func reverseElements(of size: Int) {
    guard size > 1 else { return }
    for start in stride(from: 0, to: count, by: size) {
      self[start..<start + size].reverse()
    }
  }
}

extension Tensor {
  /// The tensor in C order, of one whose bytes are in Fortran order: its first axis is fastest.
  fileprivate func inRowMajorOrder() throws(Refusal) -> Tensor {
    var strides: [Int] = []
    var stride = elementType.size
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    var ordered: [UInt8] = []
    ordered.reserveCapacity(bytes.count)
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    while ordered.count < bytes.count {
      ordered += bytes[offset..<offset + elementType.size]
      // Counts up, the last axis fastest.
      for axis in shape.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        offset -= strides[axis] * shape[axis]
      }
    }
    return try Tensor(elementType: elementType, shape: shape, bytes: ordered, origin: origin)
  }
}
