/// Reads what `Deflate` writes: a zlib stream of one block of fixed codes (RFC 1951), in which a
/// match has distance 1.
struct FixedInflate {
  private let bytes: [UInt8]
  private var position = 16

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The data, or nil for another kind of stream.
  static func inflate(_ bytes: [UInt8]) -> [UInt8]? {
    var reader = FixedInflate(bytes)
    guard (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0, reader.number(3) == 0b011 else {
      return nil
    }
    var data: [UInt8] = []
    while true {
      switch reader.symbol() {
      case let literal where literal < 256: data.append(UInt8(literal))
      case 256:
        // The checksum follows at the next whole byte.
        return bytes.count == (reader.position + 7) / 8 + 4 ? data : nil
      case let code:
        let length = reader.length(code)
        guard let last = data.last, reader.number(5) == 0 else { return nil }
        data += Array(repeating: last, count: length)
      }
    }
  }

  private mutating func number(_ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | bit() << $1 }
  }

  private mutating func bit() -> Int {
    defer { position += 1 }
    return Int(bytes[position / 8] >> (position % 8)) & 1
  }

  /// The ranges of the table in RFC 1951, 3.2.6.
  private mutating func symbol() -> Int {
    var code = (0..<7).reduce(0) { code, _ in code << 1 | bit() }
    if code <= 0b0010111 { return 256 + code }
    code = code << 1 | bit()
    if code <= 0b10111111 { return code - 0b00110000 }
    if code <= 0b11000111 { return 280 + code - 0b11000000 }
    return 144 + (code << 1 | bit()) - 0b110010000
  }

  /// The length that a code stands for, by the rule that its table follows: four codes for each
  /// number of extra bits from 1 on.
  private mutating func length(_ code: Int) -> Int {
    if code == 285 { return 258 }
    if code < 265 { return code - 254 }
    let extraBits = (code - 261) / 4
    return 3 + ((4 + (code - 261) % 4) << extraBits) + number(extraBits)
  }
}
