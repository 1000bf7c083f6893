import CZlib

/// Deflate streams (RFC 1951) and checksums, by zlib: those of npz files and of pictures.
///
/// What is compressed may differ from one zlib to the next, and gives the same bytes with each.
package enum Deflate {
  /// What stands around a stream.
  package enum Wrapper {
    /// Nothing, as in a zip file.
    case none
    /// The header and the checksum of RFC 1950, as in a PNG file.
    case zlib

    fileprivate var windowBits: Int32 { self == .none ? -MAX_WBITS : MAX_WBITS }
  }

  /// Deflate makes at most this many bytes of one.
  static let ratioMax = 1032

  private static let structureSize = Int32(MemoryLayout<z_stream>.size)

  /// zlib counts in 32 bits, so that more bytes go through it piece by piece.
  package static let pieceMax = 1 << 30

  /// The bytes of a stream; nil unless the stream is sound, ends with `compressed` and gives `size`
  /// bytes. Memory is bounded by `size`.
  package static func inflated(
    _ compressed: [UInt8], size: Int, in wrapper: Wrapper = .none,
    pieceMax: Int = pieceMax
  ) -> [UInt8]? {
    // One byte more than is allowed, so that too long a stream is noticed.
    guard var run = run(compressed, wrapper, outputMax: size + 1, pieceMax: pieceMax),
      run.result == Z_STREAM_END, run.taken == compressed.count, run.given == size
    else { return nil }
    run.output.removeLast()
    return run.output
  }

  /// The first bytes of a stream; fewer where it ends or is not sound.
  static func start(of compressed: [UInt8], count: Int) -> [UInt8] {
    guard let run = run(compressed, .none, outputMax: count, pieceMax: pieceMax) else {
      return []
    }
    return Array(run.output.prefix(run.given))
  }

  /// What came of a stream: the result of zlib, the bytes that were taken, and those that were
  /// given, with zeros behind them.
  private typealias Run = (result: Int32, taken: Int, given: Int, output: [UInt8])

  private static func run(
    _ compressed: [UInt8], _ wrapper: Wrapper, outputMax: Int, pieceMax: Int
  ) -> Run? {
    var stream = z_stream()
    guard inflateInit2_(&stream, wrapper.windowBits, ZLIB_VERSION, structureSize) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var input = compressed
    var run: Run = (Z_OK, 0, 0, [UInt8](repeating: 0, count: outputMax))
    input.withUnsafeMutableBufferPointer { source in
      run.output.withUnsafeMutableBufferPointer { target in
        // Without an error or the end, each turn takes or gives a byte.
        while run.result == Z_OK {
          let inputSize = min(pieceMax, source.count - run.taken)
          let outputSize = min(pieceMax, target.count - run.given)
          stream.next_in = source.baseAddress.map { $0 + run.taken }
          stream.avail_in = UInt32(inputSize)
          stream.next_out = target.baseAddress.map { $0 + run.given }
          stream.avail_out = UInt32(outputSize)
          run.result = inflate(&stream, Z_NO_FLUSH)
          run.taken += inputSize - Int(stream.avail_in)
          run.given += outputSize - Int(stream.avail_out)
        }
      }
    }
    return run
  }

  /// A stream that gives `bytes`; nil if zlib fails, or for 4 GB and more.
  package static func deflated(_ bytes: [UInt8], in wrapper: Wrapper = .none) -> [UInt8]? {
    var stream = z_stream()
    guard let inputSize = UInt32(exactly: bytes.count),
      deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapper.windowBits, 8, Z_DEFAULT_STRATEGY,
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

  /// The CRC-32 that zip and PNG files keep.
  package static func checksum(_ bytes: [UInt8], pieceMax: Int = pieceMax) -> UInt32 {
    var sum: UInt = 0
    for start in stride(from: 0, to: bytes.count, by: pieceMax) {
      let size = min(pieceMax, bytes.count - start)
      sum = bytes[start..<start + size].withUnsafeBufferPointer {
        crc32(sum, $0.baseAddress, UInt32(size))
      }
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
