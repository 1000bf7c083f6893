import CZlib

/// Raw deflate streams (RFC 1951) and checksums, by zlib.
enum Deflate {
  /// Deflate makes at most this many bytes of one.
  static let ratioMaximum = 1032

  private static let structureSize = Int32(MemoryLayout<z_stream>.size)

  /// The bytes of a stream; nil unless the stream is sound, ends with `compressed` and gives `size`
  /// bytes. Memory is bounded by `size`.
  static func inflated(_ compressed: [UInt8], size: Int) -> [UInt8]? {
    // One byte more than is allowed, so that too long a stream is noticed.
    guard let inputSize = UInt32(exactly: compressed.count),
      let outputSize = UInt32(exactly: size + 1)
    else { return nil }
    var stream = z_stream()
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, structureSize) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var input = compressed
    var output = [UInt8](repeating: 0, count: size + 1)
    let result = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = inputSize
        stream.next_out = target.baseAddress
        stream.avail_out = outputSize
        return inflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END, stream.avail_in == 0, stream.avail_out == 1 else { return nil }
    output.removeLast()
    return output
  }

  /// A stream that gives `bytes`; nil if zlib fails, or for 4 GB and more.
  static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard let inputSize = UInt32(exactly: bytes.count),
      deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY,
        ZLIB_VERSION, structureSize) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    let bound = deflateBound(&stream, UInt(inputSize))
    guard let outputSize = UInt32(exactly: bound) else { return nil }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(outputSize))
    let result = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = inputSize
        stream.next_out = target.baseAddress
        stream.avail_out = outputSize
        return deflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END else { return nil }
    return Array(output.dropLast(Int(stream.avail_out)))
  }

  /// The CRC-32 that zip files keep; of less than 4 GB.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(truncatingIfNeeded: bytes.count)))
  }
}
