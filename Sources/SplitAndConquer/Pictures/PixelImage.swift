import Foundation

/// A picture of palette colours, and its PNG file (ISO/IEC 15948).
struct PixelImage: Sendable {
  let width: Int
  let height: Int
  /// `width * height` indices into `palette`, row after row.
  let pixels: [UInt8]
  let palette: [Colour]

  /// The PNG as the value of an `href`.
  var dataURI: String {
    "data:image/png;base64," + Data(png).base64EncodedString()
  }

  var png: [UInt8] {
    let size = Deflate.bigEndian(UInt32(width)) + Deflate.bigEndian(UInt32(height))
    var rows: [UInt8] = []
    rows.reserveCapacity((width + 1) * height)
    for row in 0..<height {
      // No filter: neighbours of a palette are not numbers that differ by little.
      rows.append(0)
      rows += pixels[row * width..<(row + 1) * width]
    }
    // 8 bits a pixel, by palette, deflate, no interlace.
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", size + [8, 3, 0, 0, 0])
      + chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
      + chunk("IDAT", Deflate.zlib(rows)) + chunk("IEND", [])
  }

  private func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    let checked = Array(kind.utf8) + data
    return Deflate.bigEndian(UInt32(data.count)) + checked + Deflate.bigEndian(Self.crc(checked))
  }

  /// CRC-32 of the PNG specification, annex D.
  private static func crc(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(0xFFFF_FFFF) { crc, byte in
      crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8
    }
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }
}
