import Foundation
import TensorFiles

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
    let size = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height))
    var rows: [UInt8] = []
    rows.reserveCapacity((width + 1) * height)
    for row in 0..<height {
      // No filter: neighbours of a palette are not numbers that differ by little.
      rows.append(0)
      rows += pixels[row * width..<(row + 1) * width]
    }
    guard let packed = Deflate.deflated(rows, in: .zlib) else {
      preconditionFailure("zlib has no memory for a picture of \(width) x \(height) pixels.")
    }
    // 8 bits a pixel, by palette, deflate, no interlace.
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", size + [8, 3, 0, 0, 0])
      + chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
      + chunk("IDAT", packed) + chunk("IEND", [])
  }

  private func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    let checked = Array(kind.utf8) + data
    return Self.bigEndian(UInt32(data.count)) + checked
      + Self.bigEndian(Deflate.checksum(checked))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
