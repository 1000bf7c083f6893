/// Compresses bytes in the zlib format (RFC 1950, 1951) for the pictures of this project: one block
/// of the fixed codes, in which a run of equal bytes is one match. Nothing grows by more than an
/// eighth.
struct Deflate {
  /// Lengths of matches and the symbols that start their ranges: RFC 1951, 3.2.5.
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthExtraBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]

  private var bytes: [UInt8] = [0x78, 0x01]
  private var pending: UInt32 = 0
  private var pendingBits: UInt32 = 0

  static func zlib(_ data: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.write(data)
    return deflate.bytes + bigEndian(adler32(data))
  }

  private mutating func write(_ data: [UInt8]) {
    // The last block, with the fixed codes.
    append(1, count: 1)
    append(1, count: 2)
    var index = 0
    while index < data.count {
      appendSymbol(Int(data[index]))
      var run = 0
      while run < 258, index + 1 + run < data.count, data[index + 1 + run] == data[index] {
        run += 1
      }
      if run >= 3 { appendRun(run) }
      index += 1 + (run >= 3 ? run : 0)
    }
    appendSymbol(256)
    append(0, count: 7)
  }

  /// The byte before, so many times again: a match at distance 1.
  private mutating func appendRun(_ length: Int) {
    let code = Self.lengthBases.lastIndex { $0 <= length } ?? 0
    appendSymbol(257 + code)
    append(
      UInt32(length - Self.lengthBases[code]), count: UInt32(Self.lengthExtraBits[code]))
    append(0, count: 5)
  }

  /// A literal or length in the fixed code: RFC 1951, 3.2.6.
  private mutating func appendSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: appendCode(0x30 + symbol, count: 8)
    case ..<256: appendCode(0x190 + symbol - 144, count: 9)
    case ..<280: appendCode(symbol - 256, count: 7)
    default: appendCode(0xC0 + symbol - 280, count: 8)
    }
  }

  /// Codes go most significant bit first, all other numbers least significant bit first.
  private mutating func appendCode(_ code: Int, count: Int) {
    for bit in (0..<count).reversed() { append(UInt32(code >> bit & 1), count: 1) }
  }

  private mutating func append(_ bits: UInt32, count: UInt32) {
    pending |= bits << pendingBits
    pendingBits += count
    while pendingBits >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBits -= 8
    }
  }

  static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func adler32(_ data: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in data {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}
