import AttentionSpec

extension NpyFile {
  /// A `|b1` array.
  ///
  /// - Throws: `Refusal` if the count of flags does not match the shape.
  public init(shape: [Int], flags: [Bool]) throws {
    try self.init(elementType: .bool, shape: shape, payload: flags.map { $0 ? 1 : 0 })
  }

  /// An `|i1` array.
  ///
  /// - Throws: `Refusal` if the count of numbers does not match the shape.
  public init(shape: [Int], int8s: [Int8]) throws {
    try self.init(
      elementType: .int8, shape: shape, payload: int8s.map { UInt8(bitPattern: $0) })
  }

  /// The bytes of a version 1 file: the header is padded so that elements start at a multiple
  /// of 64, as NumPy writes it.
  public var fileBytes: [UInt8] {
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    var header =
      "{'descr': '\(elementType.rawValue)', 'fortran_order': False, 'shape': (\(extents)), }"
    let unpadded = NpyHeader.magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    let lengthBytes = [UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
    return NpyHeader.magic + [1, 0] + lengthBytes + Array(header.utf8) + payload
  }
}
