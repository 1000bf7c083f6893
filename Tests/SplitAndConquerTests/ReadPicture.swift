import Foundation
import TensorFiles
import Testing

/// What a PNG file of `PixelImage` holds.
struct ReadPicture: CustomStringConvertible {
  let width: Int
  let height: Int
  /// Red, green and blue of each colour.
  let palette: [UInt8]
  /// Places in the palette, row after row.
  let pixels: [UInt8]

  init(_ png: [UInt8]) throws {
    try #require(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    var chunks: [String: [UInt8]] = [:]
    var rest = png.dropFirst(8)
    while !rest.isEmpty {
      let count = Self.number(rest.prefix(4))
      let checked = Array(rest.dropFirst(4).prefix(4 + count))
      try #require(Self.number(rest.dropFirst(8 + count).prefix(4)) == Self.crc(checked))
      chunks[String(decoding: checked.prefix(4), as: UTF8.self)] = Array(checked.dropFirst(4))
      rest = rest.dropFirst(12 + count)
    }
    let header = try #require(chunks["IHDR"])
    (width, height) = (Self.number(header.prefix(4)), Self.number(header[4..<8]))
    let kind: [UInt8] = [8, 3, 0, 0, 0]
    try #require(Array(header.dropFirst(8)) == kind)
    palette = try #require(chunks["PLTE"])
    let packed = try #require(chunks["IDAT"])
    let rows = try #require(Deflate.inflated(packed, size: (width + 1) * height, in: .zlib))
    try #require(chunks["IEND"]?.isEmpty == true)
    var pixels: [UInt8] = []
    for start in stride(from: 0, to: rows.count, by: width + 1) {
      // The filter, none.
      try #require(rows[start] == 0)
      pixels += rows[start + 1...start + width]
    }
    self.pixels = pixels
  }

  var description: String { "\(width) x \(height) of \(palette): \(pixels)" }

  /// A text with its pictures as lists of pixels.
  static func unpacked(_ text: String) throws -> String {
    try text.replacing(/data:image\/png;base64,([A-Za-z0-9+\/=]*)/) { match in
      let data = try #require(Data(base64Encoded: String(match.1)))
      return try ReadPicture(Array(data)).description
    }
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Bit by bit, as the PNG specification, annex D, defines it: not by the code under test.
  private static func crc(_ bytes: [UInt8]) -> Int {
    let crc = bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
      }
    }
    return Int(~crc)
  }
}
